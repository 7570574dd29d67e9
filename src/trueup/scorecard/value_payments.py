"""Payments of a book as of a moment: planned against invoiced and paid."""

from __future__ import annotations

from collections.abc import Sequence

from trueup.scorecard.values import Values
from trueup.value.compared import By, Comparing
from trueup.value.exchange import Exchange
from trueup.value.payment_queries import read_payments
from trueup.value.payments import Payment
from trueup.value.results_payments import PaymentsCompared


def payments_of(values: Values, agreement: str | None = None) -> list[Payment]:
    """The payments under one agreement, or under all of the book. UnknownName for one that the book has not."""
    return read_payments(values.snapshot, None if agreement is None else [values.named(agreement)])


def exchange_of(values: Values, currency: str | None = None) -> Exchange:
    """What converts amounts into a currency (default: the book's) at the rates that the book states."""
    definition = values.book.definition
    return Exchange(definition.currency if currency is None else currency, definition.rates)


def compared(values: Values, agreement: str | None = None, by: Sequence[By] = ("agreement",)) -> PaymentsCompared:
    """Planned against invoiced and paid, a line for each different value of the keys.

    Raises MoneyError where a line would add up two currencies without a dated rate.
    """
    found = payments_of(values, agreement)
    definition = values.book.definition
    comparing = Comparing(values.moment.as_of, exchange_of(values), definition.fiscal_year_start)
    paid = {each.agreement for each in found}
    return PaymentsCompared(
        book=definition.id,
        as_of=values.moment.as_of,
        known_at=values.moment.known_at,
        by=tuple(by),
        lines=comparing.lines(found, by),
        totals=comparing.totals(found),
        without=() if agreement is not None else tuple(name for name in values.known if name not in paid),
    )
