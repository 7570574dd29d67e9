"""The invoice or credit note that follows from a statement: one for each provider, its lines add up to what is due.

What is charged is every clause of the fee; what was invoiced before is taken off; corrections of earlier periods are
lines of their own. A negative sum is a credit note: the same lines with the other sign.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal

from trueup.report import words
from trueup.report.language import say, separators
from trueup.value.results_statement import PartLine, Settled
from trueup.vocabulary import InputError, Party, Period, minor_digits

NOTHING = Decimal(0)


@dataclass(frozen=True, slots=True)
class Side:
    """Seller or buyer: what an invoice says of a party. `country` is ISO 3166-1, two letters."""

    id: str
    name: str
    country: str


@dataclass(frozen=True, slots=True)
class DraftLine:
    """One line: what it is for, how it was reckoned, and its amount; negative takes off."""

    name: str
    description: str
    amount: Decimal


@dataclass(frozen=True, slots=True)
class Draft:
    """An invoice, or a credit note (`credit`); the lines add up to `total`, which is not negative."""

    number: str
    on: dt.date
    credit: bool
    currency: str
    agreement: str
    period: Period
    seller: Side
    buyer: Side
    lines: tuple[DraftLine, ...]
    total: Decimal
    notes: tuple[str, ...]


def draft(
    found: Settled, parties: Mapping[str, Party], *, party: str | None = None, number: str | None = None
) -> Draft:
    """The invoice or credit note of one provider for a settled period.

    Raises InputError for a period without a statement, for a provider that is not named where there are several, where
    nothing is due, for a party without a country, and for a currency that EN 16931 has no decimals for.
    """
    _settles(found)
    if minor_digits(found.currency) > 2:
        raise InputError(f"EN 16931 has two decimals, and {found.currency} has {minor_digits(found.currency)}")
    part = _part(found, party)
    if part.due == 0:
        raise InputError(f"nothing is due to {part.name} by {found.statement}: there is no invoice to write")
    sign = Decimal(-1 if part.due < 0 else 1)
    lines = tuple(DraftLine(each.name, each.description, sign * each.amount) for each in _lines(found, part))
    several = f"-{part.party}" if len(found.parts) > 1 else ""
    return Draft(
        number=number or f"{found.statement}{several}",
        on=found.as_of,
        credit=part.due < 0,
        currency=found.currency,
        agreement=found.agreement,
        period=found.period,
        seller=_side(part.party, part.name, parties),
        buyer=_side(found.customer, found.customer_name, parties),
        lines=lines,
        total=abs(part.due),
        notes=tuple(_notes(found, part)),
    )


def _settles(found: Settled) -> None:
    where = f"agreement {found.agreement}"
    if found.statement is None or found.due is None:
        what = f"{found.label} has no statement: nothing is owed yet"
        raise InputError(what, where=where, do="draw it up: trueup value settle --period")
    if found.state not in ("settled", "corrected"):
        what = f"statement {found.statement} is not signed by both sides yet: no invoice follows from it"
        raise InputError(what, where=where, do="sign it first")


def _part(found: Settled, party: str | None) -> PartLine:
    if party is None and len(found.parts) == 1:
        return found.parts[0]
    known = ", ".join(part.party for part in found.parts)
    if party is None:
        raise InputError(f"the statement is of {len(found.parts)} providers, and an invoice of one", do=f"name {known}")
    chosen = next((part for part in found.parts if part.party == party), None)
    if chosen is None:
        raise InputError(f"{party!r} has no part in {found.statement}", do=f"one of {known}")
    return chosen


def _side(id: str, name: str, parties: Mapping[str, Party]) -> Side:
    known = parties.get(id)
    if known is None or known.country is None:
        raise InputError(
            f"an e-invoice names the country of {name}, and the book does not",
            where=f"party {id}",
            do="add it to the party, in two letters: country: DE",
        )
    return Side(id, name, known.country)


def _lines(found: Settled, part: PartLine) -> Iterator[DraftLine]:
    """What is charged, what was invoiced, what is corrected: each part in lines where they are known one by one."""
    charged = [DraftLine(words.told(each.words), each.arithmetic, each.amount) for each in found.clauses]
    yield from _in_lines(charged, part.fee, say("Fee for {period}", period=found.label))
    before = [
        DraftLine(say("Less: {what}", what=words.told(each.what)), _reference(each.ref), -each.amount)
        for each in found.invoices
        if each.party == part.party
    ]
    yield from _in_lines(before, -part.invoiced, say("Less: invoiced for {period}", period=found.label))
    again = [
        DraftLine(
            say("Correction of {period}", period=words.period(each.period)),
            words.told(each.words),
            each.parts[part.party],
        )
        for each in found.corrections
        if part.party in each.parts
    ]
    yield from _in_lines(again, part.corrected, say("Corrections of earlier periods"))


def _in_lines(lines: list[DraftLine], amount: Decimal, name: str) -> Iterator[DraftLine]:
    """The lines where they come to the amount; else, of several providers, the amount in one."""
    own = lines if sum((each.amount for each in lines), NOTHING) == amount else [DraftLine(name, "", amount)]
    yield from (each for each in own if each.amount != 0)


def _reference(ref: str | None) -> str:
    return "" if ref is None else say("number {ref}", ref=ref)


def _notes(found: Settled, part: PartLine) -> Iterator[str]:
    yield say(
        "By statement {statement} of agreement {agreement}.", statement=found.statement, agreement=found.agreement
    )
    if part.held:
        shown = separators(f"{part.held:,.{minor_digits(found.currency)}f}")
        yield say(
            "{amount} {currency} is in dispute and held back; it is not in this sum.",
            amount=shown,
            currency=found.currency,
        )
    yield say("No VAT is stated: add it where it is owed before this is issued.")
