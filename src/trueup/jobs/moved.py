"""Did improving a KPI move the outcome that it measures from the inside?

Satisfaction in each wave against the KPI's actual at the time: a straight line by least squares with Student's t for
the slope (Draper and Smith, Applied Regression Analysis, 1998). It says that two things went together, not why.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from trueup.jobs.results import Measured, Moved, MovedVerdict
from trueup.stats.arrays import Floats
from trueup.vocabulary import Direction, Said, said

NOTICEABLE = 1.0
"""Points of satisfaction (of 10) that a change must be worth over the KPI's whole range to be called one."""
FEWEST = 4
"""Waves with an actual beside them: a slope of three has one degree of freedom and an interval that says nothing."""


@dataclass(frozen=True, slots=True)
class Pair:
    """One wave: satisfaction (0 to 10) and the KPI's actual of the same time."""

    wave: str
    satisfaction: float
    actual: float


def moved(outcome: str, kpi: str, direction: Direction, pairs: Sequence[Pair], level: float = 0.95) -> Moved:
    """Whether satisfaction rose as the KPI got better. Fewer than four waves, or a KPI at rest, cannot tell."""
    improvement = np.array([pair.actual for pair in pairs]) * (-1.0 if direction is Direction.decrease else 1.0)
    satisfaction = np.array([pair.satisfaction for pair in pairs])
    if len(pairs) < FEWEST or direction is Direction.maintain or np.ptp(improvement) == 0:
        return _cannot_tell(outcome, kpi, len(pairs), direction, still=len(pairs) >= FEWEST)
    slope = _slope(improvement, satisfaction, level)
    verdict, words = _judged(slope, float(np.ptp(improvement)))
    return Moved(outcome=outcome, kpi=kpi, pairs=len(pairs), slope=slope, verdict=verdict, words=words)


def _slope(x: Floats, y: Floats, level: float) -> Measured:
    from trueup.stats.special import stdtrit

    centred = x - x.mean()
    spread = float(centred @ centred)
    slope = float(centred @ y) / spread
    rest = y - y.mean() - slope * centred
    free = len(x) - 2
    half = float(stdtrit(free, (1 + level) / 2)) * math.sqrt(float(rest @ rest) / free / spread)
    return Measured(
        value=slope, low=slope - half, high=slope + half, level=level, n=len(x), method="least squares, Student's t"
    )


def _judged(slope: Measured, span: float) -> tuple[MovedVerdict, Said]:
    """`span` is how far the KPI itself has moved: what the slope is worth over it decides what is noticeable."""
    if slope.low > 0:
        return "moved", said("satisfaction rose as the KPI got better, over {n} waves", n=slope.n)
    if slope.high < 0:
        return "moved the other way", said("satisfaction fell as the KPI got better, over {n} waves", n=slope.n)
    if max(-slope.low, slope.high) * span < NOTICEABLE:
        return "did not move", said(
            "satisfaction did not follow the KPI, by as much as a point, in {n} waves", n=slope.n
        )
    return "cannot tell", said("{n} waves do not tell whether satisfaction follows the KPI", n=slope.n)


def _cannot_tell(outcome: str, kpi: str, pairs: int, direction: Direction, *, still: bool) -> Moved:
    if direction is Direction.maintain:
        words = said("a KPI to maintain has no better side")
    elif still:
        words = said("the KPI stood still over all {n} waves", n=pairs)
    else:
        words = said("{n} waves with an actual beside them, and it takes {need}", n=pairs, need=FEWEST)
    return Moved(outcome=outcome, kpi=kpi, pairs=pairs, slope=None, verdict="cannot tell", words=words)
