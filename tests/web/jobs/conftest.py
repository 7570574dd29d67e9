"""The planted panel on a server, everybody in their seats, and what it says: computed once a run."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.web.example import acting
from tests.web.jobs import planted
from tests.web.seated import sign_in
from trueup.web.assessments.state import state_now
from trueup.web.documents.books import store_of
from trueup.web.documents.models import Book, Seat
from trueup.web.jobs.computing import compute
from trueup.web.jobs.models import Told
from trueup.web.jobs.parts import basis_of
from trueup.web.parties.models import Party

__all__ = ["acting", "sign_in"]
_kept: list[Told] = []


@pytest.fixture
def unasked(tmp_path: Path, db: None, settings) -> Iterator[Book]:
    """The book without an answer."""
    from trueup.web.documents import books
    from trueup.web.documents.actions import import_book

    settings.HOME = tmp_path / "home"
    book = import_book(planted.write(tmp_path / "book"))
    for seat in Seat.objects.filter(book=book):
        seat.party, _ = Party.objects.get_or_create(slug=seat.local_id, defaults={"name": seat.name})
        seat.save()
    yield book
    books.close_all()


@pytest.fixture
def answered(unasked: Book) -> Book:
    """With its answers, and nothing computed."""
    store_of(unasked.slug).append({"responses": planted.answers()}, key="panel", source="test")
    return unasked


@pytest.fixture
def told(answered: Book) -> Book:
    """With everything computed."""
    if not _kept:
        compute(answered.slug, heavy=False)
        compute(answered.slug, heavy=True)
        _kept.extend(Told.objects.filter(book=answered))
        return answered
    basis = basis_of(state_now(answered.slug))
    for row in _kept:
        row.pk, row.book = None, answered
        row.basis = basis if row.part == "roadmap" else row.basis
    Told.objects.bulk_create(_kept)
    return answered
