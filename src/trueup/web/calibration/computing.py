"""Computing the calibration of a book, once for all seats, and keeping what each of them may see."""

from __future__ import annotations

import datetime as dt
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager

from django.db import transaction
from django.utils import timezone

from trueup.book import Book as Documents
from trueup.facts import Snapshot
from trueup.scorecard.assess import SEED
from trueup.scorecard.calibration.sight import Past
from trueup.scorecard.method import METHOD
from trueup.scorecard.value_calibration import Gathered, answer, gather
from trueup.value.calibration.issued import Issued
from trueup.value.results_calibration import CalibrationResult, Kind
from trueup.vocabulary import TrueupError, in_parts
from trueup.vocabulary.digest import digest
from trueup.web.assessments.state import state_now, today
from trueup.web.calibration.issued import kept_results
from trueup.web.calibration.models import Calibrated
from trueup.web.documents.books import open_book
from trueup.web.documents.models import AgreementSeat, Book, Seat

Progress = Callable[[str, int, int], None]
BY: Mapping[Kind, str] = {
    "forecast": "horizon",
    "p_hit": "horizon",
    "promise": "party",
    "plan": "party",
    "business_case": "party",
    "improvement": "party",
    "p_worth": "party",
}
"""What each kind is told apart by on the page."""


def basis_of(state: str, day: dt.date) -> str:
    """What a calibration rests on: the state of the book, the day, and the method."""
    return digest([state, day.isoformat(), SEED, METHOD])


def compute(slug: str, progressed: Progress = lambda doing, done, total: None) -> int:
    """Compute and keep what every seat of a book reads; return how many seats."""
    began, book, state = time.monotonic(), Book.objects.get(slug=slug), state_now(slug)
    opened = open_book(slug)
    day = today(opened.book.definition.time_zone, timezone.now())
    basis, problem, found = basis_of(state, day), "", None
    with opened.values(day) as values:
        try:
            found = gather(values, _past(slug), progress=progressed, results=kept_results(book))
        except TrueupError as wrong:
            problem = wrong.what
    seats = list(Seat.objects.filter(book=book))
    bodies = {seat.local_id: _body(found, seat) for seat in seats}
    seconds = round(time.monotonic() - began, 3)
    with transaction.atomic():
        for party, body in bodies.items():
            told = {"basis": basis, "body": body, "problem": problem, "computed_at": timezone.now(), "seconds": seconds}
            Calibrated.objects.update_or_create(book=book, party=party, defaults=told)
        Calibrated.objects.filter(book=book).exclude(party__in=bodies).delete()
    return len(bodies)


def _past(slug: str) -> Past:
    """The book as it was known at an instant: the versions of then, and the facts of then."""

    @contextmanager
    def known(known_at: dt.datetime | None) -> Iterator[tuple[Documents, Snapshot]]:
        with open_book(slug, known_at).known(known_at) as found:
            yield found

    return known


def _body(found: Gathered | None, seat: Seat) -> str:
    return "" if found is None else in_parts(_of_seat(found, seat))


def _of_seat(found: Gathered, seat: Seat) -> CalibrationResult:
    mine = frozenset(AgreementSeat.objects.filter(seat=seat).values_list("agreement", flat=True))
    whole = seat.role == "customer"
    return answer(found, by_kind=BY, shows=lambda issued: sees(issued, seat.local_id, mine, whole=whole))


def sees(issued: Issued, party: str, agreements: frozenset[str], *, whole: bool) -> bool:
    """Whether a seat sees a forecast: what is private is its owner's, else the customer's and of its agreements."""
    if issued.subject.owner is not None:
        return issued.subject.owner == party
    return whole or bool(agreements & set(issued.subject.agreements))
