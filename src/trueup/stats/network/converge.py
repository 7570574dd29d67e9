"""When a simulation may stop: when more futures would not change what it says.

After each 1,024 futures, from 2,048 on, it stops once

- the standard error of every probability that is asked for is at most 0.005, and
- the standard errors of the finish's 50 % and 80 % points are at most 2 % of the finish's standard deviation.

The error of a probability is that of a share, with one future more on either side, so that 0 of n is not certain. The
error of a quantile comes from the order statistics one standard error of its rank on either side (Conover 1999).
"""

from __future__ import annotations

import math
from collections.abc import Iterable

import numpy as np

from trueup.stats.arrays import Bools, Floats

STEP, FEWEST, MOST = 1_024, 2_048, 20_000
CLOSE_CHANCE, CLOSE_QUANTILE = 0.005, 0.02
QUANTILES = (0.5, 0.8)


def still(finish: Floats, holds: Iterable[Bools]) -> bool:
    """Whether the estimates stand still; each of `holds` (futures,) is an event whose probability is asked for."""
    if any(chance_error(each) > CLOSE_CHANCE for each in holds):
        return False
    spread = float(finish.std())
    ordered = np.sort(finish)
    return all(quantile_error(ordered, q) <= CLOSE_QUANTILE * spread for q in QUANTILES)


def chance_error(holds: Bools) -> float:
    """The standard error of the share of futures in which something holds."""
    n = len(holds)
    p = (int(holds.sum()) + 1) / (n + 2)
    return math.sqrt(p * (1 - p) / n)


def quantile_error(ordered: Floats, q: float) -> float:
    """The standard error of a quantile, of values in order."""
    n = len(ordered)
    width = math.sqrt(n * q * (1 - q))
    low, high = (min(max(round(n * q + side * width), 0), n - 1) for side in (-1, 1))
    return float(ordered[high] - ordered[low]) / 2
