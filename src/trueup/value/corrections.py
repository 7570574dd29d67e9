"""What was stated of earlier periods, and what is due for one that comes out otherwise now."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from trueup.value.results_statement import CorrectionLine
from trueup.value.settled import Invoiced
from trueup.value.settlement import Reckoned
from trueup.value.statement import StatedCorrection, Statement
from trueup.vocabulary import InputError, Period

NOTHING = Decimal(0)
Amounts = Mapping[str, Decimal]


@dataclass(frozen=True, slots=True)
class Stated:
    """What stands of one settled period: by its statement, and by every later one that corrected it.

    `invoices` leaves out what statements of the same period made due: that is the settlement, not an invoice before it.
    """

    statement: Statement
    fee: Decimal
    held: Decimal
    fees: Amounts
    invoices: Amounts
    corrected_by: str | None = None

    @property
    def invoiced(self) -> Decimal:
        """What counted as invoiced, of all providers."""
        return sum(self.invoices.values(), NOTHING)


def history(statements: Iterable[Statement]) -> dict[Period, Stated]:
    """What stands of each settled period, by the statements of one agreement in the order of their numbers."""
    found: dict[Period, Stated] = {}
    names: set[str] = set()
    for statement in sorted(statements, key=lambda each: each.number):
        corrects = found[statement.period].statement.id if statement.period in found else None
        found[statement.period] = Stated(
            statement=statement,
            fee=statement.fee,
            held=statement.held,
            fees={part.party: part.fee for part in statement.parts},
            invoices=_before(statement, names),
            corrected_by=statement.id if corrects is not None else None,
        )
        for line in statement.corrections:
            if line.period in found:
                found[line.period] = _with(found[line.period], line, statement.id)
        names.add(statement.id)
    return found


def _before(statement: Statement, names: set[str]) -> dict[str, Decimal]:
    amounts = {part.party: NOTHING for part in statement.parts}
    for line in statement.invoices:
        if line.ref not in names:
            amounts[line.party] = amounts.get(line.party, NOTHING) + line.amount
    return amounts


def _with(stated: Stated, line: StatedCorrection, by: str) -> Stated:
    return replace(
        stated, fee=line.fee, held=line.held, fees=dict(line.fees), invoices=dict(line.invoices), corrected_by=by
    )


def stands(stated: Stated, now: Reckoned) -> Reckoned:
    """What a settled period comes to now: money moves only by what is no longer in dispute.

    The fee stated stands while it lies between what both sides of the open disputes would pay, and moves to the nearer
    of the two where it does not.
    """
    low, high = now.bill.fee, now.bill.fee + now.held
    if stated.fee <= low:
        return now
    most = {party: now.bill.parts[party] + now.held_parts[party] for party in now.bill.parts}
    fees = most if stated.fee >= high else {**dict.fromkeys(now.bill.parts, NOTHING), **stated.fees}
    held = {party: most.get(party, NOTHING) - amount for party, amount in fees.items()}
    fee = min(stated.fee, high)
    return Reckoned(replace(now.bill, fee=fee, parts=fees), high - fee, held)


def correction(stated: Stated, now: Reckoned, invoiced: Invoiced, words: str) -> CorrectionLine | None:
    """What is due for an earlier period now; None where nothing about it has changed."""
    found = stands(stated, now)
    fees = dict(found.bill.parts)
    invoices = {party: invoiced.of(party) for party in dict.fromkeys((*fees, *stated.fees, *invoiced.parties))}
    paid = invoiced.total
    if (found.bill.fee, found.held, paid) == (stated.fee, stated.held, stated.invoiced) and _same(fees, stated.fees):
        return None
    parts = {
        party: fees.get(party, NOTHING)
        - stated.fees.get(party, NOTHING)
        - (invoices[party] - stated.invoices.get(party, NOTHING))
        for party in invoices
    }
    return CorrectionLine(
        period=stated.statement.period,
        statement=stated.statement.id,
        number=stated.statement.number,
        fee_before=stated.fee,
        fee=found.bill.fee,
        held_before=stated.held,
        held=found.held,
        invoiced_before=stated.invoiced,
        invoiced=paid,
        amount=sum(parts.values(), NOTHING),
        words=words,
        parts=parts,
        fees=fees,
        invoices=invoices,
    )


def _same(one: Amounts, other: Amounts) -> bool:
    return all(one.get(party, NOTHING) == other.get(party, NOTHING) for party in (*one, *other))


def number_of(statements: Sequence[Statement]) -> int:
    """The number of the next statement of an agreement."""
    return 1 + max((each.number for each in statements), default=0)


def name_of(agreement: str, label: str, earlier: Sequence[Statement], *, corrects: bool) -> str:
    """The id of a statement: the agreement and the period; a correction counts on."""
    plain = f"{agreement}-{label.lower().replace('/', '..')}"
    if not corrects:
        return plain
    taken = {each.id for each in earlier}
    return next(f"{plain}-c{count}" for count in range(1, len(taken) + 2) if f"{plain}-c{count}" not in taken)


def may_be_settled(
    period: Period, label: str, as_of: dt.date, stated: Mapping[Period, Stated], *, correct: bool
) -> None:
    """InputError where a period may not be settled: not over, settled already, or across one that is."""
    if period.end > as_of:
        raise InputError(f"{label} has not ended: it ends on {period.end}", do=f"settle it from {period.end} on")
    if period in stated and not correct:
        earlier = stated[period].statement
        what = f"{label} is settled already, by statement {earlier.number} ({earlier.id})"
        do = "what changed since shows on the next statement; draw up a correction of this one with: --correct"
        raise InputError(what, do=do)
    if period not in stated and correct:
        raise InputError(f"{label} is not settled yet: there is nothing to correct", do="leave out: --correct")
    for other, each in stated.items():
        if other != period and other.overlap(period):
            what = (
                f"{label} overlaps {other.label}, which statement {each.statement.number} ({each.statement.id}) settles"
            )
            raise InputError(what, do="settlement periods of an agreement do not overlap: settle from where it ends")
