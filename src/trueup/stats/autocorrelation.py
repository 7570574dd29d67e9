"""Whether neighbouring points resemble each other, and what that leaves of their number.

Source: Bartlett (1946) for |r| > 2 / √n; Bayley and Hammersley (1946) for the effective size n (1 - r) / (1 + r) of a
first-order autoregression.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from trueup.stats.arrays import Floats, NoVariation, checked
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


Answer = Autocorrelation | Insufficient | NoVariation


def autocorrelation(values: npt.ArrayLike, present: npt.ArrayLike | None = None) -> Answer:
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
    return _of(float(apart[1:] @ apart[:-1]) / square * (n - 1) / pairs, n)


def autocorrelations(series: Sequence[Floats]) -> list[Answer]:
    """`autocorrelation` of each of many series of finite numbers without gaps; those of one length in one go."""
    answers: dict[int, Answer] = {}
    alike: dict[int, list[int]] = defaultdict(list)
    for index, each in enumerate(series):
        alike[len(each)].append(index)
    for n, same in alike.items():
        answers.update(zip(same, _of_rows(np.stack([series[index] for index in same]), n), strict=True))
    return [answers[index] for index in range(len(series))]


def _of_rows(x: Floats, n: int) -> list[Answer]:
    """The answer about each row, shape (series, n)."""
    if n < FEWEST:
        return [Insufficient(said("autocorrelation"), n, FEWEST)] * len(x)
    pairs = n - 1
    apart = x - x.mean(axis=1, keepdims=True)
    square = _products(apart, apart)
    still = square <= n * (8 * np.finfo(float).eps * np.abs(x).max(axis=1)) ** 2
    r = _products(apart[:, 1:], apart[:, :-1]) / np.where(still, 1.0, square) * (n - 1) / pairs
    rows = zip(r.tolist(), still.tolist(), x[:, 0].tolist(), strict=True)
    return [NoVariation(said("the series"), first, n) if same else _of(each, n) for each, same, first in rows]


def _products(left: Floats, right: Floats) -> Floats:
    """The inner product of each row with the one beside it."""
    return np.asarray((left[:, None, :] @ right[:, :, None])[:, 0, 0])


def _of(r: float, n: int) -> Autocorrelation:
    r = max(-1.0, min(1.0, r))
    notable = abs(r) > 2 / math.sqrt(n)
    return Autocorrelation(r, n, notable, n * (1 - r) / (1 + r) if notable and r > 0 else float(n))
