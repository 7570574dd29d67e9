"""What programs send and read of payments."""

from __future__ import annotations

import datetime as dt
from typing import Literal, Self

from ninja import Field, Schema

from trueup.value.payments import Payment
from trueup.vocabulary.result import Amount
from trueup.web.evidence.shapes import Cells
from trueup.web.given import Given, Real, Whole

Kind = Literal["planned", "invoiced", "paid", "credited"]


class PaymentRow(Given):
    """One payment."""

    kind: Kind | None = Field(default=None, description="a provider reports what it invoiced and credited")
    period: str | None = Field(default=None, max_length=40, description="for which time: 2026-Q3, 2026-07, start/end")
    dated: str | None = Field(default=None, max_length=40, description="the day of the invoice or payment")
    payee: str | None = Field(default=None, max_length=200, description="the provider, by id or name")
    plan: str | None = Field(default=None, max_length=200, description="which plan a planned payment belongs to")
    what: str | None = Field(default=None, max_length=200, description="what for")
    amount: Real | Whole | None = Field(default=None, description="the amount")
    currency: str | None = Field(default=None, max_length=3, description="ISO 4217; default: that of the fee")
    ref: str | None = Field(default=None, max_length=200, description="the number of the invoice or credit note")


class PaymentsGiven(Given):
    """Payments to take in: all of them or none."""

    rows: list[PaymentRow] = Field(max_length=20_000)
    reason: str = Field(default="", max_length=2000, description="why, where a row corrects an earlier one")


class PaymentsPasted(Cells):
    """Cells of payments."""


class PaymentRead(Schema):
    """One payment as it is known."""

    kind: Kind
    period: str = Field(description="half-open: start/end")
    dated: dt.date | None = Field(description="the day of the invoice or payment")
    payer: str | None
    payee: str | None
    plan: str | None
    what: str | None
    amount: Amount
    currency: str
    ref: str = Field(description="its number; where it has none, for when it is")

    @classmethod
    def of(cls, row: Payment) -> Self:
        """The row as programs read it."""
        names = ("kind", "dated", "payer", "payee", "plan", "what", "amount", "currency", "ref")
        return cls(period=str(row.period), **{name: getattr(row, name) for name in names})
