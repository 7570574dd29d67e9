"""Intervals of a proportion.

Source: Wilson, JASA 22 (1927), as Newcombe, Statistics in Medicine 17 (1998) recommends; Clopper and Pearson,
Biometrika 26 (1934), which never covers less than it says and is wider.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from statistics import NormalDist

from trueup.vocabulary import InputError, Insufficient, said


@dataclass(frozen=True, slots=True)
class Proportion:
    """A share with its interval at `level`; `n` may be an effective, fractional number."""

    value: float
    low: float
    high: float
    n: float
    level: float
    method: str


def wilson(hits: float, n: float, level: float = 0.95) -> Proportion | Insufficient:
    """Wilson's score interval; Insufficient for n = 0, InputError for hits outside 0 to n or a level outside 0 to 1."""
    _refuse(hits, n, level)
    if n == 0:
        return Insufficient(said("a proportion"), 0, 1)
    z, share = NormalDist().inv_cdf((1 + level) / 2), hits / n
    centre = (share + z * z / (2 * n)) / (1 + z * z / n)
    half = z / (1 + z * z / n) * math.sqrt(share * (1 - share) / n + z * z / (4 * n * n))
    low = 0.0 if hits == 0 else max(0.0, centre - half)
    high = 1.0 if hits == n else min(1.0, centre + half)
    return Proportion(share, low, high, n, level, "Wilson")


def clopper_pearson(hits: int, n: int, level: float = 0.95) -> Proportion | Insufficient:
    """The exact interval; Insufficient for n = 0, InputError for hits outside 0 to n or a level outside 0 to 1."""
    from trueup.stats.special import betaincinv

    _refuse(hits, n, level)
    if n == 0:
        return Insufficient(said("a proportion"), 0, 1)
    tail = (1 - level) / 2
    low = 0.0 if hits == 0 else float(betaincinv(hits, n - hits + 1, tail))
    high = 1.0 if hits == n else float(betaincinv(hits + 1, n - hits, 1 - tail))
    return Proportion(hits / n, low, high, n, level, "Clopper-Pearson")


def _refuse(hits: float, n: float, level: float) -> None:
    if not (0 <= hits <= n and math.isfinite(n)):
        raise InputError(f"{hits} of {n} is not a proportion", where="hits")
    if not 0 < level < 1:
        raise InputError(f"must lie between 0 and 1, not {level}", where="level")
