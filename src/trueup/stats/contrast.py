"""Is it really different? A mean against a target, two groups against each other, with and without a normal model.

Source: Student (1908); Welch, Biometrika 34 (1947); the sign test (Arbuthnot 1710, Conover 1999, ch. 3); Wilcoxon
(1945) and Mann and Whitney (1947), with the estimate of Hodges and Lehmann (1963).
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from statistics import NormalDist

import numpy as np
import numpy.typing as npt

from trueup.stats.arrays import Floats, NoVariation, checked_line
from trueup.stats.autocorrelation import Answer, Autocorrelation, autocorrelation, autocorrelations
from trueup.vocabulary import Insufficient, said

SIGN_FEWEST = 6
"""The fewest differences with which a two-sided exact sign test can reach 5 %: 2 / 2^6 = 0.031."""
RANK_FEWEST = 4
"""The fewest points in each group with which an exact two-sided rank-sum test can reach 5 %: 2 / 70 = 0.029."""
EXACT_UP_TO = 20
"""Up to this many points in the larger group, without ties, the rank-sum distribution is counted exactly."""


@dataclass(frozen=True, slots=True)
class Contrast:
    """A difference with its interval at `level` and two-sided p. `n` are points, `effective` what they are worth."""

    estimate: float
    low: float
    high: float
    p: float
    n: int
    effective: float
    level: float
    method: str


def mean_against(
    values: npt.ArrayLike, target: float, present: npt.ArrayLike | None = None, *, level: float = 0.95
) -> Contrast | Insufficient | NoVariation:
    """One-sample t of mean - target for a series of shape (time,).

    Where neighbouring points resemble each other (lag-1 r above 2 / √n), n shrinks to n (1 - r) / (1 + r) and the
    method says so. Fewer than 3 points give Insufficient; InputError for NaN.
    """
    x = checked_line(values, present)
    if len(x) < 3:
        return Insufficient(said("a mean against a target"), len(x), 3)
    if np.ptp(x) == 0:
        return NoVariation(said("the series"), float(x[0]), len(x))
    return _one_sample(float(x.mean()) - target, float(x.std(ddof=1)), len(x), autocorrelation(values, present), level)


def means_against(values: Floats, target: float, *, level: float = 0.95) -> list[Contrast | Insufficient | NoVariation]:
    """`mean_against` of each row of finite numbers without gaps, shape (questions, points)."""
    n = values.shape[1]
    if n < 3:
        return [Insufficient(said("a mean against a target"), n, 3)] * len(values)
    apart, sd = (values.mean(axis=1) - target).tolist(), values.std(axis=1, ddof=1).tolist()
    rows = zip(apart, sd, autocorrelations(list(values)), np.ptp(values, axis=1).tolist(), values, strict=True)
    return [
        _one_sample(mean, spread, n, lag, level) if varied else NoVariation(said("the series"), float(row[0]), n)
        for mean, spread, lag, varied, row in rows
    ]


def _one_sample(estimate: float, sd: float, n: int, lag: Answer, level: float) -> Contrast:
    """By Student's t of n points that are worth fewer where neighbours resemble each other."""
    effective = max(lag.effective, 2.0) if isinstance(lag, Autocorrelation) else float(n)
    method = "one-sample t" + (", corrected for autocorrelation" if effective < n else "")
    return _by_t(estimate, sd / math.sqrt(effective), effective - 1, (n, effective), level, method)


def welch(after: npt.ArrayLike, before: npt.ArrayLike, *, level: float = 0.95) -> Contrast | Insufficient | NoVariation:
    """Welch's t of mean(after) - mean(before), two independent groups. Fewer than 2 points in either: Insufficient."""
    a, b = checked_line(after, name="after"), checked_line(before, name="before")
    if min(len(a), len(b)) < 2:
        return Insufficient(said("a difference of two means: points in the smaller group"), min(len(a), len(b)), 2)
    if np.ptp(a) == 0 and np.ptp(b) == 0:
        return NoVariation(said("either group"), float(a[0]), len(a) + len(b))
    va, vb = float(a.var(ddof=1)) / len(a), float(b.var(ddof=1)) / len(b)
    df = (va + vb) ** 2 / (va**2 / (len(a) - 1) + vb**2 / (len(b) - 1))
    n = len(a) + len(b)
    return _by_t(float(a.mean() - b.mean()), math.sqrt(va + vb), df, (n, float(n)), level, "Welch t")


