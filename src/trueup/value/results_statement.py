"""What settling a period gives: the shapes behind `trueup value settle --format json`, statements and their exports.

Amounts are in `currency`, to its minor unit. Every column adds up: the clauses to the fee, the providers to each total,
`invoiced` and `true_up` to the fee, `true_up` and `corrected` to what is due.
"""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Literal

from pydantic import AwareDatetime, Field

from trueup.vocabulary import GradeName, PeriodText, Sentence
from trueup.vocabulary.result import Amount, Result

State = Literal["open", "provisional", "ready", "settled", "corrected"]
"""`open` has not ended; `provisional` waits for evidence; `ready` can be settled; `settled`; `corrected` since."""
Basis = Literal["realised", "attributed"]
InvoicedFrom = Literal["payments", "terms"]


class ValueLine(Result):
    """What one objective was worth in the period: the figure that is shared, on either side of open disputes."""

    objective: str = Field(description="the id of the objective")
    title: str = Field(description="what people call it")
    basis: Basis = Field(description="realised: from the actuals; attributed: what the agreement caused of it")
    grade: GradeName = Field(description="the grade of evidence that it is settled at")
    promised: Amount = Field(description="worth of the promised path in the period")
    low: Amount = Field(description="the lower side of every open dispute, at the agreed end of the interval")
    high: Amount = Field(description="the higher side of every open dispute; equal to `low` where nobody disputes it")
    words: Sentence = Field(description="what the figure rests on")


class ClauseLine(Result):
    """One clause of the terms: what it says, its arithmetic in figures, and what it adds to the fee."""

    clause: str = Field(
        description="base, share, share_loss, gate, milestone, bonus, malus, floor or cap; with the id after a colon"
    )
    words: Sentence = Field(description="the clause as it applies here")
    arithmetic: str = Field(description="its arithmetic in figures; empty where there is none")
    amount: Amount = Field(description="what it adds to the fee, or takes from it")


class InvoiceLine(Result):
    """What was invoiced (positive) or credited (negative) for the period before it was settled."""

    party: str = Field(description="the provider")
    what: str = Field(description="what for")
    ref: str | None = Field(default=None, description="the number of the invoice or credit note, where known")
    on: dt.date | None = Field(default=None, description="its day, where known")
    amount: Amount = Field(description="the amount")


class CorrectionLine(Result):
    """An earlier period that comes out otherwise now: the difference is settled with this statement."""

    period: PeriodText = Field(description="the earlier period")
    statement: str = Field(description="the id of the statement that settled it")
    number: int = Field(description="the number of that statement")
    fee_before: Amount = Field(description="its fee as it was stated last")
    fee: Amount = Field(description="its fee as known now")
    held_before: Amount = Field(description="what was held back of it")
    held: Amount = Field(description="what is still held back of it")
    invoiced_before: Amount = Field(description="what counted as invoiced for it when it was stated last")
    invoiced: Amount = Field(description="what counts as invoiced for it now")
    amount: Amount = Field(description="what is due for it now: the change of the fee less the change of the invoiced")
    words: Sentence = Field(description="why it comes out otherwise")
    parts: dict[str, Amount] = Field(description="the amount of each provider")
    fees: dict[str, Amount] = Field(description="its fee as known now, by provider")
    invoices: dict[str, Amount] = Field(description="what counts as invoiced for it now, by provider")


class PartLine(Result):
    """One provider's part of everything."""

    party: str = Field(description="the id of the provider")
    name: str = Field(description="what people call it")
    fee: Amount = Field(description="its part of the fee")
    held: Amount = Field(description="its part of what is held back")
    invoiced: Amount = Field(description="what it has invoiced")
    true_up: Amount = Field(description="fee less invoiced; negative is a credit note")
    corrected: Amount = Field(description="its part of the corrections of earlier periods")
    due: Amount = Field(description="true-up and corrections: what it is paid, or pays back where negative")


class Lacking(Result):
    """What is not yet at the grade that settles."""

    what: Sentence = Field(description="the objective, gate or milestone and what it waits for")


