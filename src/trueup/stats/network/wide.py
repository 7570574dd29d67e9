"""The passes in numpy, level by level: all futures of a level at once. Needs nothing that must be compiled.

Arrays have a row an activity and a column a future. The compiled passes (kernel.py) do the same arithmetic in the same
order, so that both give the same bits.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from trueup.stats.arrays import Floats, Ints
from trueup.stats.network.levels import Bounds, Level, ahead, back, runs_of
from trueup.stats.network.model import Network

CLOSE = 1e-6
"""Working days (a tenth of a second): a float of no more is none."""


@dataclass(frozen=True)
class Outcome:
    """What a set of futures came to. `share` is d / (d + total float), 1 where critical, 0 for what is done."""

    total: Floats  # (futures,) when all is over
    by_group: Floats  # (groups, futures) when the activities of each group are over; -inf: it has none
    hits: Ints  # (n,) in how many futures an activity that is not done is critical
    share: Floats  # (n, futures), or no rows where it was not asked for


class Wide:
    """The passes over one network; building it once serves any number of passes."""

    def __init__(self, net: Network) -> None:
        self.net = net
        self._calendars = net.calendars
        self._base = np.where(np.isfinite(net.started), net.resume, np.maximum(net.resume, net.earliest))

    @cached_property
    def _ahead(self) -> tuple[Level, ...]:
        return ahead(self.net, self.net.levels)

    @cached_property
    def _back(self) -> tuple[Level, ...]:
        return back(self.net, self.net.levels)

    @cached_property
    def _all(self) -> tuple[Level, ...]:
        return ahead(self.net, runs_of(self.net))

    def forward(self, duration: Floats, wait: Floats | None = None) -> tuple[Floats, Floats]:
        """When the work that is left begins, and when it finishes, each (n, futures).

        With `wait`, each activity lets so much working time pass once it could begin, or begins so much earlier.
        """
        net = self.net
        moments = np.empty((2 * net.n, duration.shape[1]))
        finish, start = moments[: net.n], moments[net.n :]
        begin = np.empty_like(duration)
        for level in self._ahead:
            rows = level.rows
            ready, floor = self._bounds(level, moments)
            if wait is None:
                begin[rows], finish[rows] = self._worked(rows, ready, floor, duration[rows])
            else:
                begin[rows], finish[rows] = self._waited(rows, ready, floor, duration[rows], wait[rows])
            start[rows] = begin[rows]
            self._as_it_was(rows, begin, start, finish)
        return begin, np.ascontiguousarray(finish)

    def backward(self, duration: Floats, end: Floats, *, hard: bool = True) -> tuple[Floats, Floats]:
        """The latest begin and finish of the work that is left, each (n, futures), so that all is over by `end`.

        `hard` says whether the network's latest finishes count.
        """
        net = self.net
        late = np.empty((2 * net.n, duration.shape[1]))
        finish, begin = late[: net.n], late[net.n :]
        latest = net.latest if hard else np.full(net.n, np.inf)
        for level in self._back:
            rows = level.rows
            by = np.minimum(end, latest[rows][:, None])
            start = np.full_like(by, np.inf)
            self._lower(by, level.finishes, late)
            self._lower(start, level.starts, late)
            begin[rows], finish[rows] = self._latest(rows, by, start, duration[rows])
        return np.ascontiguousarray(begin), np.ascontiguousarray(finish)

    def last_finish(self, duration: Floats, wait: Floats | None = None) -> Floats:
        """When all is over in each future, (futures,)."""
        finish = self.forward(duration, wait)[1]
        return np.asarray(finish.max(axis=0, initial=self.net.resume))

    def outcomes(self, duration: Floats, group: Ints, groups: int, *, shares: bool = True) -> Outcome:
        """What the futures come to; `group` (n,) is the group of each activity, -1 for none.

        Critical is what delays the end when it finishes later: latest finishes do not count.
        """
        _, finish = self.forward(duration)
        total = np.asarray(finish.max(axis=0, initial=self.net.resume))
        by_group = np.full((groups, len(total)), -np.inf)
        for number in range(groups):
            by_group[number] = finish[group == number].max(axis=0, initial=-np.inf)
        slack = self.slack(finish, self.backward(duration, total, hard=False)[1])
        left = ~self.net.done[:, None]
        close = (slack <= CLOSE) & left
        share = np.zeros((0, 0))
        if shares:
            share = np.where(close, 1.0, duration / np.where(close | ~left, 1.0, duration + slack)) * left
        return Outcome(total, by_group, close.sum(axis=1), share)

    def slack(self, early: Floats, late: Floats) -> Floats:
        """Working days between early and late finishes, in each activity's own calendar."""
        if self.net.straight:
            return late - early
        rows = self.net.calendar[:, None]
        return self._calendars.before(rows, late) - self._calendars.before(rows, early)

    def room(self, begin: Floats, finish: Floats, end: float) -> tuple[Floats, Floats]:
        """Working days by which each finish, and each begin, may be later without moving another or the end."""
        moments = np.concatenate([finish, begin])
        by, start = np.full_like(finish, end), np.full_like(finish, np.inf)
        for level in back(self.net, runs_of(self.net)):
            for limit, bounds in ((by, level.finishes), (start, level.starts)):
                limits = limit[level.rows]
                self._lower(limits, bounds, moments)
                limit[level.rows] = limits
        bounded = np.isfinite(start)
        room = self.slack(begin, np.where(bounded, start, begin))
        return self.slack(finish, by), np.where(bounded, room, np.inf)

    def ready(self, start: Floats, finish: Floats, duration: Floats) -> Floats:
        """The work done, in its calendar, before each activity could begin, given when all others start and finish."""
        moments = np.concatenate([finish, start])
        found = np.empty_like(duration)
        for level in self._all:
            found[level.rows] = self._effective(level.rows, *self._bounds(level, moments), duration[level.rows])
        return found

    def _bounds(self, level: Level, moments: Floats) -> tuple[Floats, Floats | None]:
        """No earlier start than, and no earlier finish than (None: nothing bounds the finishes of the level)."""
        ready = np.repeat(self._base[level.rows][:, None], moments.shape[1], axis=1)
        self._raise(ready, level.starts, moments)
        least = self.net.floor_finish[level.rows]
        if not len(level.finishes.bounded) and np.isneginf(least).all():
            return ready, None
        floor = np.repeat(least[:, None], moments.shape[1], axis=1)
        self._raise(floor, level.finishes, moments)
        return ready, floor

    def _raise(self, found: Floats, bounds: Bounds, moments: Floats) -> None:
        if len(bounds.bounded):
            most = np.maximum.reduceat(self._later(bounds, moments[bounds.source]), bounds.offsets, axis=0)
            found[bounds.bounded] = np.maximum(found[bounds.bounded], most)

    def _lower(self, found: Floats, bounds: Bounds, late: Floats) -> None:
        if len(bounds.bounded):
            least = np.minimum.reduceat(self._sooner(bounds, late[bounds.source]), bounds.offsets, axis=0)
            found[bounds.bounded] = np.minimum(found[bounds.bounded], least)

    def _later(self, bounds: Bounds, t: Floats) -> Floats:
        elapsed = t + bounds.lag
        if self.net.straight or bounds.by_the_clock.all():
            return elapsed
        worked = self._calendars.first(bounds.calendar, self._calendars.before(bounds.calendar, t) + bounds.lag)
        return np.where(bounds.by_the_clock, elapsed, worked)

    def _sooner(self, bounds: Bounds, t: Floats) -> Floats:
        elapsed = t - bounds.lag
        if self.net.straight or bounds.by_the_clock.all():
            return elapsed
        worked = self._calendars.last(bounds.calendar, self._calendars.before(bounds.calendar, t) - bounds.lag)
        return np.where(bounds.by_the_clock, elapsed, worked)

    def _effective(self, rows: Ints, ready: Floats, floor: Floats | None, duration: Floats) -> Floats:
        """The work done before each begins, in its calendar: later than it could, where its finish has to be."""
        if self.net.straight:
            return ready if floor is None else np.maximum(ready, floor - duration)
        c = self.net.calendar[rows][:, None]
        work = self._calendars.before(c, ready)
        if floor is None:
            return work
        bounded = np.isfinite(floor)
        least = self._calendars.before(c, np.where(bounded, floor, 0.0)) - duration
        return np.where(bounded, np.maximum(work, least), work)

    def _worked(self, rows: Ints, ready: Floats, floor: Floats | None, duration: Floats) -> tuple[Floats, Floats]:
        """Begin and finish of work that may begin at `ready` and may not finish before `floor`."""
        work = self._effective(rows, ready, floor, duration)
        floor = np.full_like(ready, -np.inf) if floor is None else floor
        if self.net.straight:
            return work, np.maximum(work + duration, floor)
        c = self.net.calendar[rows][:, None]
        begin = np.maximum(self._calendars.last(c, work), ready)
        finish = np.maximum(self._calendars.first(c, work + duration), floor)
        nothing, at_once = duration <= 0, np.maximum(ready, floor)  # a milestone waits for no working moment
        return np.where(nothing, at_once, begin), np.where(nothing, at_once, finish)

    def _waited(
        self, rows: Ints, ready: Floats, floor: Floats | None, duration: Floats, wait: Floats
    ) -> tuple[Floats, Floats]:
        work = self._effective(rows, ready, floor, duration) + wait
        if self.net.straight:
            return work, work + duration
        c = self.net.calendar[rows][:, None]
        return self._calendars.last(c, work), self._calendars.first(c, work + duration)

    def _latest(self, rows: Ints, by: Floats, start: Floats, duration: Floats) -> tuple[Floats, Floats]:
        """The latest begin and finish of work that must finish by `by` and begin by `start`."""
        if self.net.straight:
            begin = np.minimum(by - duration, start)
            return begin, begin + duration
        c = self.net.calendar[rows][:, None]
        begin = np.minimum(self._calendars.last(c, self._calendars.before(c, by) - duration), start)
        finish = np.minimum(self._calendars.last(c, self._calendars.before(c, begin) + duration), by)
        nothing, at_once = duration <= 0, np.minimum(by, start)
        return np.where(nothing, at_once, begin), np.where(nothing, at_once, finish)

    def _as_it_was(self, rows: Ints, begin: Floats, start: Floats, finish: Floats) -> None:
        """What happened stands, whatever the network says."""
        net = self.net
        started = rows[np.isfinite(net.started[rows])]
        start[started] = net.started[started][:, None]
        done = rows[net.done[rows]]
        finish[done] = net.finished[done][:, None]
        unknown = done[~np.isfinite(net.started[done])]
        start[unknown] = finish[unknown]
        begin[done] = start[done]
