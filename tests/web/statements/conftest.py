"""The book of the dispute on a server, everybody in their seats: 13 contracts attested, 15 claimed by the provider."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.utils import timezone

from tests.value import pressed
from tests.web.example import acting
from tests.web.seated import sign_in
from trueup.facts import store
from trueup.web.documents.models import Book, Seat
from trueup.web.parties.models import Party

__all__ = ["acting", "sign_in"]


class Clock:
    """The time of the story, for the server and its facts."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.now = dt.datetime(2026, 4, 12, 9, tzinfo=dt.UTC)
        monkeypatch.setattr(timezone, "now", lambda: self.now)
        monkeypatch.setattr(store, "_utc_now", lambda: self.now)


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    """What time it is: 12 April 2026 to begin with."""
    return Clock(monkeypatch)


@pytest.fixture
def pressing(tmp_path: Path, db: None, settings, clock: Clock) -> Iterator[Book]:
    """The first quarter is attested, and disputed by the provider."""
    from trueup.web.documents import books
    from trueup.web.documents.actions import import_book

    settings.HOME = tmp_path / "home"
    folder = tmp_path / "book"
    folder.mkdir()
    book = import_book(pressed.write(folder, pressed.agreement(), pressed.ATTESTED, pressed.DISPUTED))
    for seat in Seat.objects.filter(book=book):
        seat.party, _ = Party.objects.get_or_create(slug=seat.local_id, defaults={"name": seat.name})
        seat.save()
    yield book
    books.close_all()
