"""The example book on a server of its own, with facts, and everybody in their seats."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from trueup.web.documents.models import Book, Seat
from trueup.web.parties.access import Actor
from trueup.web.parties.models import Member, Party
from trueup.web.parties.queries import actor


@pytest.fixture
def on_server(northwind: Path, tmp_path: Path, db: None, settings) -> Iterator[Book]:
    """examples/northwind as the book `northwind`; each of its parties is an organisation of the same name."""
    from trueup.web.documents import books
    from trueup.web.documents.actions import import_book

    settings.HOME = tmp_path / "home"
    book = import_book(northwind)
    for seat in Seat.objects.filter(book=book):
        seat.party, _ = Party.objects.get_or_create(slug=seat.local_id, defaults={"name": seat.name})
        seat.save()
    yield book
    books.close_all()


@pytest.fixture
def acting(member: Callable[..., Member]) -> Callable[..., Actor]:
    """Makes an actor of a party."""
    return lambda party, role="owner": actor(member(party, role))
