"""The pace of what is left: how far real projects ended from what their estimates said, put around a plan's futures.

Estimates of single activities say little of what slows or speeds a whole project. So each future is also told at a
pace: the time after the status date is stretched by one factor, whose logarithm is SPREAD / sqrt(share of the time that
is left) times a Student t with TAILS degrees of freedom, centred on none. Kahneman and Tversky (1979) call it the
outside view; the reference class is DSLIB (Batselier and Vanhoucke 2015).

The spread was fitted by likelihood, each project with equal weight (tests/real/dslib_pace.py). What is said of how
often intervals held is out of sample: each project's intervals with the spread of the 63 others.
"""

from __future__ import annotations

import numpy as np

from trueup.delivery.results import Held
from trueup.stats.arrays import Floats
from trueup.vocabulary import said

SPREAD, TAILS = 0.151, 4
FURTHEST = 3.0
"""The logarithm of a factor is no further from 0: t has heavy tails, whose exponential would have no mean."""
LEAST = 0.01
"""Of the time, that is left at least: the law was seen no further."""
HALF_80 = 1.5332062740589438
"""The 90 % point of Student's t with 4 degrees of freedom."""
_STREAM = 4
HELD = Held(
    projects=64,
    forecasts=711,
    stated_80=0.215,
    stated_95=0.267,
    paced_80=0.781,
    paced_95=0.920,
    source="DSLIB (Batselier and Vanhoucke 2015), each project by the spread of the others",
)
"""How often the ends of real projects lay in the intervals; tests/real/test_dslib.py computes them from the data."""

PACE = said(
    "the time that is left is stretched by one factor in each future, centred on none, as wide as what the estimates"
    " of {projects} real projects left open",
    projects=HELD.projects,
)


def share_left(finish: Floats, resume: float) -> float:
    """How much of the time from the plan's start to the median finish is still to come, LEAST to 1; 0: nothing."""
    middle = float(np.median(finish))
    return min(max((middle - resume) / middle, LEAST), 1.0) if middle > resume else 0.0


def spread_of(finish: Floats, resume: float, spread: float = SPREAD) -> float:
    """The scale of the factor's logarithm: what the futures lack, as they stand, of the spread of real projects.

    A plan whose own estimates are as wide as that gets none.
    """
    share = share_left(finish, resume)
    if not share:
        return 0.0
    left = np.log(np.maximum(finish - resume, LEAST))
    low, high = np.quantile(left, (0.1, 0.9))
    own = (float(high) - float(low)) / 2 / HALF_80
    return float(np.sqrt(max(spread**2 / share - own**2, 0.0)))


def paced(finish: Floats, resume: float, seed: int, spread: float = SPREAD) -> Floats:
    """(futures,) elapsed days: the same futures, each at its pace. The same seed gives each the same luck."""
    scale = spread_of(finish, resume, spread)
    luck = np.random.default_rng(np.random.SeedSequence(seed, spawn_key=(_STREAM,))).standard_t(TAILS, len(finish))
    factor = np.exp(np.clip(scale * luck, -FURTHEST, FURTHEST))
    return np.where(finish > resume, resume + (finish - resume) * factor, finish)
