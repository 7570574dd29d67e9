"""Whether neighbouring points resemble each other, and what that leaves of their number.

Source: Bartlett (1946) for |r| > 2 / √n; Bayley and Hammersley (1946) for the effective size n (1 - r) / (1 + r) of a
first-order autoregression.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from trueup.stats.arrays import NoVariation, checked
from trueup.vocabulary import Insufficient, said

FEWEST = 8


@dataclass(frozen=True, slots=True)
class Autocorrelation:
    """Lag-1 autocorrelation `r` of `n` points; `notable` when |r| > 2 / √n.

    `effective` is the number of independent points that say as much about a mean: n when r is not notable or below
    zero, else n (1 - r) / (1 + r).
    """

    r: float
    n: int
    notable: bool
    effective: float


def autocorrelation(
    values: npt.ArrayLike, present: npt.ArrayLike | None = None
) -> Autocorrelation | Insufficient | NoVariation:
    """Lag-1 autocorrelation of one series of shape (time,); pairs across a missing period are left out."""
    x, mask = checked(values, present)
    n = int(mask.sum())
    if n < FEWEST:
        return Insufficient(said("autocorrelation"), n, FEWEST)
    apart = np.where(mask, x - x[mask].mean(), 0.0)
    square = float(apart @ apart)
    if square <= n * (8 * np.finfo(float).eps * np.abs(x).max()) ** 2:
        return NoVariation(said("the series"), float(x[mask][0]), n)
    pairs = int((mask[1:] & mask[:-1]).sum())
    if pairs < FEWEST - 1:
        return Insufficient(said("autocorrelation: pairs of neighbouring periods"), pairs, FEWEST - 1)
    r = float(apart[1:] @ apart[:-1]) / square * (n - 1) / pairs
    r = max(-1.0, min(1.0, r))
    notable = abs(r) > 2 / math.sqrt(n)
    return Autocorrelation(r, n, notable, n * (1 - r) / (1 + r) if notable and r > 0 else float(n))
