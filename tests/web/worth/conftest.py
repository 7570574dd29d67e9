"""The example on a server, with improvements of its customer and of one provider that nobody else may know of.

Made once a module; each test leaves it as it was. Worth is looked at from the day on which the example's facts end:
later there is less left to be won, and at last nothing.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from typing import Any

import pytest
from django.db import transaction
from django.test import override_settings
from django.utils import timezone

from tests.conftest import ROOT
from tests.web.seated import on_the_day
from tests.web.worth.options import OURS, THEIRS, agreed
from trueup.web.documents import books
from trueup.web.documents.actions import import_book
from trueup.web.parties.access import Actor
from trueup.web.parties.models import Member, Party, Role, User
from trueup.web.parties.queries import actor as actor_of
from trueup.web.worth.computing import compute

SEATS = {"northwind": "customer", "acme": "provider", "sint": "other provider", "assay": "observer"}


@pytest.fixture(scope="module")
def on_server(
    tmp_path_factory: pytest.TempPathFactory, django_db_setup: None, django_db_blocker: Any
) -> Iterator[dict[str, Any]]:
    """Everybody in their seats: persona -> actor; and the server's `home`."""
    home = tmp_path_factory.mktemp("worth")
    folder = home / "example"
    without = shutil.ignore_patterns(".trueup", "__pycache__", "improvements.yaml")  # here they are made on the server
    shutil.copytree(ROOT / "examples" / "northwind", folder, ignore=without)
    with (
        pytest.MonkeyPatch.context() as patch,
        django_db_blocker.unblock(),
        override_settings(HOME=home / "server"),
        transaction.atomic(),
    ):
        on_the_day(patch)
        parties = {slug: Party.objects.create(slug=slug, name=slug.capitalize()) for slug in (*SEATS, "elsewhere")}
        import_book(folder, slug="northwind", seats={slug: parties[slug].pk for slug in SEATS})
        people: dict[str, Any] = {
            f"{seat} {role}": _member(parties[slug], role) for slug, seat in SEATS.items() for role in Role.values
        }
        people |= {"stranger": _member(parties["elsewhere"], "owner"), "anonymous": None}
        agreed(people["customer owner"], OURS)
        agreed(people["provider owner"], THEIRS)
        compute("northwind")
        try:
            yield people | {"home": home / "server"}
        finally:
            books.close_all()
            transaction.set_rollback(True)


def _member(party: Party, role: str) -> Actor:
    user = User.objects.create_user(f"{role}@{party.slug}.example", "correct horse")
    return actor_of(Member.objects.create(user=user, party=party, role=Role(role), created_at=timezone.now()))


@pytest.fixture
def personas(on_server: dict[str, Any], db: None) -> Iterator[dict[str, Any]]:
    """The same, left as it was."""
    with override_settings(HOME=on_server["home"]):
        yield {name: actor for name, actor in on_server.items() if name != "home"}
    books.forget("northwind")
