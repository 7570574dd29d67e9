"""One calendar, moment by moment, on plain lists: what the pass of one future reads.

Arithmetic and its order are those of Calendars, so that both give the same bits.
"""

from __future__ import annotations

import math

from trueup.stats.network.calendars import TINY
from trueup.stats.network.model import Network


class Clock:
    """The tables of one calendar of a network; row `c` of its `work`."""

    def __init__(self, net: Network, c: int) -> None:
        self._work: list[float] = net.work[c].tolist()
        self._day_at: list[int] = net.day_at[c].tolist()
        self._pace_before, self._pace_after = map(float, net.rates[c])
        self._last = len(self._work) - 1

    def before(self, t: float) -> float:
        """As Calendars.before."""
        work, last = self._work, self._last
        if t < 0:
            return t * self._pace_before
        if t >= last:
            return work[last] + (t - last) * self._pace_after
        day = int(t)
        here = work[day]
        return here + (t - day) * (work[day + 1] - here)

    def first(self, w: float) -> float:
        """As Calendars.first."""
        work, last = self._work, self._last
        if w <= TINY:
            return min(w, 0.0) / self._pace_before
        if w - work[last] > TINY:
            return last + (w - work[last]) / self._pace_after
        day = min(self._day_at[math.ceil(w - TINY) - 1] + 1, last)
        while day < last and work[day] < w - TINY:
            day += 1
        end = work[day]
        rate = end - work[day - 1]
        return day - max(end - w, 0.0) / (rate if rate > 0 else 1.0)

    def last(self, w: float) -> float:
        """As Calendars.last."""
        work, last = self._work, self._last
        if w < -TINY:
            return w / self._pace_before
        if w - work[last] >= -TINY:
            return last + max(w - work[last], 0.0) / self._pace_after
        day = min(self._day_at[math.floor(w + TINY)], last - 1)
        while day < last - 1 and work[day + 1] <= w + TINY:
            day += 1
        begin = work[day]
        rate = work[day + 1] - begin
        return day + max(w - begin, 0.0) / (rate if rate > 0 else 1.0)

    def later(self, t: float, lag: float) -> float:
        """The first moment at which a lag after `t` has passed."""
        return self.first(self.before(t) + lag)

    def sooner(self, t: float, lag: float) -> float:
        """The last moment after which a lag is over by `t`."""
        return self.last(self.before(t) - lag)
