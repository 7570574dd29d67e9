"""What is kept of each book: which assessment stands, and whether the book has moved on since."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet, Subquery
from django.utils import timezone

from trueup.vocabulary import Grade, TrueupError
from trueup.web.assessments.actions import compute
from trueup.web.assessments.models import Assessment, Recomputation
from trueup.web.assessments.state import moved, state_now, state_of, today
from trueup.web.documents.books import is_met
from trueup.web.documents.models import Book
from trueup.web.written import written

ABANDONED = dt.timedelta(minutes=30)


@dataclass(frozen=True, slots=True)
class Freshness:
    """How fresh an assessment is. `problem` says why the last attempt to compute a new one failed."""

    as_of: dt.date
    computed_at: dt.datetime
    seconds: float
    out_of_date: bool
    recomputing: bool
    problem: str | None


@dataclass(frozen=True, slots=True)
class Stored:
    """The assessment of a book that stands, and its freshness."""

    book: Book
    kept: Assessment
    freshness: Freshness


def stored(books: Collection[int], grade: Grade) -> dict[int, Stored]:
    """The latest assessment of the day of each book (by its key), where there is one: in one query."""
    rows = _latest(books, grade.name, timezone.now() - ABANDONED)
    return {row.book_id: Stored(is_met(row.book), row, _freshness(row)) for row in rows}


def standing(book: Book, grade: Grade) -> Stored:
    """The latest assessment of the day; computed at once where nothing has ever been computed.

    Raises what assessing the book raises, where it has never been assessed.
    """
    found = stored([book.pk], grade)
    if not found:
        compute(book.slug)
        found = stored([book.pk], grade)
    if not found:
        raise TrueupError(f"the book {book.slug!r} has no scorecard", do="try again in a moment")
    return found[book.pk]


def standing_as_of(book: Book, grade: Grade, as_of: dt.date) -> Stored:
    """The assessment as of a day, on what is known now: kept for a day, computed at once where it is not."""
    state = state_now(book.slug)
    rows = Assessment.objects.filter(book=book, grade=grade.name, as_of=as_of, state=state).order_by("-computed_at")
    kept = rows.first()
    if kept is None:
        compute(book.slug, as_of, grade)
        kept = Assessment.objects.filter(book=book, grade=grade.name, as_of=as_of).latest("computed_at")
    return Stored(book, kept, Freshness(as_of, kept.computed_at, kept.seconds, False, False, None))


def stale_books() -> Sequence[str]:
    """Every book that has no assessment, or one that is out of date."""
    every = dict(Book.objects.values_list("pk", "slug"))
    fresh = {pk for pk, each in stored(every, Grade.reported).items() if not each.freshness.out_of_date}
    return [slug for pk, slug in every.items() if pk not in fresh]


@written
def _latest(books: Collection[int], grade: str, alive_since: dt.datetime) -> QuerySet[Assessment]:
    """The assessments that stand, with their books, what moved those last, and how it goes with the next."""
    mine = Assessment.objects.filter(book=OuterRef("pk"), grade=grade, of_the_day=True)
    latest = Subquery(mine.order_by("-as_of", "-computed_at").values("pk")[:1])
    standing = Book.objects.filter(pk__in=books).annotate(latest=latest).values("latest")
    work = Recomputation.objects.filter(book=OuterRef("book"))
    alive = Q(started_at=None) | Q(started_at__gt=alive_since)
    return (
        Assessment.objects.filter(pk__in=standing)
        .select_related("book")
        .annotate(
            moved=moved("book__slug"),
            going=Exists(work.filter(alive, problem="")),
            problem=Subquery(work.exclude(problem="").order_by("-pk").values("problem")[:1]),
        )
    )


def _freshness(row: Any) -> Freshness:
    """`row` is an assessment as `_latest` reads it."""
    another_day = row.as_of < today(row.zone, timezone.now())
    out_of_date = row.state != state_of(row.moved) or another_day
    return Freshness(row.as_of, row.computed_at, row.seconds, out_of_date, row.going, row.problem)
