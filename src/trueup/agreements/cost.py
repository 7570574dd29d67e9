"""What it costs the customer: amounts that accrue by days, and amounts that fall on a day."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from trueup.agreements.documents import Cost
from trueup.vocabulary import Grain


@dataclass(frozen=True, slots=True)
class CostSum:
    """One cost, exact: to date and in total; `total` None where it has no end."""

    cost: Cost
    to_date: Fraction
    total: Fraction | None


def accrued(cost: Cost, effective: dt.date, as_of: dt.date) -> Fraction:
    """Cost to date: by days from `from` to the earlier of `until` and `as_of`; a dated amount once its day has begun.

    `effective` is that of the first version; a year has 365.2425 days and a month a twelfth of it, so a calendar month
    of 31 days costs a little more than a monthly amount and one of 28 days a little less.
    """
    if cost.per is None:
        return Fraction(cost.amount) if cost.date is not None and cost.date < as_of else Fraction(0)
    start = cost.from_ or effective
    end = as_of if cost.until is None else min(cost.until, as_of)
    return Fraction(cost.amount) * max(0, (end - start).days) / Grain(cost.per).days


def in_total(cost: Cost, effective: dt.date) -> Fraction | None:
    """The whole cost where it is bounded: `date`, or `per` with `until`; None where it goes on."""
    if cost.per is None:
        return Fraction(cost.amount)
    return None if cost.until is None else accrued(cost, effective, cost.until)


def cost_sums(costs: Sequence[Cost], effective: dt.date, as_of: dt.date) -> tuple[CostSum, ...]:
    """Every cost to date and in total."""
    return tuple(CostSum(cost, accrued(cost, effective, as_of), in_total(cost, effective)) for cost in costs)
