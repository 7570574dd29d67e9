"""What was planned, invoiced, paid and credited under agreements, and what was billed for a period."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import Literal

from trueup.value.exchange import Exchange
from trueup.vocabulary import Period

Kind = Literal["planned", "invoiced", "paid", "credited"]


@dataclass(frozen=True, slots=True)
class Payment:
    """One payment. `dated` is the day of the invoice or payment, where known; `ref` its number."""

    agreement: str
    period: Period
    payer: str | None
    payee: str | None
    kind: Kind
    plan: str | None
    what: str | None
    amount: Decimal
    currency: str
    dated: dt.date | None
    ref: str

    @property
    def day(self) -> dt.date:
        """The day at which it counts: its own, or the last of its period."""
        return self.dated or self.period.end - dt.timedelta(days=1)

    @property
    def signed(self) -> Decimal:
        """A credit takes off what was invoiced."""
        return -self.amount if self.kind == "credited" else self.amount


@dataclass(frozen=True, slots=True)
class Billed:
    """What was invoiced less what was credited for a period. `astride` reach over its edge and are not in `amount`."""

    payments: tuple[Payment, ...]
    amount: Fraction
    astride: tuple[Payment, ...]


def billed(payments: Iterable[Payment], period: Period, exchange: Exchange) -> Billed:
    """Invoices and credit notes for `period`, in the currency of `exchange`, exact.

    One belongs to the period that holds all of its own. Raises MoneyError for another currency without a dated rate.
    """
    near = [each for each in payments if each.kind in ("invoiced", "credited") and each.period.overlap(period)]
    mine = tuple(each for each in near if period.start <= each.period.start and each.period.end <= period.end)
    amount = sum((exchange.convert(each.signed, each.currency, each.day) for each in mine), Fraction(0))
    return Billed(mine, amount, tuple(each for each in near if each not in mine))


def natural(text: str) -> tuple[tuple[int, int | str], ...]:
    """For sorting names as people count: plan2 before plan10."""
    parts = re.findall(r"\d+|\D+", text.casefold())
    return tuple((0, int(part)) if part.isdecimal() else (1, part) for part in parts)


def plans(payments: Sequence[Payment]) -> list[str | None]:
    """The plans of payments of one agreement, in order: the last counts, the first was the promise."""
    names = {each.plan for each in payments if each.kind == "planned"}
    return sorted(names, key=lambda name: natural(name or ""))
