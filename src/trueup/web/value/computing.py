"""Computing what takes too long for a page, agreement by agreement, and keeping it. What stands is left alone."""

from __future__ import annotations

import datetime as dt
import time
from collections.abc import Callable, Iterator

from django.utils import timezone

from trueup.agreements.documents import Agreement
from trueup.scorecard.assess import SEED
from trueup.scorecard.method import METHOD
from trueup.scorecard.value_attribute import attribution
from trueup.scorecard.values import Values
from trueup.vocabulary import TrueupError, in_parts
from trueup.vocabulary.digest import digest
from trueup.vocabulary.result import Result
from trueup.web.assessments.state import state_now, today
from trueup.web.documents.books import open_book
from trueup.web.documents.models import Book
from trueup.web.value.models import Told

Progress = Callable[[str, int, int], None]
ATTRIBUTION = "attribution"
Make = Callable[[Values, str], Result]


def _attribution(values: Values, agreement: str) -> Result:
    return attribution(values, agreement, proposing=True)


PARTS: dict[str, tuple[Callable[[Agreement], bool], Make]] = {
    ATTRIBUTION: (lambda agreement: bool(agreement.objectives), _attribution),
}
"""Each part with the agreements that have it, and how it is made."""


def compute(slug: str, *, progressed: Progress = lambda doing, done, total: None) -> int:
    """Compute and keep every part that does not stand; return how many were computed."""
    book, opened = Book.objects.get(slug=slug), open_book(slug)
    basis, as_of = basis_of(slug, opened.book.definition.time_zone)
    standing = set(Told.objects.filter(book=book, basis=basis).values_list("agreement", "part"))
    with opened.values(as_of) as values:
        wanted = list(_wanted(values))
        waiting = [each for each in wanted if each not in standing]
        for done, (agreement, part) in enumerate(waiting):
            progressed(part, done, len(waiting))
            _keep(book, agreement, part, basis, values)
    gone = [
        pk
        for pk, *key in Told.objects.filter(book=book).values_list("pk", "agreement", "part")
        if tuple(key) not in set(wanted)
    ]
    Told.objects.filter(pk__in=gone).delete()
    return len(waiting)


def basis_of(slug: str, zone: str) -> tuple[str, dt.date]:
    """What is computed today of a book rests on its state, the day, the seed and the method."""
    as_of = today(zone, timezone.now())
    return digest([state_now(slug), as_of.isoformat(), str(SEED), METHOD]), as_of


def _wanted(values: Values) -> Iterator[tuple[str, str]]:
    for agreement in values.known:
        version = values.agreement(agreement)
        yield from ((agreement, part) for part, (has, _) in PARTS.items() if has(version))


def _keep(book: Book, agreement: str, part: str, basis: str, values: Values) -> None:
    began, body, problem = time.monotonic(), "", ""
    try:
        body = in_parts(PARTS[part][1](values, agreement))
    except TrueupError as wrong:  # a library that is not installed, a KPI that is not there: said in its place
        problem = wrong.what
    Told.objects.update_or_create(
        book=book,
        agreement=agreement,
        part=part,
        defaults={
            "basis": basis,
            "body": body,
            "problem": problem,
            "computed_at": timezone.now(),
            "seconds": round(time.monotonic() - began, 3),
        },
    )
