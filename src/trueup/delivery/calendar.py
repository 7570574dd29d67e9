"""A calendar as numbers: how many working days lie before each day, piecewise linear in elapsed time.

Elapsed time is days since the plan's first day begins; day i is [i, i+1). The work of a working day spreads evenly over
it, so that one table a calendar answers both questions: how much work fits between two moments, and when work is done.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from trueup.delivery.documents import WEEKDAYS, Calendar
from trueup.delivery.duration import Duration
from trueup.stats.arrays import Floats
from trueup.stats.network.calendars import TINY, outer_rates

Table = Floats
"""Shape (days + 1,): working days before elapsed day i begins."""


@dataclass(frozen=True, slots=True, eq=False)
class WorkingTime:
    """One calendar, moment by moment; stats/network does the same for many at once.

    Moments are elapsed days, work is working days; beyond its table a calendar goes on at the pace of its last weeks.
    """

    table: Table
    rates: Table

    @classmethod
    def of(cls, table: Table) -> WorkingTime:
        """From a table of at least one day."""
        return cls(table, outer_rates(table[np.newaxis, :])[0])

    def before(self, moment: float) -> float:
        """Working days that lie before a moment."""
        last = len(self.table) - 1
        if moment < 0:
            return moment * float(self.rates[0])
        if moment >= last:
            return float(self.table[last]) + (moment - last) * float(self.rates[1])
        day = int(moment)
        here = float(self.table[day])
        return here + (moment - day) * (float(self.table[day + 1]) - here)

    def done(self, work: float) -> float:
        """The first moment by which so many working days have passed: Friday evening, not Monday morning."""
        last = len(self.table) - 1
        if work <= TINY:
            return min(work, 0.0) / float(self.rates[0])
        if work > self.table[last] + TINY:
            return last + (work - float(self.table[last])) / float(self.rates[1])
        day = int(np.searchsorted(self.table, work - TINY))
        end = float(self.table[day])
        return day - max(end - work, 0.0) / (end - float(self.table[day - 1]))

    def next(self, moment: float) -> float:
        """The next moment at which anyone works, which is `moment` itself inside a working day."""
        done = self.before(moment)
        day = int(np.searchsorted(self.table, done + TINY, side="right")) - 1
        return max(moment, float(day)) if 0 <= moment < len(self.table) - 1 else moment


def table(calendar: Calendar, origin: dt.date, days: int) -> Table:
    """The working days of `calendar` before each of `days` + 1 days since `origin`."""
    works = np.array([day in calendar.week for day in WEEKDAYS])
    open_ = works[(origin.weekday() + np.arange(days)) % 7]
    open_[_offsets(calendar.holidays, origin, days)] = False
    open_[_offsets(calendar.working, origin, days)] = True
    return np.concatenate(([0.0], np.cumsum(open_, dtype=np.float64)))


def elapsed(days: int) -> Table:
    """The table of time that passes whether or not anyone works."""
    return np.arange(days + 1, dtype=np.float64)


def _offsets(dates: Iterable[dt.date], origin: dt.date, days: int) -> NDArray[np.int64]:
    offsets = np.array([(date - origin).days for date in dates], dtype=np.int64)
    return offsets[(offsets >= 0) & (offsets < days)]


def in_days(length: Duration, calendar: Calendar) -> float:
    """A length of time in working days of `calendar`, or in elapsed days where it is elapsed."""
    if length.unit in ("d", "ed"):
        return float(length.amount)
    return length.days(float(calendar.hours), len(set(calendar.week)))
