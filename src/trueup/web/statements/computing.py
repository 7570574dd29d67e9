"""Reckoning the settlement periods of a book's agreements, and keeping them: what stands is not reckoned again."""

from __future__ import annotations

import time
from collections.abc import Callable

from django.utils import timezone

from trueup.book import Book as Documents
from trueup.scorecard.value_settle import settlements, settling_of
from trueup.scorecard.values import Values
from trueup.value.fee_curve import fee_curve
from trueup.vocabulary import InputError, MoneyError, in_parts
from trueup.web.assessments.state import state_now, today
from trueup.web.documents.books import open_book
from trueup.web.documents.models import Book
from trueup.web.statements.models import Reckoned
from trueup.web.statements.parts import Periods

METHOD = "settlement 1"
Progress = Callable[[str, int, int], None]


def compute(slug: str, progressed: Progress = lambda doing, done, total: None) -> int:
    """Reckon and keep every priced agreement that is of another state; return of how many."""
    book, opened = Book.objects.get(slug=slug), open_book(slug)
    basis, names = basis_of(slug, opened.book), priced(opened.book)
    standing = dict(Reckoned.objects.filter(book=book).values_list("agreement", "basis"))
    waiting = [name for name in names if standing.get(name) != basis]
    for done, name in enumerate(waiting):
        progressed("", done, len(waiting))
        _keep(book, name, basis)
    Reckoned.objects.filter(book=book).exclude(agreement__in=names).delete()
    return len(waiting)


def priced(documents: Documents) -> tuple[str, ...]:
    """The agreements that say how fees follow value."""
    every = documents.agreements.values()
    return tuple(each.id for each in every if any(version.pricing is not None for version in each))


def basis_of(slug: str, documents: Documents) -> str:
    """What a reckoning rests on: documents, facts, the day where the book is, and the method."""
    day = today(documents.definition.time_zone, timezone.now())
    return f"{state_now(slug)} {day} {METHOD}"


def _keep(book: Book, agreement: str, basis: str) -> None:
    began, body, problem = time.monotonic(), "", ""
    try:
        opened = open_book(book.slug)
        with opened.values(today(opened.book.definition.time_zone, timezone.now())) as values:
            body = in_parts(_periods(values, agreement))
    except (InputError, MoneyError) as wrong:  # no rate, nobody to be paid: said in its place
        problem = wrong.what
    said = {"basis": basis, "body": body, "problem": problem, "computed_at": timezone.now()}
    seconds = round(time.monotonic() - began, 3)
    Reckoned.objects.update_or_create(book=book, agreement=agreement, defaults=said | {"seconds": seconds})


def _periods(values: Values, agreement: str) -> Periods:
    work = settling_of(values, agreement)
    curves = {due.label: fee_curve(work.case(due)[0]) for due in work.dues}
    return Periods(settlements=settlements(values, agreement), curves=curves)


def is_stale(slug: str, kept: list[tuple[str, str]]) -> bool:
    """Whether what is kept (agreement, basis) is not of the book as it is."""
    documents = open_book(slug).book
    basis = basis_of(slug, documents)
    return {(name, basis) for name in priced(documents)} != set(kept)
