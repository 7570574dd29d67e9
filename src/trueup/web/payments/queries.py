"""What a seat reads of payments: those of one agreement, or of the whole book."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from trueup.scorecard.value_payments import compared, payments_of
from trueup.value.compared import By
from trueup.value.payments import Payment
from trueup.value.results_payments import PaymentsCompared
from trueup.web.documents.access import Place, agreement_place, book_place
from trueup.web.documents.books import open_book
from trueup.web.parties.access import Actor


@dataclass(frozen=True, slots=True)
class Seen:
    """Payments as a seat sees them: compared, and row by row."""

    place: Place
    title: str
    compared: PaymentsCompared
    payments: tuple[Payment, ...]
    names: dict[str, str]


def of_agreement(
    actor: Actor | None, book: str, agreement: str, by: Sequence[By] = ("agreement",), as_of: dt.date | None = None
) -> Seen:
    """The payments under an agreement that the actor reads. Raises NotFound; MoneyError as `compared`."""
    place = agreement_place(actor, book, agreement)
    opened = open_book(book)
    names = {party.id: party.name for party in opened.book.parties.values()}
    versions = opened.book.agreements.get(agreement)
    with opened.values(as_of) as values:
        if versions is None:
            empty = PaymentsCompared(book=book, as_of=values.moment.as_of, by=tuple(by), lines=(), totals=())
            return Seen(place, agreement, empty, (), names)
        rows = tuple(payments_of(values, agreement))
        return Seen(place, versions.latest.title, compared(values, agreement, by), rows, names)


def of_book(actor: Actor | None, book: str, by: Sequence[By], as_of: dt.date | None = None) -> PaymentsCompared:
    """The payments under all agreements of a book, for its customer. Raises NotFound; MoneyError as `compared`."""
    book_place(actor, book, "book.read")
    with open_book(book).values(as_of) as values:
        return compared(values, None, by)
