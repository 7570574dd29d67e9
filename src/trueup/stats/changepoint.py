"""One change of level: when it came, how large it is, and how sure that is.

Source: Andrews, Econometrica 61 (1993) for sup-F; Pettitt, Applied Statistics 28 (1979) for K; Newey and West,
Econometrica 55 (1987) for the standard error; Bai, Review of Economics and Statistics 79 (1997) for the interval of the
date. Under strong autocorrelation sup-F signals too often: chart the residuals of a fitted level instead, and see `r`.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from statistics import NormalDist

import numpy as np
import numpy.typing as npt

from trueup.stats.arrays import Floats, NoVariation, checked_line
from trueup.vocabulary import InputError, Insufficient, said

BAI_975 = 11.03
"""97.5 % point of the place where two-sided Brownian motion minus |s| / 2 is highest (Yao 1987, Bai 1997)."""


@dataclass(frozen=True, slots=True)
class LevelShift:
    """The best single step of a series of `n` points; indices count the present points from 0.

    `last` is the last point BEFORE the change, `earliest` to `latest` its 95 % interval. `step` = after - before, with
    its ordinary and its autocorrelation-proof (Newey-West) standard error and the 95 % interval of the latter. `sup_f`
    is the largest F over all dates; `pettitt_p` does not assume a normal distribution. `r` is the lag-1 autocorrelation
    of the residuals, `correlated` when |r| > 2 / √n.
    """

    last: int
    earliest: int
    latest: int
    before: float
    after: float
    step: float
    se: float
    se_hac: float
    low: float
    high: float
    sup_f: float
    pettitt_k: float
    pettitt_p: float
    pettitt_last: int
    r: float
    correlated: bool
    n: int


def level_shift(
    values: npt.ArrayLike, present: npt.ArrayLike | None = None, *, least: int = 5
) -> LevelShift | Insufficient | NoVariation:
    """The best single level shift with at least `least` points on either side; series of shape (time,).

    Missing points are left out. Fewer than 2 x `least` points give Insufficient; InputError for NaN.
    """
    x = checked_line(values, present)
    n = len(x)
    if least < 2:
        raise InputError(f"a level needs 2 points or more on each side, not {least}", where="least")
    if n < 2 * least:
        return Insufficient(said("a change of level"), n, 2 * least)
    if np.ptp(x) == 0:
        return NoVariation(said("the series"), float(x[0]), n)
    f = _f_statistics(x[None], least)[0]
    last = least - 1 + int(np.argmax(f))
    return _describe(x, last, float(f.max()))


def sup_f_p(values: npt.ArrayLike, rng: np.random.Generator, *, least: int = 5, draws: int = 999) -> float:
    """p-value of sup-F by permutation: the share of shuffled series with a step as clear, counting the series itself.

    Valid for exchangeable points; autocorrelated points need their model's residuals. InputError for NaN.
    """
    x = checked_line(values)
    if len(x) < 2 * least or np.ptp(x) == 0:
        raise InputError(f"needs {2 * least} points that are not all equal", where="values")
    own = _f_statistics(x[None], least).max()
    shuffled = rng.permuted(np.tile(x, (draws, 1)), axis=1)
    as_clear = int((_f_statistics(shuffled, least).max(axis=1) >= own * (1 - 1e-12)).sum())
    return (1 + as_clear) / (1 + draws)


def pettitt(values: npt.ArrayLike) -> tuple[float, float, int]:
    """Pettitt's K, its approximate p = 2 exp(-6 K² / (n³ + n²)), and the index of the last point before the change."""
    x = checked_line(values)
    n = len(x)
    signs = np.sign(x[:, None] - x[None, :]).sum(axis=1)
    u = np.abs(np.cumsum(signs))
    return float(u.max()), min(1.0, 2 * math.exp(-6 * float(u.max()) ** 2 / (n**3 + n**2))), int(np.argmax(u))


def newey_west_lags(n: int) -> int:
    """The usual number of lags, floor(4 (n / 100)^(2/9))."""
    return int(4 * (n / 100) ** (2 / 9))


def _f_statistics(x: Floats, least: int) -> Floats:
    """F of a step after each possible last point, shape (series, dates)."""
    n = x.shape[1]
    apart = x - x.mean(axis=1, keepdims=True)
    size = np.arange(least, n - least + 1)
    explained = np.cumsum(apart, axis=1)[:, size - 1] ** 2 * n / (size * (n - size))
    total = (apart**2).sum(axis=1, keepdims=True)
    rest = np.maximum(total - explained, np.finfo(float).eps * total)
    return np.asarray(explained / rest * (n - 2))


def _describe(x: Floats, last: int, sup_f: float) -> LevelShift:
    n, size = len(x), last + 1
    before, after = float(x[:size].mean()), float(x[size:].mean())
    residuals = x - np.where(np.arange(n) < size, before, after)
    square = float(residuals @ residuals)
    se = math.sqrt(square / (n - 2) * (1 / size + 1 / (n - size)))
    se_hac = _hac(residuals, size)
    half = NormalDist().inv_cdf(0.975) * max(se_hac, se)
    r = float(residuals[1:] @ residuals[:-1]) / square if square > 0 else 0.0
    reach = int(BAI_975 * square / (n - 2) / (after - before) ** 2) + 1
    k, p, at = pettitt(x)
    return LevelShift(
        last=last,
        earliest=max(0, last - reach),
        latest=min(n - 2, last + reach),
        before=before,
        after=after,
        step=after - before,
        se=se,
        se_hac=se_hac,
        low=after - before - half,
        high=after - before + half,
        sup_f=sup_f,
        pettitt_k=k,
        pettitt_p=p,
        pettitt_last=at,
        r=r,
        correlated=abs(r) > 2 / math.sqrt(n),
        n=n,
    )


def _hac(residuals: Floats, size: int) -> float:
    """Newey-West standard error of the step: Bartlett weights over the usual number of lags."""
    n = len(residuals)
    scores = residuals * np.where(np.arange(n) < size, -1 / size, 1 / (n - size))
    lags = newey_west_lags(n)
    total = float(scores @ scores)
    for lag in range(1, lags + 1):
        total += 2 * (1 - lag / (lags + 1)) * float(scores[lag:] @ scores[:-lag])
    return math.sqrt(max(total, 0.0))
