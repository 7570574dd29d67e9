"""XmR charts: the natural limits of single values, from the ranges between neighbours.

Source: Wheeler, Understanding Variation (1993); Shewhart (1931). Limits are mean ± E2 x mean moving range, with
E2 = 3 / d2 and d2 = 2 / √π, the mean range of two normal values. The constants are exact; tables print 2.66 / 3.27.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Literal

import numpy as np
import numpy.typing as npt

from trueup.stats.arrays import Bools, Floats, Ints, NoVariation, checked, frozen
from trueup.vocabulary import InputError, Insufficient, said

D2 = 2 / math.sqrt(math.pi)
D3 = math.sqrt(2 - 4 / math.pi)
"""Standard deviation of the range of two standard normal values."""
E2 = 3 / D2
D4 = 1 + 3 * D3 / D2
MEDIAN_RANGE = math.sqrt(2) * 0.674489750196081743
"""Median range of two standard normal values: √2 x the upper quartile of the normal distribution."""
MEDIAN_E = 3 / MEDIAN_RANGE
MEDIAN_D = (D2 + 3 * D3) / MEDIAN_RANGE

FEWEST = 8
"""Below this, the points are charted without limits (Wheeler)."""
LOCK_FROM, LOCK_AT = 20, 24
"""From 20 points the limits are locked; no more than the first 24 make the baseline."""

Spread = Literal["mean", "median"]


@dataclass(frozen=True, slots=True)
class Limits:
    """Natural limits of single values, in the unit of the values.

    `sigma` is the distance of one standard deviation on the chart; `range_limit` bounds the moving range from above.
    `range_typical` is the mean or median moving range. `clipped` names the limits that were moved to a natural bound.
    `baseline` is the number of points they rest on; `spread` the average that was used.
    """

    centre: float
    sigma: float
    lower: float
    upper: float
    range_typical: float
    range_limit: float
    baseline: int
    status: Literal["provisional", "locked"]
    spread: Spread
    clipped: tuple[str, ...]
    method: str = "XmR 2.66/3.27"


@dataclass(frozen=True, slots=True)
class Xmr:
    """One chart: limits or the reason for none, and the moving ranges with the index of their later point."""

    limits: Limits | Insufficient | NoVariation
    mean: float
    n: int
    ranges: Floats
    range_at: Ints


def xmr(
    values: npt.ArrayLike,
    present: npt.ArrayLike | None = None,
    *,
    spread: Spread = "mean",
    lock: int = LOCK_AT,
    floor: float | None = None,
    ceiling: float | None = None,
) -> Xmr | Insufficient:
    """The XmR chart of one series of shape (time,), one value a period, missing periods out of the mask.

    Moving ranges are taken between neighbouring periods only, never across a gap. `floor` and `ceiling` are natural
    bounds (0 for a count); a limit beyond one is clipped and says so. InputError for NaN or a wrong shape.
    """
    x, mask = checked(values, present)
    if x.ndim != 1:
        raise InputError(f"one series is expected, not an array of shape {x.shape}", where="values")
    return xmr_many(x[None], mask[None], spread=spread, lock=lock, floor=floor, ceiling=ceiling)[0]


def xmr_many(
    values: npt.ArrayLike,
    present: npt.ArrayLike | None = None,
    *,
    spread: Spread = "mean",
    lock: int = LOCK_AT,
    floor: float | None = None,
    ceiling: float | None = None,
) -> tuple[Xmr | Insufficient, ...]:
    """`xmr` for many series at once, shape (series, time)."""
    x, mask = checked(values, present)
    if x.ndim != 2 or lock < FEWEST:
        raise InputError(
            f"shape {x.shape} with limits locked on {lock} points", where="xmr", do=f"lock {FEWEST} or more"
        )
    pairs = mask[:, 1:] & mask[:, :-1]
    ranges = np.abs(np.diff(x, axis=1))
    base = mask & (np.cumsum(mask, axis=1) <= lock)
    based = base[:, 1:] & pairs
    centre = _typical(x, base, spread)
    mean_range, typical = _typical(ranges, based, "mean"), _typical(ranges, based, spread)
    means = _typical(x, mask, "mean")
    charts: list[Xmr | Insufficient] = []
    for i in range(len(x)):
        found = _Found(centre[i], mean_range[i], typical[i], int(base[i].sum()), int(based[i].sum()))
        limits = _limits(found, spread, floor, ceiling)
        charts.append(_chart(limits, float(means[i]), int(mask[i].sum()), ranges[i], np.flatnonzero(pairs[i])))
    return tuple(charts)


@dataclass(frozen=True, slots=True)
class _Found:
    centre: float
    mean_range: float
    typical: float
    points: int
    ranges: int


def _chart(
    limits: Limits | Insufficient | NoVariation, mean: float, n: int, ranges: Floats, at: Ints
) -> Xmr | Insufficient:
    if n == 0:
        return Insufficient(said("a chart"), 0, 1)
    return Xmr(limits, mean, n, frozen(ranges[at]), frozen(at + 1))


def _limits(
    found: _Found, spread: Spread, floor: float | None, ceiling: float | None
) -> Limits | Insufficient | NoVariation:
    if found.points < FEWEST:
        return Insufficient(said("natural limits"), found.points, FEWEST)
    if found.ranges < FEWEST - 1:
        return Insufficient(said("natural limits: pairs of neighbouring periods"), found.ranges, FEWEST - 1)
    if found.mean_range == 0:
        return NoVariation(said("neighbouring points"), float(found.centre), found.points)
    if found.typical == 0:  # more than half of the neighbours are equal: their median says nothing, their mean does
        spread = "mean"
    typical = found.mean_range if spread == "mean" else found.typical
    sigma = typical / (D2 if spread == "mean" else MEDIAN_RANGE)
    lower, upper, clipped = clip(found.centre - 3 * sigma, found.centre + 3 * sigma, floor, ceiling)
    return Limits(
        centre=float(found.centre),
        sigma=float(sigma),
        lower=lower,
        upper=upper,
        range_typical=float(typical),
        range_limit=float(typical * (D4 if spread == "mean" else MEDIAN_D)),
        baseline=found.points,
        status="locked" if found.points >= LOCK_FROM else "provisional",
        spread=spread,
        clipped=clipped,
    )


def clip(
    lower: float, upper: float, floor: float | None, ceiling: float | None
) -> tuple[float, float, tuple[str, ...]]:
    """Limits inside their natural bounds, and the names of those that were moved."""
    low = float(lower if floor is None else max(lower, floor))
    high = float(upper if ceiling is None else min(upper, ceiling))
    moved = (("lower", low > lower), ("upper", high < upper))
    return low, high, tuple(name for name, was in moved if was)


def _typical(x: Floats, mask: Bools, spread: Spread) -> Floats:
    """Mean or median of the masked entries of each row; 0 for a row without any."""
    counts = mask.sum(axis=1)
    if spread == "mean":
        # Added in order, so that points after the baseline cannot change its last digit.
        return (
            np.asarray(np.cumsum(x * mask, axis=1)[:, -1] / np.maximum(counts, 1)) if x.shape[1] else np.zeros(len(x))
        )
    ordered = np.sort(np.where(mask, x, np.inf), axis=1)
    last = max(x.shape[1] - 1, 0)
    low, high = np.clip((counts - 1) // 2, 0, last), np.clip(counts // 2, 0, last)
    rows = np.arange(len(x))
    middle = (ordered[rows, low] + ordered[rows, high]) / 2 if x.shape[1] else np.zeros(len(x))
    return np.where(counts > 0, middle, 0.0)
