"""The passes of one future, activity by activity, on plain lists: no chain is too long for them.

Level by level (wide.py) a chain of n activities takes n times what numpy needs to begin; here each activity and each
link takes a microsecond or two. Arithmetic and its order are those of wide.py, so that both give the same bits.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple

from trueup.stats.network.clock import Clock
from trueup.stats.network.model import ELAPSED, FF, FS, SF, SS, Network
from trueup.stats.network.wide import CLOSE

Moments = Sequence[float]
Pass = tuple[list[float], list[float]]
"""Begin and finish of the work that is left, by activity."""


class _Arrow(NamedTuple):
    before: int
    after: int
    kind: int
    lag: float
    clock: Clock | None  # None: every day counts, or there is no lag


class Single:
    """The passes over one network; building it once serves any number of passes."""

    def __init__(self, net: Network) -> None:
        self._n, self._straight, self._resume = net.n, net.straight, net.resume
        self._order: list[int] = net.order.tolist()
        self._clocks = [Clock(net, c) for c in range(0 if net.straight else len(net.work))]
        self._own: list[int] = net.calendar.tolist()
        self._started: list[float] = net.started.tolist()
        self._finished: list[float] = net.finished.tolist()
        self._earliest: list[float] = net.earliest.tolist()
        self._floor: list[float] = net.floor_finish.tolist()
        self._latest: list[float] = net.latest.tolist()
        columns = (net.before, net.after, net.kind, net.lag, net.lag_calendar)
        arrows = [self._arrow(*each) for each in zip(*(column.tolist() for column in columns), strict=True)]
        self._into = [arrows[low:high] for low, high in pairwise(net.indptr.tolist())]
        out = [arrows[k] for k in net.out.tolist()]
        self._out_of = [out[low:high] for low, high in pairwise(net.outptr.tolist())]

    def forward(self, duration: Moments) -> Pass:
        """As Wide.forward, without waits; `duration` (n,)."""
        begin, start, finish = ([0.0] * self._n for _ in range(3))
        for i in self._order:
            if not math.isnan(self._finished[i]):
                finish[i] = self._finished[i]
                begin[i] = start[i] = finish[i] if math.isnan(self._started[i]) else self._started[i]
                continue
            begin[i], finish[i] = self._worked(i, *self._bounds(i, start, finish), duration[i])
            start[i] = begin[i] if math.isnan(self._started[i]) else self._started[i]
        return begin, finish

    def backward(self, duration: Moments, end: float) -> Pass:
        """As Wide.backward, with latest finishes."""
        begin, finish = [0.0] * self._n, [0.0] * self._n
        for i in reversed(self._order):
            by, start = self._limits(i, begin, finish, min(end, self._latest[i]))
            begin[i], finish[i] = self._latest_of(i, by, start, duration[i])
        return begin, finish

    def room(self, i: int, begin: Moments, finish: Moments, end: float) -> float:
        """Working days by which activity i, being so, may be later without moving another or the end."""
        by, start = self._limits(i, begin, finish, end)
        room = self._between(i, finish[i], by)
        return room if math.isinf(start) else min(room, self._between(i, begin[i], start))

    def binding(self, i: int, times: tuple[Moments, Moments, Moments]) -> Iterator[int]:
        """Which of the links into activity i, by place, let it begin (or finish) no earlier than it does.

        `times` are when each starts, begins (goes on, where it is under way) and finishes.
        """
        start, begin, finish = times
        for place, arrow in enumerate(self._into[i]):
            held = finish[i] if arrow.kind >= FF else begin[i]
            if self._between(i, _asked(arrow, start, finish), held) <= CLOSE:
                yield place

    def _arrow(self, before: int, after: int, kind: int, lag: float, calendar: int) -> _Arrow:
        by_the_clock = self._straight or calendar == ELAPSED or lag == 0
        return _Arrow(before, after, kind, lag, None if by_the_clock else self._clocks[calendar])

    def _bounds(self, i: int, start: Moments, finish: Moments) -> tuple[float, float]:
        """No earlier start than, and no earlier finish than."""
        waits = math.isnan(self._started[i])
        ready, floor = max(self._resume, self._earliest[i]) if waits else self._resume, self._floor[i]
        for arrow in self._into[i]:
            bound = _asked(arrow, start, finish)
            if arrow.kind >= FF:
                floor = max(floor, bound)
            elif bound > ready:
                ready = bound
        return ready, floor

    def _limits(self, i: int, begin: Moments, finish: Moments, by: float) -> tuple[float, float]:
        """No later finish than, and no later begin than, given `by` and what those after it do."""
        start, has_begun = math.inf, not math.isnan(self._started[i])
        for _, after, kind, lag, clock in self._out_of[i]:
            from_start = kind in (SS, SF)
            if not math.isnan(self._finished[after]) or (from_start and has_begun):
                continue
            moment = begin[after] if kind in (FS, SS) else finish[after]
            bound = moment - lag if clock is None else clock.sooner(moment, lag)
            if from_start:
                start = min(start, bound)
            elif bound < by:
                by = bound
        return by, start

    def _worked(self, i: int, ready: float, floor: float, length: float) -> tuple[float, float]:
        """As Wide._worked."""
        if self._straight:
            begin = max(ready, floor - length)
            return begin, max(begin + length, floor)
        if length <= 0:
            return (max(ready, floor),) * 2
        own = self._clocks[self._own[i]]
        work = own.before(ready)
        if floor > -math.inf:
            work = max(work, own.before(floor) - length)
        return max(own.last(work), ready), max(own.first(work + length), floor)

    def _latest_of(self, i: int, by: float, start: float, length: float) -> tuple[float, float]:
        """As Wide._latest."""
        if self._straight:
            begin = min(by - length, start)
            return begin, begin + length
        if length <= 0:
            return (min(by, start),) * 2
        own = self._clocks[self._own[i]]
        begin = min(own.last(own.before(by) - length), start)
        return begin, min(own.last(own.before(begin) + length), by)

    def _between(self, i: int, early: float, late: float) -> float:
        """As Wide.slack."""
        if self._straight:
            return late - early
        own = self._clocks[self._own[i]]
        return own.before(late) - own.before(early)


def _asked(arrow: _Arrow, start: Moments, finish: Moments) -> float:
    """The moment before which a link lets its activity neither start (FS, SS) nor finish (FF, SF)."""
    moment = start[arrow.before] if arrow.kind in (SS, SF) else finish[arrow.before]
    return moment + arrow.lag if arrow.clock is None else arrow.clock.later(moment, arrow.lag)
