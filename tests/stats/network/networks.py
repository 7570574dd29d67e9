"""Random networks of all link types, with calendars, dates and progress; and a plodding scheduler as a witness."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from hypothesis import strategies as st

from trueup.stats.network.model import ELAPSED, FF, FS, SS, Link, Network, network

DAYS = 400
PARTS = 2  # of a day: every length, lag and date is a whole number of halves


def working_days(pattern: tuple[float, ...], days: int = DAYS) -> np.ndarray:
    """Working days before each day, of a pattern that repeats."""
    return np.concatenate([[0.0], np.cumsum(np.resize(pattern, days))])


WEEK = (1.0, 1.0, 1.0, 1.0, 1.0, 0.0, 0.0)
SHORT_WEEK = (1.0, 0.0, 1.0, 0.5, 0.0, 0.0, 0.0)
ALWAYS = (1.0,)
CALENDARS = np.stack([working_days(each) for each in (ALWAYS, WEEK, SHORT_WEEK)])


@dataclass(frozen=True)
class Made:
    net: Network
    duration: np.ndarray  # (n, futures)


halves = st.integers(0, 12).map(lambda each: each / PARTS)


@st.composite
def made(
    draw: Callable, *, straight: bool | None = None, progress: bool = True, most: int = 9, days: int = DAYS
) -> Made:
    """A network with one calendar, with whole days off, or with half days too, of so many days; some futures of it."""
    n = draw(st.integers(1, most))
    rows = 1 if (draw(st.booleans()) if straight is None else straight) else draw(st.sampled_from([2, 3]))
    links = [_link(draw, after, rows) for after in range(1, n) for _ in range(draw(st.integers(0, 3)))]
    place = draw(st.permutations(range(n)))
    links = [(place[before], place[after], *rest) for before, after, *rest in links]
    columns = _progress(draw, n) if progress else {}
    net = network(
        n,
        links,
        work=CALENDARS[:rows, : days + 1],
        calendar=[draw(st.integers(0, rows - 1)) for _ in range(n)],
        **columns,
    )
    duration = np.array([[draw(halves) for _ in range(3)] for _ in range(n)])
    return Made(net, duration)


def _link(draw: Callable, after: int, rows: int) -> Link:
    before, kind = draw(st.integers(0, after - 1)), draw(st.integers(0, 3))
    return before, after, kind, draw(st.integers(-3, 6)) / PARTS, draw(st.integers(ELAPSED, rows - 1))


def _progress(draw: Callable, n: int) -> dict:
    state = [draw(st.sampled_from(["to do", "to do", "to do", "under way", "done", "done some day"])) for _ in range(n)]
    started = [draw(halves) if each in ("under way", "done") else math.nan for each in state]
    ended = [draw(halves) if each.startswith("done") else math.nan for each in state]
    return {
        "started": started,
        "finished": [end if math.isnan(start) else start + end for start, end in zip(started, ended, strict=True)],
        "earliest": [draw(st.sampled_from([-math.inf, -math.inf, 0.0, 9.5, 21.0])) for _ in range(n)],
        "floor_finish": [draw(st.sampled_from([-math.inf, -math.inf, 12.0, 20.5])) for _ in range(n)],
        "latest": [draw(st.sampled_from([math.inf, math.inf, 15.0, 40.0])) for _ in range(n)],
        "resume": float(draw(st.integers(0, 10))),
    }


def plodding(net: Network, duration: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Begin and finish of what is left, half a day after half a day; no formula is shared with what is tested."""
    begin, finish = np.full(net.n, math.nan), np.full(net.n, math.nan)
    while np.isnan(finish).any():
        for i in range(net.n):
            own = range(net.indptr[i], net.indptr[i + 1])
            if np.isnan(finish[i]) and not np.isnan(finish[net.before[list(own)]]).any():
                begin[i], finish[i] = _scheduled(net, i, own, begin, finish, float(duration[i]))
    return begin, finish


def _scheduled(net, i, own, begin, finish, length) -> tuple[float, float]:
    started, finished = net.started[i], net.finished[i]
    if not math.isnan(finished):
        return (finished if math.isnan(started) else started), finished
    ready = net.resume if not math.isnan(started) else max(net.resume, net.earliest[i])
    floor = net.floor_finish[i]
    for k in own:
        b, kind = net.before[k], net.kind[k]
        start = begin[b] if math.isnan(net.started[b]) else net.started[b]
        bound = _lagged(net, net.lag_calendar[k], finish[b] if kind in (FS, FF) else start, net.lag[k])
        ready, floor = (max(ready, bound), floor) if kind in (FS, SS) else (ready, max(floor, bound))
    if length == 0:
        return (max(ready, floor),) * 2
    return _worked(net, int(net.calendar[i]), ready, floor, length)


def _slots(net: Network, calendar: int) -> list[float]:
    """The work of each half day."""
    days = np.diff(net.work[calendar]) if net.work.shape[1] > 2 else np.ones(DAYS)
    return [float(day) / PARTS for day in days for _ in range(PARTS)]


def _lagged(net: Network, calendar: int, moment: float, lag: float) -> float:
    if calendar == ELAPSED or lag == 0:
        return moment + lag
    target = _done_before(net, calendar, moment) + lag
    if target < 0:
        return target / float(net.rates[calendar, 0])
    slots, done, slot = _slots(net, calendar), 0.0, 0
    while done < target:
        if done + slots[slot] >= target:  # inside a slot, or at its end
            return (slot + (target - done) / slots[slot]) / PARTS
        done, slot = done + slots[slot], slot + 1
    return slot / PARTS


def _done_before(net: Network, calendar: int, moment: float) -> float:
    if moment < 0:
        return moment * float(net.rates[calendar, 0])
    slots, whole = _slots(net, calendar), math.floor(moment * PARTS)
    return sum(slots[:whole]) + (moment * PARTS - whole) * slots[whole]


def _worked(net: Network, calendar: int, ready: float, floor: float, length: float) -> tuple[float, float]:
    """The first stretch of work not begun before `ready` and not over, days off after it included, before `floor`."""
    target = max(_done_before(net, calendar, ready), _done_before(net, calendar, floor) - length if floor > 0 else 0.0)
    slots, done, slot, begin = _slots(net, calendar), 0.0, 0, math.nan
    while True:
        ahead = done + slots[slot]
        if math.isnan(begin) and ahead > target and slots[slot] > 0:
            begin = max((slot + (target - done) / slots[slot]) / PARTS, ready)
        if not math.isnan(begin) and ahead >= target + length:
            return begin, max((slot + (target + length - done) / slots[slot]) / PARTS, floor)
        done, slot = ahead, slot + 1
