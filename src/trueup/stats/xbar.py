"""X-bar charts: the mean of subgroups of equal size, judged by the spread inside the subgroups.

Source: Shewhart (1931); Montgomery, Introduction to Statistical Quality Control, ch. 6. The constants d2, d3 and c4
are computed from the normal distribution, not typed in.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import cache
from typing import Literal

import numpy as np
import numpy.typing as npt

from trueup.stats.arrays import Floats, NoVariation, checked, frozen
from trueup.vocabulary import InputError, Insufficient, said


@dataclass(frozen=True, slots=True)
class Xbar:
    """Limits of subgroup means and of the spread inside subgroups; arrays of shape (subgroups,)."""

    centre: float
    sigma: float
    lower: float
    upper: float
    spread_mean: float
    spread_lower: float
    spread_upper: float
    means: Floats
    spreads: Floats
    baseline: int
    spread: Literal["range", "deviation"]


def xbar(
    groups: npt.ArrayLike, *, baseline: int | None = None, spread: Literal["range", "deviation"] = "range"
) -> Xbar | Insufficient | NoVariation:
    """The X-bar and R (or S) chart of subgroups, shape (subgroups, size), size 2 to 25.

    `baseline` is the number of first subgroups the limits rest on (default: all). `sigma` is the standard deviation of
    a subgroup mean. InputError for NaN and for sizes outside 2 to 25.
    """
    x, _ = checked(groups, name="groups")
    if x.ndim != 2 or not 2 <= x.shape[1] <= 25:
        raise InputError(f"shape {x.shape} is not subgroups of 2 to 25 values", where="groups")
    used = len(x) if baseline is None else min(baseline, len(x))
    if used < 8:
        return Insufficient(said("X-bar limits: subgroups"), used, 8)
    size = x.shape[1]
    means = x.mean(axis=1)
    spreads = np.ptp(x, axis=1) if spread == "range" else x.std(axis=1, ddof=1)
    centre, inside = float(means[:used].mean()), float(spreads[:used].mean())
    if inside == 0:
        return NoVariation(said("the subgroups"), centre, used)
    mean_factor, sd_factor = range_factors(size) if spread == "range" else deviation_factors(size)
    sigma = inside / mean_factor / math.sqrt(size)
    reach = 3 * sd_factor / mean_factor
    return Xbar(
        centre=centre,
        sigma=sigma,
        lower=centre - 3 * sigma,
        upper=centre + 3 * sigma,
        spread_mean=inside,
        spread_lower=max(0.0, inside * (1 - reach)),
        spread_upper=inside * (1 + reach),
        means=frozen(means),
        spreads=frozen(spreads),
        baseline=used,
        spread=spread,
    )


@cache
def range_factors(size: int) -> tuple[float, float]:
    """d2 and d3: mean and standard deviation of the range of `size` standard normal values."""
    from trueup.stats.special import ndtr

    x, step = np.linspace(-9, 9, 1201, retstep=True)
    below = ndtr(x)
    mean = float(np.sum(1 - below**size - (1 - below) ** size) * step)
    low, high = below[:, None], below[None, :]
    tail = 1 - high**size - (1 - low) ** size + np.maximum(high - low, 0) ** size
    square = 2 * float(np.sum(np.triu(tail, 1)) * step**2)
    square += float(np.sum(np.diag(tail)) * step**2)  # half of each cell on the diagonal lies in x < y
    return mean, math.sqrt(square - mean**2)


def deviation_factors(size: int) -> tuple[float, float]:
    """c4 and its sqrt(1 - c4²): mean and standard deviation of s of `size` standard normal values."""
    c4 = math.sqrt(2 / (size - 1)) * math.exp(math.lgamma(size / 2) - math.lgamma((size - 1) / 2))
    return c4, math.sqrt(1 - c4 * c4)
