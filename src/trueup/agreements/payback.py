"""When value had paid for cost: the first day on which the running net reaches zero and stays there."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Literal, Protocol

import numpy as np
from numpy.typing import NDArray

from trueup.agreements.calendar import Ints, day_number, day_of
from trueup.agreements.documents import Cost
from trueup.vocabulary import Grain

Payback = dt.date | Literal["never", "not_yet"] | None
Floats = NDArray[np.float64]
# Half a hundredth: running sums of doubles are not asked for more than a minor unit.
_SLACK = 0.005


class Earning(Protocol):
    """Value with the days on which it came; all arrays have shape (periods,), days as day numbers."""

    @property
    def starts(self) -> Ints:
        """The first day of each period that counts."""

    @property
    def ends(self) -> Ints:
        """The day past its last."""

    @property
    def worth(self) -> Floats:
        """Money that came in it."""


def payback(
    values: Sequence[Earning], costs: Sequence[Cost], effective: dt.date, as_of: dt.date, last_value: dt.date | None
) -> Payback:
    """The day, within a period linearly, on which value has paid for cost for good, as far as `as_of` shows.

    None where there is no cost to pay back. `never` once nothing more can come (`as_of` has reached `last_value`, the
    latest day on which any objective is worth something), `not_yet` before. Nothing is forecast.
    """
    first = _first_day(values, costs, effective)
    stop = day_number(as_of)
    if not costs or stop <= first:
        return None if not costs else "not_yet"
    spent = np.cumsum(_spent(costs, effective, first, stop))
    net = np.cumsum(_earned(values, first, stop)) - spent
    if not spent[-1] > 0:
        return None
    short = np.flatnonzero(net < -_SLACK)
    if not len(short):
        return day_of(first)
    if short[-1] == len(net) - 1:
        return "never" if last_value is not None and as_of >= last_value else "not_yet"
    return day_of(first + int(short[-1]) + 1)


def _first_day(values: Sequence[Earning], costs: Sequence[Cost], effective: dt.date) -> int:
    days = [day_number(cost.date or cost.from_ or effective) for cost in costs]
    return min(days + [int(value.starts[0]) for value in values if len(value.starts)], default=day_number(effective))


def _earned(values: Sequence[Earning], first: int, stop: int) -> Floats:
    """Value of each day: a period's worth is spread evenly over its days that count."""
    change = np.zeros(stop - first + 1)
    for value in values:
        daily = value.worth / (value.ends - value.starts)
        np.add.at(change, value.starts - first, daily)
        np.add.at(change, value.ends - first, -daily)
    return np.cumsum(change)[:-1]


def _spent(costs: Sequence[Cost], effective: dt.date, first: int, stop: int) -> Floats:
    """Cost of each day."""
    spent = np.zeros(stop - first)
    for cost in costs:
        start = day_number(cost.date or cost.from_ or effective) - first
        if cost.per is None:
            if start < len(spent):
                spent[start] += float(cost.amount)
            continue
        end = len(spent) if cost.until is None else min(len(spent), day_number(cost.until) - first)
        spent[start : max(start, end)] += float(cost.amount) / float(Grain(cost.per).days)
    return spent