class Settled(Result):
    """One settlement period of one agreement: what is owed, by every clause, and what it rests on.

    With `state` open or provisional nothing is owed yet: `fee`, `true_up` and `due` are null and `provisional` holds.
    """

    book: str = Field(description="the id of the book")
    agreement: str = Field(description="the id of the agreement")
    title: str = Field(description="the title of the agreement")
    version: int = Field(description="the version of the agreement whose terms settle: in force as the period began")
    period: PeriodText = Field(description="the settlement period, half-open")
    label: str = Field(description="its short name: 2026-Q3")
    state: State = Field(description="where it stands")
    statement: str | None = Field(default=None, description="the id of the statement, where there is one")
    number: int | None = Field(default=None, description="its number in the agreement, from 1")
    corrects: str | None = Field(default=None, description="the id of the statement that it replaces, where it does")
    as_of: dt.date = Field(description="the day as of which it is settled")
    known_at: AwareDatetime | None = Field(default=None, description="the moment whose knowledge it rests on")
    currency: str = Field(description="of every amount")
    rate: Sentence | None = Field(default=None, description="the dated rate that value was converted at, where one was")
    customer: str = Field(description="the id of the party that pays")
    customer_name: str = Field(description="what people call it")
    use: Literal["lower_bound", "expected"] = Field(description="the agreed end of the interval")
    mode: Literal["excess", "first_dollar"] = Field(description="how a share is reckoned beyond the deadband")
    value: tuple[ValueLine, ...] = Field(default=(), description="what each objective was worth in the period")
    counted: Amount = Field(description="the value that settles: the sum of the lower sides")
    claimed: Amount = Field(description="the sum of the higher sides")
    target: Amount = Field(description="the value at which the base fee is due")
    deadband: Amount = Field(description="how far the value may lie from it before anything is shared")
    clauses: tuple[ClauseLine, ...] = Field(default=(), description="every clause; the amounts add up to the fee")
    fee: Amount | None = Field(default=None, description="what the period earns; null where it cannot be settled yet")
    held: Amount = Field(default=Decimal(0), description="what is held back until open disputes are answered")
    invoices: tuple[InvoiceLine, ...] = Field(default=(), description="what was invoiced for the period")
    invoiced: Amount = Field(description="the sum of the invoices")
    invoiced_from: InvoicedFrom = Field(
        description="payments: from facts; terms: the provisional fee, where no fact is"
    )
    true_up: Amount | None = Field(default=None, description="fee less invoiced; negative is a credit note")
    corrections: tuple[CorrectionLine, ...] = Field(default=(), description="earlier periods that come out otherwise")
    corrected: Amount = Field(default=Decimal(0), description="the sum of the corrections")
    due: Amount | None = Field(default=None, description="true-up and corrections")
    provisional: Amount = Field(description="the provisional fee of the period by the terms")
    parts: tuple[PartLine, ...] = Field(default=(), description="the part of each provider; each column adds up")
    lacking: tuple[Lacking, ...] = Field(default=(), description="what is not yet at the grade that settles")
    notes: tuple[Sentence, ...] = Field(default=(), description="what a reader should know")
    rests_on: dict[str, str] = Field(
        default_factory=dict, description="digests of the documents it rests on: 'kind id version' -> SHA-256"
    )


class Totals(Result):
    """All periods of an agreement together."""

    fee: Amount = Field(description="the fees stated, as corrected")
    held: Amount = Field(description="what is held back")
    invoiced: Amount = Field(description="what counted as invoiced in the statements")
    due: Amount = Field(description="what the statements made due")
    waiting: Amount = Field(description="what statements for the periods that are ready would make due")


class Settlements(Result):
    """Every settlement period of one agreement, in order."""

    book: str = Field(description="the id of the book")
    agreement: str = Field(description="the id of the agreement")
    title: str = Field(description="its title")
    as_of: dt.date = Field(description="the day as of which it is reckoned")
    known_at: AwareDatetime | None = Field(default=None, description="the moment whose knowledge it rests on")
    currency: str = Field(description="of every amount")
    periods: tuple[Settled, ...] = Field(description="the periods")
    totals: Totals = Field(description="all of them together")
    notes: tuple[Sentence, ...] = Field(default=(), description="what a reader should know")


class FigureDiffers(Result):
    """Where a statement and its recomputation differ."""

    path: str = Field(description="where in the statement")
    stated: str = Field(description="what the statement says")
    recomputed: str = Field(description="what the recomputation gives")


class Checked(Result):
    """A statement, recomputed."""

    statement: str = Field(description="the id of the statement")
    digest: str = Field(description="its digest")
    equal: bool = Field(description="whether the recomputation gives the same")
    differences: tuple[FigureDiffers, ...] = Field(default=(), description="where it does not")
