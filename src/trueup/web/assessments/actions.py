"""Computing and keeping scorecards.

They are derived from what the ledger already knows, so keeping one is no act of anybody: nothing is recorded.
"""

from __future__ import annotations

import datetime as dt
import time
from collections.abc import Iterable

from django.db import transaction
from django.utils import timezone

from trueup.scorecard.model import Scorecard
from trueup.scorecard.opened import OpenBook
from trueup.vocabulary import Grade, in_parts
from trueup.web.assessments.models import Assessed, Assessment
from trueup.web.assessments.signals import assessed
from trueup.web.assessments.state import state_now, today
from trueup.web.assessments.summary import summarise
from trueup.web.documents.books import open_book
from trueup.web.documents.models import Book

GRACE = dt.timedelta(minutes=10)
"""How long a superseded assessment stays: for pages that are still reading it."""
ASKED_FOR = dt.timedelta(days=1)
"""How long an assessment as of a day that somebody asked for stays."""


def compute(book: str, as_of: dt.date | None = None, grade: Grade | str | None = None) -> None:
    """Assess a book as of a day (default: today, where the book is), at a grade (default: at each), and keep it.

    All grades are kept together or none, and are of one day even where midnight passes meanwhile. Raises what opening
    and assessing the book raises.
    """
    grades = tuple(Grade) if grade is None else (Grade.parse(str(grade)),)
    row, state = Book.objects.get(slug=book), state_now(book)
    with open_book(book) as opened:
        day = as_of or opened.moment().as_of
        cards = [_timed(opened, day, each) for each in grades]
        with transaction.atomic():
            for card, seconds in cards:
                keep(row, opened, card, state, seconds)
    prune(row)


def _timed(opened: OpenBook, as_of: dt.date, grade: Grade) -> tuple[Scorecard, float]:
    start = time.perf_counter()
    card = opened.assess(as_of, at_grade=grade)
    return card, time.perf_counter() - start


def keep(book: Book, opened: OpenBook, card: Scorecard, state: str, seconds: float) -> None:
    """Keep a scorecard of a book, and let others keep their part. To be called in a transaction."""
    now, zone = timezone.now(), opened.book.definition.time_zone
    kept = Assessment.objects.create(
        book=book,
        as_of=card.as_of,
        of_the_day=card.as_of == today(zone, now),
        grade=card.grade.name,
        state=state,
        zone=zone,
        body=in_parts(card.model_copy(update={"agreements": (), "deliveries": ()})),
        computed_at=now,
        seconds=seconds,
    )
    Assessed.objects.bulk_create(_rows(kept, opened, card))
    assessed.send(None, assessment=kept, card=card)


def _rows(kept: Assessment, opened: OpenBook, card: Scorecard) -> Iterable[Assessed]:
    for result in card.agreements:
        yield Assessed(
            assessment=kept,
            agreement=result.id,
            title=result.title[:300],
            project=result.project or "",
            verdict=result.verdict,
            p_success=result.p_success,
            realised=result.value.realised.expected,
            cost=result.value.cost,
            summary=in_parts(summarise(result, opened.book)),
            body=in_parts(result),
        )


def prune(book: Book) -> int:
    """Throw away what nobody reads any more, but for the last assessment of each day and grade; return how many."""
    now = timezone.now()
    kept: set[tuple[str, dt.date]] = set()
    gone: list[int] = []
    rows = Assessment.objects.filter(book=book).order_by("-computed_at", "-pk")
    for pk, grade, as_of, of_the_day, at in rows.values_list("pk", "grade", "as_of", "of_the_day", "computed_at"):
        if not of_the_day:
            superseded, grace = True, ASKED_FOR
        else:
            superseded, grace = (grade, as_of) in kept, GRACE
            kept.add((grade, as_of))
        if superseded and now - at > grace:
            gone.append(pk)
    Assessment.objects.filter(pk__in=gone).delete()
    return len(gone)
