"""A grid of whole units over the days on which anyone works, and each calendar and lag as runs of it.

Everything is exact on whole days and on hours of the day as long as one grid of at most 480 units a day (a minute of
an eight-hour day) holds all lengths; beyond that lengths are rounded up, savings down, so that no date is promised
too early. What is found is scheduled again without a grid.
"""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction

import numpy as np
from numpy.typing import NDArray

from trueup.delivery.containment.problem import Run, Runs
from trueup.stats.network.calendars import Calendars

FINEST = 480
_NEAR = 1e-7
Positions = NDArray[np.int64]
Moments = NDArray[np.float64]


def grid(lengths: Iterable[float]) -> tuple[int, bool]:
    """Units a day that hold all these lengths in days, and whether they hold them exactly."""
    units = 1
    for length in lengths:
        near = Fraction(length).limit_denominator(FINEST)
        if abs(float(near) - length) > _NEAR or math.lcm(units, near.denominator) > FINEST:
            return FINEST, False
        units = math.lcm(units, near.denominator)
    return units, True


@dataclass(frozen=True, slots=True, eq=False)
class Clock:
    """`days` are the elapsed days on which anyone works, from the day work resumes on; `units` make one of them.

    Position p is the end of unit p - 1 and the beginning of unit p. Moments are elapsed days of the plan;
    calendars go by their row.
    """

    units: int
    days: Positions
    resume: float
    calendars: Calendars

    @property
    def horizon(self) -> int:
        """The last position."""
        return len(self.days) * self.units

    def up(self, days: float) -> int:
        """Working days in units, rounded up."""
        return math.ceil(days * self.units - _NEAR)

    def down(self, days: float) -> int:
        """Working days in units, rounded down."""
        return math.floor(days * self.units + _NEAR)

    def begin(self, positions: Positions) -> Moments:
        """The moments at which the units at these positions begin."""
        safe = np.minimum(positions, self.horizon - 1)
        return np.asarray(self.days[safe // self.units] + (safe % self.units) / self.units + (positions - safe))

    def end(self, positions: Positions) -> Moments:
        """The moments at which the units before these positions end; what ends at 0 ended when work resumes."""
        last = np.maximum(positions - 1, 0)
        ends = self.days[last // self.units] + (last % self.units + 1) / self.units
        return np.asarray(np.where(positions == 0, self.resume, ends))

    def ended(self, position: int) -> float:
        """The moment at which the unit before a position ends."""
        return float(self.end(np.array([position], dtype=np.int64))[0])

    def day_end(self, position: int) -> int:
        """The end of the day that a position lies in."""
        return -(-position // self.units) * self.units

    def at_or_after(self, moments: Moments) -> Positions:
        """The first positions at which units begin at or after these moments; at most the horizon."""
        day = np.floor(moments + _NEAR)
        row = np.searchsorted(self.days, day)
        open_ = self.days[np.minimum(row, len(self.days) - 1)] == day
        inside = np.ceil((moments - day) * self.units - _NEAR).clip(0)
        return np.minimum(row * self.units + np.where(open_, inside, 0), self.horizon).astype(np.int64)

    def by(self, moment: float) -> int:
        """How many units have ended by a moment: the latest position that keeps a deadline."""
        day = math.floor(moment + _NEAR)
        row = int(np.searchsorted(self.days, day))
        open_ = row < len(self.days) and int(self.days[row]) == day
        return row * self.units + (math.floor((moment - day) * self.units + _NEAR) if open_ else 0)

    def calendar(self, row: int) -> tuple[Runs, Runs] | None:
        """Where a calendar's units begin and end; None where it works on every day of the clock."""
        works = self._worked(row) > 0.5
        return None if works.all() else (self._runs(works, 0), self._runs(works, 1))

    def _worked(self, row: int) -> Moments:
        """How much of each day of the clock a calendar works."""
        begins = self.days.astype(np.float64)
        return self.calendars.before(row, begins + 1) - self.calendars.before(row, begins)

    def _runs(self, works: NDArray[np.bool_], ends: int) -> Runs:
        """One run for each stretch of days; ends lie one further than beginnings, and 0 units end where they begin."""
        edges = np.flatnonzero(np.diff(np.concatenate(([False], works, [False]))))
        runs, behind = [], 0
        for first, stop in zip(edges[::2].tolist(), edges[1::2].tolist(), strict=True):
            low, length = behind * self.units + ends, (stop - first) * self.units
            runs.append(Run(low, low + length - 1, first * self.units + ends))
            behind += stop - first
        return (Run(0, 0, 0), *runs) if ends else tuple(runs)

    def is_axis(self, row: int) -> bool:
        """Whether a calendar works on every day of the clock and, from its first to its last, on no other."""
        edges = np.array([self.days[0], self.days[-1] + 1], dtype=np.float64)
        total = float(np.diff(self.calendars.before(row, edges))[0])
        return abs(total - len(self.days)) < 0.5 and self.calendar(row) is None

    def lag(self, row: int, days: float, *, from_end: bool) -> Runs:
        """Where a lag of `days` of a calendar leads to from each position, as the end or the beginning of a unit."""
        positions = np.arange(self.horizon + 1, dtype=np.int64)
        moments = self.end(positions) if from_end else self.begin(positions)
        led = self.calendars.first(row, self.calendars.before(row, moments) + days)
        return runs_of(self.at_or_after(led))

    def overdue(self, due: float) -> Runs:
        """Units of elapsed time, weekends too, that each position ends after `due`."""
        ends = self.end(np.arange(self.horizon + 1, dtype=np.int64))
        return runs_of(np.ceil((ends - due) * self.units - _NEAR).clip(0).astype(np.int64))


def runs_of(values: Positions) -> Runs:
    """A rising table of whole numbers as runs of slope 1 or 0."""
    steps = np.diff(values)
    runs, low = [], 0
    while low < len(values):
        slope = int(steps[low]) if low < len(steps) and steps[low] in (0, 1) else 1
        beyond = np.flatnonzero(steps[low:] != slope)
        high = low + int(beyond[0]) if len(beyond) else len(values) - 1
        runs.append(Run(low, high, int(values[low]), slope))
        low = high + 1
    return tuple(runs)
