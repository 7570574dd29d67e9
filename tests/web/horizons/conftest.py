"""The mill on a server, everybody in their seats and its horizons scored: made once a module, left as it was."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from django.db import transaction
from django.test import Client, override_settings
from django.utils import timezone

from tests.web.horizons import mill
from trueup.web.documents import books
from trueup.web.documents.actions import import_book
from trueup.web.documents.books import open_book, store_of
from trueup.web.horizons.computing import compute
from trueup.web.parties.access import Actor
from trueup.web.parties.models import Member, Party, Role, User
from trueup.web.parties.queries import actor as actor_of

PARTIES = ("mill", "sawyer", "carter", "audit")


@pytest.fixture(scope="module")
def on_server(
    tmp_path_factory: pytest.TempPathFactory, django_db_setup: None, django_db_blocker: Any
) -> Iterator[dict[str, Any]]:
    """Persona ("mill owner") -> actor; and the server's `home`."""
    home = tmp_path_factory.mktemp("horizons")
    with django_db_blocker.unblock(), override_settings(HOME=home / "server"), transaction.atomic():
        parties = {slug: Party.objects.create(slug=slug, name=slug.capitalize()) for slug in (*PARTIES, "elsewhere")}
        import_book(mill.write(home / "mill"), slug="mill", seats={slug: parties[slug].pk for slug in PARTIES})
        people: dict[str, Any] = {
            f"{slug} {role}": _member(parties[slug], role) for slug in PARTIES for role in Role.values
        }
        people["stranger"] = _member(parties["elsewhere"], "owner")
        people["more"] = [_member(parties["mill"], "editor", f"-{number}") for number in range(4)]
        mill.fill(store_of("mill"), open_book("mill").book, timezone.now().date())
        compute("mill")
        try:
            yield people | {"home": home / "server"}
        finally:
            books.close_all()
            transaction.set_rollback(True)


def _member(party: Party, role: str, more: str = "") -> Actor:
    user = User.objects.create_user(f"{role}{more}@{party.slug}.example", "correct horse")
    return actor_of(Member.objects.create(user=user, party=party, role=Role(role), created_at=timezone.now()))


@pytest.fixture
def personas(on_server: dict[str, Any], db: None, tmp_path: Path) -> Iterator[dict[str, Any]]:
    """The same with facts of one's own: no test finds what another has answered."""
    home = tmp_path / "server"
    shutil.copytree(on_server["home"], home)
    with override_settings(HOME=home):
        yield on_server
        books.forget("mill")


@pytest.fixture
def browse(personas: dict[str, Any]) -> Callable[[str], Client]:
    """A browser that a persona is signed in with."""

    def signed_in(name: str) -> Client:
        client = Client(raise_request_exception=False)
        client.force_login(User.objects.get(pk=personas[name].user))
        return client

    return signed_in
