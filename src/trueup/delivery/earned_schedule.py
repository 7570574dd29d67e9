"""Earned schedule: when the value that is earned was to have been earned.

W. Lipke, "Schedule is different", The Measurable News (PMI College of Performance Management), Summer 2003: ES is the
time at which planned value reached what is earned now. Unlike SPI, which ends at 1 however late a project is, SPI(t)
stays right to the end.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from trueup.stats.arrays import Floats
from trueup.vocabulary import InputError

_SAME = 1e-9
"""Of the budget: amounts that lie closer together are one amount."""
_NO_TIME = 1e-9


@dataclass(frozen=True, slots=True, eq=False)
class Curve:
    """Planned value over time, linear between its points, shapes (points,). A time that comes twice is a jump.

    Raises InputError where time or value fall, or a figure is not finite.
    """

    time: Floats
    value: Floats

    def __post_init__(self) -> None:
        if len(self.time) == 0 or len(self.time) != len(self.value):
            raise InputError("planned value needs a value for each time, and at least one", where="PV")
        if not (np.isfinite(self.time).all() and np.isfinite(self.value).all()):
            raise InputError("planned value must be finite at every time", where="PV")
        if (np.diff(self.time) < 0).any():
            raise InputError("times must not go back", where="PV")
        falls = np.flatnonzero(np.diff(self.value) < 0)
        if len(falls):
            at = int(falls[0])
            raise InputError(
                f"planned value falls from {self.value[at]:g} to {self.value[at + 1]:g}",
                where=f"PV, point {at + 2}",
                do="give cumulative planned value: it never falls",
            )

    @property
    def bac(self) -> float:
        """Budget at completion: where the curve ends."""
        return float(self.value[-1])

    def at(self, time: float) -> float:
        """Planned value at a time; before a jump that falls on it."""
        after = int(np.searchsorted(self.time, time, side="left"))
        if after == len(self.time) or after == 0:
            return float(self.value[after - 1]) if after else (float(self.value[0]) if time == self.time[0] else 0.0)
        return float(np.interp(time, self.time[after - 1 : after + 1], self.value[after - 1 : after + 1]))

    def reached(self, ev: float, near: float) -> float:
        """The time at which planned value is `ev`; where it stands still at that value, the moment closest to `near`.

        Raises InputError for a value below 0 or above the budget.
        """
        slack = _SAME * max(self.bac, 1.0)
        if not math.isfinite(ev) or ev < -slack or ev > self.bac + slack:
            raise InputError(
                f"earned value {ev:g} lies outside 0 to the budget {self.bac:g}",
                where="EV",
                do="an activity earns at most what was planned for it",
            )
        return min(max(near, self._first(ev, slack)), self._last(ev, slack))

    def _first(self, ev: float, slack: float) -> float:
        at = int(np.searchsorted(self.value, ev - slack, side="left"))
        return float(self.time[0]) if at == 0 else self._between(at - 1, ev)

    def _last(self, ev: float, slack: float) -> float:
        at = int(np.searchsorted(self.value, ev + slack, side="right")) - 1
        if at < 0:
            return float(self.time[0])
        return float(self.time[-1]) if at == len(self.time) - 1 else self._between(at, ev)

    def _between(self, at: int, ev: float) -> float:
        low, high = float(self.value[at]), float(self.value[at + 1])
        begin, end = float(self.time[at]), float(self.time[at + 1])
        share = (ev - low) / (high - low) if high > low else 0.0
        return begin + (end - begin) * min(max(share, 0.0), 1.0)


@dataclass(frozen=True, slots=True)
class Timing:
    """Earned schedule and what follows from it, in the curve's unit of time. None: undefined."""

    es: float
    at: float
    sv_t: float
    spi_t: float | None
    ieac_t: float | None


def timing(es: float, at: float, planned: float) -> Timing:
    """SV(t) = ES - AT, SPI(t) = ES / AT, IEAC(t) = PD / SPI(t).

    SPI(t) is undefined before anything could be earned (AT 0), IEAC(t) while nothing is.
    """
    spi = es / at if at > _NO_TIME else None
    return Timing(es, at, es - at, spi, planned / spi if spi is not None and spi > _NO_TIME else None)


def earned_schedule(pv: Sequence[float], ev: float, at: float) -> Timing:
    """Earned schedule over periods: `pv[k]` is planned value at the end of period k + 1, `at` how many passed.

    Planned duration is the period in which planned value reaches the budget. Raises InputError for planned value that
    falls and for earned value above the budget.
    """
    if not len(pv) or not math.isfinite(at) or at < 0:
        raise InputError("earned schedule needs planned value by period, and periods passed of 0 or more", where="AT")
    whole = Curve(np.arange(len(pv) + 1.0), np.array([0.0, *pv]))
    last = int(np.searchsorted(whole.value, whole.bac, side="left"))
    curve = Curve(whole.time[: last + 1], whole.value[: last + 1])
    return timing(curve.reached(float(ev), at), at, float(last))
