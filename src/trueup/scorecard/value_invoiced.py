"""What was invoiced for a settlement period: by the facts about payments, else by the terms."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection
from dataclasses import replace
from fractions import Fraction

from trueup.agreements.amounts import rounded
from trueup.scorecard.value_payments import payments_of
from trueup.scorecard.values import Values
from trueup.value.exchange import Exchange
from trueup.value.payments import Payment, billed
from trueup.value.results_statement import InvoiceLine
from trueup.value.settled import Invoiced, by_the_terms
from trueup.value.settlement import Case
from trueup.vocabulary import said


def invoiced_of(values: Values, case: Case, statements: Collection[str] = ()) -> tuple[Invoiced, tuple[str, ...]]:
    """Invoices and credit notes of a period, line by line, with what a reader should know about them.

    One that pays a statement (its `ref` names one) settles a period and was not invoiced before it. Where no fact is
    known, the provisional fee of the terms stands for it. MoneyError for a currency without a dated rate.
    """
    exchange = exchange_of(values, case)
    known = [each for each in payments_of(values, case.due.agreement.id) if each.ref not in statements]
    found = billed(known, case.due.period, exchange)
    notes = tuple(_astride(each) for each in found.astride)
    if found.payments:
        return Invoiced(tuple(_line(each, exchange, case) for each in found.payments), "payments"), notes
    words = said("provisional fee by the terms: no invoice is known")
    return by_the_terms(case, values.rules.fiscal_year_start, words), notes


def exchange_of(values: Values, case: Case) -> Exchange:
    """What converts into the currency of the fee: the rates of the terms, and the book's where it is the book's."""
    definition = values.book.definition
    book = definition.rates if case.currency == definition.currency else ()
    return Exchange(case.currency, (*case.due.pricing.rates, *book))


def rate_of(values: Values, case: Case) -> tuple[Fraction, str | None]:
    """What one unit of the book's currency is in that of the fee, on the last day of the period; and in words."""
    book = values.book.definition.currency
    if book == case.currency:
        return Fraction(1), None
    last = case.due.period.end - dt.timedelta(days=1)
    rate = exchange_of(values, case).rate(book, last)
    assert rate is not None, "another currency than the fee's"
    words = said("1 {book} = {rate} {fee} from {day}", book=book, rate=str(rate.is_), fee=case.currency, day=rate.on)
    return Fraction(rate.is_), words


def with_rate(values: Values, case: Case) -> tuple[Case, str | None]:
    """The case with value converted into the currency of the fee."""
    rate, words = rate_of(values, case)
    return replace(case, rate=rate), words


def _line(payment: Payment, exchange: Exchange, case: Case) -> InvoiceLine:
    amount = exchange.convert(payment.signed, payment.currency, payment.day)
    return InvoiceLine(
        party=payment.payee or next(iter(case.parts)),
        what=payment.what or payment.kind,
        ref=payment.ref,
        on=payment.dated,
        amount=rounded(amount, case.currency),
    )


def _astride(payment: Payment) -> str:
    return said(
        "{kind} {ref} is for {period}, which reaches over the edge of this period: it is not counted",
        kind=payment.kind, ref=payment.ref, period=str(payment.period),
    )  # fmt: skip
