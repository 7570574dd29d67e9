"""The example with one more plan, in trouble as of today, everybody in their seats, and browsers signed in."""

from __future__ import annotations

import datetime as dt
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from django.utils import timezone

from tests.web.delivery import trouble
from tests.web.example import acting
from tests.web.seated import assessed_once, sign_in
from trueup.vocabulary import day_of
from trueup.web.documents.models import Book, Seat
from trueup.web.parties.access import Actor
from trueup.web.parties.models import Party

__all__ = ["acting", "sign_in"]


@pytest.fixture
def today() -> dt.date:
    """The day it is where the book is."""
    return day_of(timezone.now(), ZoneInfo("Europe/Berlin"))


@pytest.fixture
def in_trouble(northwind: Path, tmp_path: Path, db: None, settings, today: dt.date) -> Iterator[Book]:
    """The book `northwind` with the plan, not assessed and without progress."""
    from trueup.web.documents import books
    from trueup.web.documents.actions import import_book

    settings.HOME = tmp_path / "home"
    folder = tmp_path / "book"
    shutil.copytree(northwind, folder)
    trouble.put_in(folder, today)
    book = import_book(folder, slug="northwind")
    for seat in Seat.objects.filter(book=book):
        seat.party, _ = Party.objects.get_or_create(slug=seat.local_id, defaults={"name": seat.name})
        seat.save()
    yield book
    books.close_all()


@pytest.fixture
def people(in_trouble: Book, acting: Callable[..., Actor]) -> dict[str, Actor]:
    """The owners."""
    return {party: acting(party) for party in ("northwind", "acme", "sint", "assay")}


@pytest.fixture
def known(in_trouble: Book, people: dict[str, Actor], today: dt.date) -> Book:
    """Both providers have reported, and the book is assessed at one grade."""
    trouble.report_all(today, acme=people["acme"], sint=people["sint"])
    return assessed_once(in_trouble, "the example in trouble")
