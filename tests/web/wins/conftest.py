"""The small book on a server with everybody in their seats: made once a module, left as it was."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.db import transaction
from django.test import Client, override_settings
from django.utils import timezone

from tests.web.wins import small
from trueup.web.documents import books
from trueup.web.documents.actions import import_book
from trueup.web.parties.access import Actor
from trueup.web.parties.models import Member, Party, Role, User
from trueup.web.parties.queries import actor as actor_of
from trueup.web.wins import actions

Personas = dict[str, Actor]


@pytest.fixture(scope="module")
def on_server(
    tmp_path_factory: pytest.TempPathFactory, django_db_setup: None, django_db_blocker: Any
) -> Iterator[dict[str, Any]]:
    """Persona ("acme owner") -> actor; and the server's `home`."""
    home = tmp_path_factory.mktemp("wins")
    with django_db_blocker.unblock(), override_settings(HOME=home / "server"), transaction.atomic():
        names = (*small.PARTIES, "elsewhere")
        parties = {slug: Party.objects.create(slug=slug, name=slug.capitalize()) for slug in names}
        seats = {slug: parties[slug].pk for slug in small.PARTIES}
        import_book(small.write(home / "small"), slug="small", seats=seats)
        people: dict[str, Any] = {
            f"{slug} {role}": _member(parties[slug], role) for slug in names for role in Role.values
        }
        people["acme second"] = _member(parties["acme"], "editor", "-2")
        try:
            yield people | {"home": home / "server"}
        finally:
            books.close_all()
            transaction.set_rollback(True)


def _member(party: Party, role: str, more: str = "") -> Actor:
    user = User.objects.create_user(f"{role}{more}@{party.slug}.example", "correct horse", name=f"{role}{more}")
    return actor_of(Member.objects.create(user=user, party=party, role=Role(role), created_at=timezone.now()))


@pytest.fixture
def personas(on_server: dict[str, Any], db: None) -> Iterator[Personas]:
    """The same, left as it was."""
    with override_settings(HOME=on_server["home"]):
        yield {name: each for name, each in on_server.items() if name != "home"}


@pytest.fixture
def win(personas: Personas) -> str:
    """A win that acme's editor wrote, under a key that the server holds."""
    actions.change_key(personas["acme owner"], "small", "people", ask="Ines, ext. 204")
    return actions.write(personas["acme editor"], "small", "people", small.GIVEN).win


@pytest.fixture
def browser(personas: Personas) -> Callable[[str], Client]:
    """A browser in which a persona is signed in."""

    def make(persona: str) -> Client:
        client = Client(raise_request_exception=False)
        client.force_login(User.objects.get(pk=personas[persona].user))
        return client

    return make
