"""The compiled passes over one network; needs numba (`pip install 'trueup[delivery]'`)."""

from __future__ import annotations

import numpy as np

from trueup.stats.arrays import Floats, Ints
from trueup.stats.network import kernel
from trueup.stats.network.model import FF, SF, SS, Network
from trueup.stats.network.wide import CLOSE, Outcome, Wide

WIDTH = 128
"""Futures at a time: long enough for vector registers, short enough for the caches; found by trying."""
NO_WAIT = np.empty((0, 0))


class CompiledPasses:
    """As Wide, with the same answers."""

    def __init__(self, net: Network) -> None:
        self.net = net
        bounded = np.isfinite(net.floor_finish)
        bounded[net.after[net.kind >= FF]] = True
        base = np.where(np.isfinite(net.started), net.resume, np.maximum(net.resume, net.earliest))
        links = (net.order, net.indptr, net.before, net.kind, net.lag, net.lag_calendar)
        calendars = (net.calendar, net.work, net.rates, net.day_at, net.straight)
        from_start, to_finish = np.isin(net.kind, (SS, SF)).any(), (net.kind >= FF).any()
        self._keeps = bool(from_start), bool(to_finish)
        self._out = (net.outptr, net.out, net.after)
        whole = np.isin(np.diff(net.work, axis=1), (0, 1)).all(axis=1)
        self._net = (*links, *calendars, base, net.floor_finish, net.started, net.finished, bounded, whole)

    def forward(self, duration: Floats, wait: Floats | None = None) -> tuple[Floats, Floats]:
        """As Wide.forward."""
        duration = np.ascontiguousarray(duration)
        begin, finish = np.empty_like(duration), np.empty_like(duration)
        lanes = duration.shape[1]
        spare, last = np.empty((3, lanes)), np.zeros(lanes)
        kernel.forward_lanes(self._net, duration, _or_none(wait), 0, lanes, begin, finish, spare, last)
        return begin, finish

    def backward(self, duration: Floats, end: Floats, *, hard: bool = True) -> tuple[Floats, Floats]:
        """As Wide.backward."""
        duration = np.ascontiguousarray(duration)
        begin, finish = np.empty_like(duration), np.empty_like(duration)
        latest = np.array(self.net.latest) if hard else np.full(self.net.n, np.inf)  # a copy may be written: one kernel
        kernel.backward(self._net, self._out, duration, latest, end, 0, duration.shape[1], begin, finish)
        return begin, finish

    def last_finish(self, duration: Floats, wait: Floats | None = None) -> Floats:
        """As Wide.last_finish."""
        total = np.full(duration.shape[1], self.net.resume)
        duration = np.ascontiguousarray(duration)
        kernel.last_finish(self._net, duration, _or_none(wait), WIDTH, self._keeps[0], total)
        return total

    def outcomes(self, duration: Floats, group: Ints, groups: int, *, shares: bool = True) -> Outcome:
        """As Wide.outcomes."""
        duration = np.ascontiguousarray(duration)
        n, futures = duration.shape
        total, by_group = np.full(futures, self.net.resume), np.full((groups, futures), -np.inf)
        hits, share = np.zeros(n, dtype=np.int64), np.zeros(duration.shape if shares else (0, 0))
        net, out, keeps = self._net, self._out, self._keeps
        kernel.outcomes(net, out, duration, np.array(group), WIDTH, keeps, CLOSE, total, by_group, hits, share)
        return Outcome(total, by_group, hits, share)

    def ready(self, start: Floats, finish: Floats, duration: Floats) -> Floats:
        """As Wide.ready: once a simulation, so numpy does it."""
        return Wide(self.net).ready(start, finish, duration)


def _or_none(wait: Floats | None) -> Floats:
    return NO_WAIT if wait is None else np.ascontiguousarray(wait)