def sign_test(
    values: npt.ArrayLike, target: float = 0.0, present: npt.ArrayLike | None = None, *, level: float = 0.95
) -> Contrast | Insufficient:
    """Exact sign test of median - target; points equal to the target are left out of p, not of the interval.

    The interval lies between order statistics and covers at least `level`. Needs 6 points that differ from the target.
    """
    from trueup.stats.special import bdtr

    x = np.sort(checked_line(values, present)) - target
    differing = int((x != 0).sum())
    if differing < SIGN_FEWEST:
        return Insufficient(said("a sign test: points that differ from the target"), differing, SIGN_FEWEST)
    fewer = min(int((x > 0).sum()), int((x < 0).sum()))
    p = min(1.0, 2 * float(bdtr(fewer, differing, 0.5)))
    n = len(x)
    outside = sum(1 for k in range(n // 2) if 2 * bdtr(k, n, 0.5) <= 1 - level)
    low, high = float(x[max(outside - 1, 0)]), float(x[n - max(outside, 1)])
    return Contrast(float(np.median(x)), low, high, p, n, float(n), level, "sign test")


def rank_sum(after: npt.ArrayLike, before: npt.ArrayLike, *, level: float = 0.95) -> Contrast | Insufficient:
    """Wilcoxon-Mann-Whitney: the Hodges-Lehmann shift of `after` over `before`, with interval and p.

    Exact without ties up to 20 points in the larger group, else the normal approximation with ties and continuity
    correction. Needs 4 points in each group; InputError for NaN.
    """
    a, b = checked_line(after, name="after"), checked_line(before, name="before")
    small = min(len(a), len(b))
    if small < RANK_FEWEST:
        return Insufficient(said("a rank-sum test: points in the smaller group"), small, RANK_FEWEST)
    return rank_sums(a[None], b[None], level=level)[0]


def rank_sums(after: Floats, before: Floats, *, level: float = 0.95) -> list[Contrast]:
    """`rank_sum` of each row of two groups of finite numbers, shapes (questions, points), 4 points or more in each."""
    a, b = after.shape[1], before.shape[1]
    shifts = np.sort((after[:, :, None] - before[:, None, :]).reshape(-1, a * b), axis=1)
    above = (shifts > 0).sum(axis=1) + (shifts == 0).sum(axis=1) / 2
    pooled = np.sort(np.concatenate([after, before], axis=1), axis=1)
    tied = (pooled[:, 1:] == pooled[:, :-1]).any(axis=1)
    middle = (shifts[:, (a * b - 1) // 2] + shifts[:, a * b // 2]) / 2
    counted = _counted(a, b) if max(a, b) <= EXACT_UP_TO and not tied.all() else None
    found = []
    for row, u in enumerate(above.tolist()):
        if counted is None or tied[row]:
            p, outside = _normal_rank_sum(u, pooled[row] if tied[row] else None, (a, b), level)
            method = "rank-sum, normal approximation"
        else:
            p, outside = _exact_rank_sum(u, counted, (a, b), level)
            method = "rank-sum, exact"
        low, high = shifts[row, max(outside - 1, 0)], shifts[row, a * b - max(outside, 1)]
        sizes = a + b, float(a + b)
        found.append(Contrast(float(middle[row]), float(low), float(high), p, *sizes, level, method))
    return found


def _by_t(estimate: float, se: float, df: float, sizes: tuple[int, float], level: float, method: str) -> Contrast:
    from trueup.stats.special import stdtr, stdtrit

    half = float(stdtrit(df, (1 + level) / 2)) * se
    p = 2 * float(stdtr(df, -abs(estimate) / se))
    return Contrast(estimate, estimate - half, estimate + half, p, sizes[0], sizes[1], level, method)


def _exact_rank_sum(u: float, share: Floats, sizes: tuple[int, int], level: float) -> tuple[float, int]:
    a, b = sizes
    p = min(1.0, 2 * float(share[int(min(u, a * b - u))]))
    return p, int((2 * share[: a * b // 2] <= 1 - level).sum())


def _counted(a: int, b: int) -> Floats:
    """The share of all orders of a + b points whose U is at most 0 to ab."""
    return np.asarray(np.cumsum(_rank_sum_counts(a, b)) / math.comb(a + b, a))


def _rank_sum_counts(a: int, b: int) -> Floats:
    """How many orders of a + b points give each U from 0 to ab: the Gaussian binomial coefficients."""
    counts = np.zeros(a * b + 1)
    counts[0] = 1
    for i in range(1, a + 1):
        for u in range(a * b, b + i - 1, -1):
            counts[u] -= counts[u - b - i]
        for u in range(i, a * b + 1):
            counts[u] += counts[u - i]
    return counts


def _normal_rank_sum(u: float, tied: Floats | None, sizes: tuple[int, int], level: float) -> tuple[float, int]:
    """`tied` are all points of both groups where some of them are equal."""
    a, b = sizes
    n = a + b
    variance = a * b / 12 * (n + 1 - (0.0 if tied is None else _ties(tied)) / (n * (n - 1)))
    if variance == 0:
        return 1.0, 0
    z = max(0.0, abs(u - a * b / 2) - 0.5) / math.sqrt(variance)
    normal = NormalDist()
    reach = normal.inv_cdf((1 + level) / 2) * math.sqrt(variance)
    return min(1.0, 2 * normal.cdf(-z)), max(0, math.floor(a * b / 2 - reach))


def _ties(points: Floats) -> float:
    """Sum of t³ - t over the groups of t equal points."""
    ties = np.unique(points, return_counts=True)[1].astype(float)
    return float((ties**3 - ties).sum())
