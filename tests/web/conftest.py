"""Personas: one of every kind of person who may or may not do something."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from django.core.signals import request_finished, request_started
from django.db import close_old_connections
from django.utils import timezone, translation

from tests.web.migrated import migrate, new_database
from trueup.web.documents.models import AgreementSeat, Book, Seat
from trueup.web.parties.access import Actor
from trueup.web.parties.models import Member, Party, Role, User
from trueup.web.parties.queries import actor


@pytest.fixture
def member(db: None) -> Callable[..., Member]:
    """Makes a member of a party, and the party where there is none of that slug."""

    def make(party: str, role: str = "owner", email: str | None = None) -> Member:
        organisation, _ = Party.objects.get_or_create(slug=party, defaults={"name": party.capitalize()})
        user = User.objects.create_user(email or f"{role}.{User.objects.count()}@{party}.example", "correct horse")
        return Member.objects.create(user=user, party=organisation, role=Role(role), created_at=timezone.now())

    return make


@pytest.fixture
def personas(member: Callable[..., Member]) -> dict[str, Actor | None]:
    """The people of one agreement, and those who have nothing to do with it."""
    people = {
        "customer owner": member("northwind"),
        "customer editor": member("northwind", "editor"),
        "customer viewer": member("northwind", "viewer"),
        "provider owner": member("acme"),
        "provider editor": member("acme", "editor"),
        "provider viewer": member("acme", "viewer"),
        "other provider": member("sint"),
        "observer": member("assay"),
        "observer editor": member("assay", "editor"),
        "stranger": member("elsewhere"),
    }
    return {name: actor(each) for name, each in people.items()} | {"anonymous": None}


@pytest.fixture
def seats(personas: dict[str, Actor | None]) -> Book:
    """A book `northwind` whose agreement `claims-platform` is between northwind and acme, with assay as observer."""
    book = Book.objects.create(slug="northwind", name="Northwind Insurance")
    roles = {"northwind": "customer", "acme": "provider", "sint": "provider", "assay": "observer"}
    for local, role in roles.items():
        party = Party.objects.get(slug=local)
        seat = Seat.objects.create(book=book, local_id=local, role=role, name=party.name, party=party)
        if local != "sint":
            AgreementSeat.objects.create(book=book, agreement="claims-platform", seat=seat, part=role)
    return book


@pytest.fixture(autouse=True)
def nothing_kept() -> None:
    """A test's database is rolled back and its keys are used again: what a process keeps is of another one.

    So is the language of whoever asked last: a process has it until somebody asks in another.
    """
    from trueup.web.assessments import lines
    from trueup.web.kept.page import STORE
    from trueup.web.site.stands import LATEST

    STORE.clear()
    LATEST.clear()
    lines.forget()
    translation.deactivate()


@pytest.fixture
def one_connection() -> Iterator[None]:
    """For requests that do not come from Django's own client: as there, no connection is closed when one ends.

    A database in memory is never closed; PostgreSQL would be, in the middle of the test's transaction.
    """
    signals = (request_started, request_finished)
    for signal in signals:
        signal.disconnect(close_old_connections)
    yield
    for signal in signals:
        signal.connect(close_old_connections)


@pytest.fixture(scope="session")
def migrated_home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The home of a server with an empty SQLite database: only to be copied."""
    home = tmp_path_factory.mktemp("migrated") / "home"
    migrate(home)
    return home


@pytest.fixture(scope="session")
def migrated_database(postgres_url: str, tmp_path_factory: pytest.TempPathFactory) -> str:
    """The URL of a server's empty database on PostgreSQL: only to be copied."""
    url = new_database(postgres_url)
    migrate(tmp_path_factory.mktemp("migrated") / "home", url)
    return url
