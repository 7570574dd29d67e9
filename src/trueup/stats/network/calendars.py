"""Working time as a piecewise-linear function of elapsed time: W(t) is the work that a calendar has done before t.

Moments within TINY working days of a day's edge count as on it: sums of fractions of days are never exact, and
without that a start on Monday morning could fall on Friday evening.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from trueup.stats.arrays import Bools, Floats, Ints
from trueup.vocabulary import InputError

TINY = 1e-9
Ints32 = npt.NDArray[np.int32]
Rows = int | Ints32
OUTER_DAYS = 28
"""Past the table's ends work goes on at the mean rate of so many days: whole weeks, whatever the week is.

Before a table that begins with a long shutdown it is the mean of the whole table: people worked before it, too.
"""


@dataclass(frozen=True)
class Calendars:
    """The tables of all calendars. `c` below is a row of them, or an array of rows that fits beside the moments."""

    work: Floats  # (calendars, days + 1) working days before elapsed day i begins
    rates: Floats  # (calendars, 2) working days a day before the table begins, and after it ends
    day_at: Ints32  # (calendars, most work + 2) the last day that begins with at most so many working days behind it

    def before(self, c: Rows, t: Floats) -> Floats:
        """W(t), in working days."""
        last = self.work.shape[1] - 1
        day = np.clip(np.floor(t), 0, last - 1).astype(np.int64)
        here = self.work[c, day]
        inside = here + (t - day) * (self.work[c, day + 1] - here)
        after = self.work[c, last] + (t - last) * self.rates[c, 1]
        return np.asarray(np.where(t < 0, t * self.rates[c, 0], np.where(t >= last, after, inside)))

    def first(self, c: Rows, w: Floats) -> Floats:
        """The first moment at which so much work is done: Friday evening, not Monday morning."""
        last = self.work.shape[1] - 1
        day = np.minimum(self._day_at(c, np.ceil(w - TINY) - 1) + 1, last)
        while (early := (self.work[c, day] < w - TINY) & (day < last)).any():
            day = day + early
        end = self.work[c, day]
        rate = end - self.work[c, day - 1]
        inside = day - np.maximum(end - w, 0.0) / np.where(rate > 0, rate, 1.0)
        late = w - self.work[c, last]
        after = last + late / self.rates[c, 1]
        return np.asarray(
            np.where(w <= TINY, np.minimum(w, 0.0) / self.rates[c, 0], np.where(late > TINY, after, inside))
        )

    def last(self, c: Rows, w: Floats) -> Floats:
        """The last moment before more than so much work is done: Monday morning, when the next work begins."""
        last = self.work.shape[1] - 1
        day = np.minimum(self._day_at(c, np.floor(w + TINY)), last - 1)
        while (early := (self.work[c, day + 1] <= w + TINY) & (day < last - 1)).any():
            day = day + early
        begin = self.work[c, day]
        rate = self.work[c, day + 1] - begin
        inside = day + np.maximum(w - begin, 0.0) / np.where(rate > 0, rate, 1.0)
        late = w - self.work[c, last]
        after = last + np.maximum(late, 0.0) / self.rates[c, 1]
        return np.asarray(np.where(w < -TINY, w / self.rates[c, 0], np.where(late >= -TINY, after, inside)))

    def _day_at(self, c: Rows, whole: Floats) -> Ints:
        day: Ints = self.day_at[c, np.clip(whole, 0, self.day_at.shape[1] - 1).astype(np.int64)].astype(np.int64)
        return day


def check_work(work: Floats) -> Floats:
    """The table, if every calendar begins at 0, never goes back, and works in its last four weeks."""
    if work.ndim != 2 or work.shape[0] < 1 or work.shape[1] < 2 or not np.isfinite(work).all():
        raise InputError(f"a table of shape {work.shape}", where="work", do="a row a calendar, a column a day's start")
    steps = np.diff(work, axis=1)
    bad = (work[:, 0] != 0) | (steps < 0).any(axis=1) | (_outer(work) <= 0).any(axis=1)
    if bad.any():
        raise InputError(
            "work must begin at 0, never go back, and not stop at the end of the table",
            where=f"work, row {int(np.argmax(bad))}",
            do="let the table go on for at least four ordinary weeks after the last holiday",
        )
    return np.ascontiguousarray(work)


def outer_rates(work: Floats) -> Floats:
    """(calendars, 2): working days a day, before the table begins and after it ends."""
    return _outer(work)


def _outer(work: Floats) -> Floats:
    days = work.shape[1] - 1
    span = min(OUTER_DAYS, days)
    first = np.where(work[:, span] > 0, work[:, span] / span, work[:, -1] / days)
    return np.stack([first, (work[:, -1] - work[:, -1 - span]) / span], axis=1)


def day_table(work: Floats) -> Ints32:
    """(calendars, most work + 2): the last day that begins with at most j working days behind it."""
    most = np.arange(int(work[:, -1].max()) + 2)
    return np.stack([np.searchsorted(row, most, side="right") - 1 for row in work]).astype(np.int32)


def is_straight(work: Floats, used: Ints32) -> bool:
    """Whether every day is a whole working day in all calendars that are used."""
    steps: Bools = np.diff(work[used.astype(np.int64)], axis=1) == 1
    return bool(steps.all())
