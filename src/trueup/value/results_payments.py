"""What comparing payments gives: the shapes behind `trueup value payments --format json`, REST and the pages."""

from __future__ import annotations

import datetime as dt

from pydantic import AwareDatetime, Field

from trueup.vocabulary import Sentence
from trueup.vocabulary.result import Amount, Result


class PlanTotal(Result):
    """One plan of payments under an agreement."""

    plan: str | None = Field(description="its name; null where the rows name none")
    counts: bool = Field(description="whether it is the one that is compared: the last")
    payments: int = Field(description="how many payments it plans")
    first: dt.date = Field(description="the first day that it plans for")
    until: dt.date = Field(description="the day after the last")
    amount: Amount = Field(description="their sum")
    to_date: Amount = Field(description="the sum of those whose day is over")


class PaymentLine(Result):
    """Payments with the same keys. Amounts are in `currency`; null means that nothing is known of it, not zero."""

    keys: dict[str, str | None] = Field(description="what the payments have in common, as it was asked for")
    currency: str = Field(description="of every amount")
    payments: int = Field(description="rows behind the figures, those of earlier plans left out")
    planned: Amount | None = Field(description="what the plan that counts comes to in all")
    planned_to_date: Amount | None = Field(description="what it foresaw up to the day: what paid is compared with")
    invoiced: Amount | None = Field(description="what was invoiced up to the day")
    credited: Amount | None = Field(description="what was credited up to the day")
    paid: Amount | None = Field(description="what was paid up to the day")
    difference: Amount | None = Field(description="paid less planned to date; null where one of them is not known")
    unpaid: Amount | None = Field(description="invoiced less credited less paid; null where no invoice is known")
    plans: tuple[PlanTotal, ...] = Field(default=(), description="every plan, where the line is of one agreement")
    not_comparable: tuple[Sentence, ...] = Field(default=(), description="what the difference does not show, and why")
    notes: tuple[Sentence, ...] = Field(default=(), description="what to know before reading it")


class PaymentsCompared(Result):
    """Planned against invoiced and paid, as of a day."""

    book: str = Field(description="the id of the book")
    as_of: dt.date = Field(description="what had happened when this day began")
    known_at: AwareDatetime | None = Field(default=None, description="the moment whose knowledge it rests on")
    by: tuple[str, ...] = Field(description="the keys of a line")
    lines: tuple[PaymentLine, ...] = Field(description="a line for each different value of the keys")
    totals: tuple[PaymentLine, ...] = Field(description="all lines together, one for each currency")
    without: tuple[str, ...] = Field(default=(), description="agreements of the book without any payment")
