"""Scoring the relationships of a book one by one: what stands is not computed again."""

from __future__ import annotations

import time
from collections.abc import Callable

from django.utils import timezone

from trueup.book import Book as Documents
from trueup.scorecard.horizons import Ladders
from trueup.vocabulary import InputError, in_parts
from trueup.web.assessments.state import state_now, today
from trueup.web.documents.books import open_book
from trueup.web.documents.models import Book
from trueup.web.horizons.models import Scored

Progress = Callable[[str, int, int], None]
METHOD = "horizons-2"
"""Counts up when ladders are made otherwise: those that are kept are then of another state."""


def compute(slug: str, progressed: Progress = lambda doing, done, total: None) -> int:
    """Score and keep each relationship whose ladder is of another state; return of how many."""
    book, state = Book.objects.get(slug=slug), state_now(slug)
    opened = open_book(slug)
    basis = basis_of(state, opened.book)
    standing = dict(Scored.objects.filter(book=book).values_list("stakeholders", "basis"))
    waiting = [id for id in opened.book.stakeholders if standing.get(id) != basis]  # noqa: A001 - its name
    as_of = today(opened.book.definition.time_zone, timezone.now())
    with opened.ladders(as_of) as ladders:
        for done, id in enumerate(waiting):  # noqa: A001
            progressed(id, done, len(waiting))
            _score(book, ladders, id, basis)
    Scored.objects.filter(book=book).exclude(stakeholders__in=list(opened.book.stakeholders)).delete()
    return len(waiting)


def basis_of(state: str, documents: Documents) -> str:
    """What ladders rest on: the state of documents and facts, the day where the book is, and the method."""
    day = today(documents.definition.time_zone, timezone.now())
    return f"{state} {day} {METHOD}"[:100]


def is_stale(slug: str) -> bool:
    """Whether ladders are not those of the book as it is."""
    documents = open_book(slug).book
    basis = basis_of(state_now(slug), documents)
    kept = set(Scored.objects.filter(book__slug=slug).values_list("stakeholders", "basis"))
    return {(id, basis) for id in documents.stakeholders} != kept  # noqa: A001


def _score(book: Book, ladders: Ladders, id: str, basis: str) -> None:
    began, said = time.monotonic(), {"ladder": "", "problem": ""}
    try:
        said["ladder"] = in_parts(ladders.ladder(id))
    except InputError as wrong:  # what keeps it from being scored is said in its place
        said["problem"] = wrong.what
    kept = {**said, "basis": basis, "computed_at": timezone.now(), "seconds": round(time.monotonic() - began, 3)}
    Scored.objects.update_or_create(book=book, stakeholders=id, defaults=kept)
