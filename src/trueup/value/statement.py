"""The statement of one settlement period: a document that both sides sign, with every clause and its arithmetic."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Any, Literal

from pydantic import AwareDatetime, Field, model_validator

from trueup.vocabulary import Document, GradeName, Id, Number, Part, PeriodText, Whole


class StatedValue(Part):
    """What one objective was worth in the period; `high` differs from `low` while a dispute is open."""

    objective: Id
    title: str
    basis: Literal["realised", "attributed"] = "realised"
    grade: GradeName
    promised: Number
    low: Number
    high: Number
    words: str


class StatedClause(Part):
    """One clause of the terms: what it says, its arithmetic in figures, and what it adds to the fee."""

    clause: str
    words: str
    arithmetic: str = ""
    amount: Number


class StatedInvoice(Part):
    """What was invoiced (positive) or credited (negative) for the period before it was settled."""

    party: Id
    what: str
    ref: str | None = None
    on: dt.date | None = None
    amount: Number


class StatedCorrection(Part):
    """An earlier period that comes out otherwise now, with what is due for it."""

    period: PeriodText
    statement: Id
    number: Whole = Field(ge=1)
    fee_before: Number
    fee: Number
    held_before: Number
    held: Number
    invoiced_before: Number
    invoiced: Number
    amount: Number
    words: str
    parts: dict[Id, Number]
    fees: dict[Id, Number]
    invoices: dict[Id, Number]


class StatedPart(Part):
    """One provider's part of everything."""

    party: Id
    name: str
    fee: Number
    held: Number
    invoiced: Number
    true_up: Number
    corrected: Number
    due: Number


class Statement(Document):
    """What is owed for one settlement period of an agreement, by every clause, as of a moment.

    Drawn up by `trueup value settle`, from which it can be recomputed; signed by both sides. A later statement of the
    same period names the one it `corrects`.
    """

    kind: Literal["statement"] = "statement"
    agreement: Id
    terms: Whole = Field(ge=1)
    period: PeriodText
    number: Whole = Field(ge=1)
    corrects: Id | None = None
    as_of: dt.date
    known_at: AwareDatetime
    currency: str
    rate: str | None = None
    customer: Id
    use: Literal["lower_bound", "expected"]
    mode: Literal["excess", "first_dollar"]
    value: tuple[StatedValue, ...] = ()
    counted: Number
    claimed: Number
    target: Number
    deadband: Number
    clauses: tuple[StatedClause, ...] = Field(min_length=1)
    fee: Number
    held: Number = Field(ge=0)
    invoices: tuple[StatedInvoice, ...] = ()
    invoiced: Number
    invoiced_from: Literal["payments", "terms"]
    true_up: Number
    corrections: tuple[StatedCorrection, ...] = ()
    corrected: Number = Decimal(0)
    due: Number
    provisional: Number
    parts: tuple[StatedPart, ...] = Field(min_length=1)
    notes: tuple[str, ...] = ()
    rests_on: dict[str, str] = Field(default_factory=dict)

    @model_validator(mode="after")
    def _adds_up(self) -> Any:
        """No figure of a statement stands by itself: whoever changes one breaks a sum."""
        for what, whole, parts in self._sums():
            if whole != parts:
                raise ValueError(f"{what} is {whole}, and what it is made of adds up to {parts}")
        return self

    def _sums(self) -> tuple[tuple[str, Decimal, Decimal], ...]:
        columns = ("fee", "held", "invoiced", "true_up", "corrected", "due")
        return (
            (
                "counted",
                self.counted,
                sum((each.low for each in self.value), Decimal(0)) if self.rate is None else self.counted,
            ),
            ("fee", self.fee, sum((each.amount for each in self.clauses), Decimal(0))),
            ("invoiced", self.invoiced, sum((each.amount for each in self.invoices), Decimal(0))),
            ("true_up", self.true_up, self.fee - self.invoiced),
            ("corrected", self.corrected, sum((each.amount for each in self.corrections), Decimal(0))),
            ("due", self.due, self.true_up + self.corrected),
            *(
                (
                    f"{name} of the providers",
                    getattr(self, name),
                    sum((getattr(each, name) for each in self.parts), Decimal(0)),
                )
                for name in columns
            ),
        )
