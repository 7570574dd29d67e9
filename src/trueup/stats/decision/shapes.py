"""Distributions as people state them, drawn by inverting them: a normal score in, a value out, for a copula to join.

`fixed`       (value)
`triangular`  (low, mode, high): density rising to the mode and falling from it
`pert`        (low, mode, high): beta with alpha = 1 + 4 (mode - low) / (high - low), beta = 6 - alpha
`uniform`     (low, high)
`normal`      (mean, standard deviation)
`lognormal`   (5 % point, 95 % point), above zero
`discrete`    value, probability, value, probability ...
`student`     (mean, standard error, degrees of freedom): what n past cases say of a mean
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal, get_args

import numpy as np

from trueup.stats.arrays import Floats
from trueup.vocabulary import InputError

Kind = Literal["fixed", "triangular", "pert", "uniform", "normal", "lognormal", "discrete", "student"]
NORMAL_95 = 1.6448536269514722
"""The 95 % point of the standard normal distribution."""
GRID = np.linspace(-8.0, 8.0, 1025)
"""Normal scores between which a quantile function that is slow is read by straight lines."""


@dataclass(frozen=True, slots=True)
class Shape:
    """A distribution and its parameters, in the order of the module's list. Raises InputError for what is none."""

    kind: Kind
    points: tuple[float, ...]

    def __post_init__(self) -> None:
        if self.kind not in get_args(Kind) or not all(map(math.isfinite, self.points)):
            raise InputError(f"{self.kind} of {self.points} is no distribution", where="shape")
        wrong = _WRONG[self.kind](self.points)
        if wrong:
            raise InputError(wrong, where=self.kind)

    @property
    def is_fixed(self) -> bool:
        """Whether there is nothing uncertain in it."""
        return bool(np.ptp(self.quantiles(np.array([-7.5, 0.0, 7.5]))) == 0)

    def quantiles(self, scores: Floats) -> Floats:
        """The value at each normal score, in the same shape: at 0 the median, at 1.2816 the 90 % point."""
        return np.asarray(_QUANTILES[self.kind](self.points, scores), dtype=np.float64)

    @property
    def mean(self) -> float:
        """The expected value, by formula."""
        return _MEANS[self.kind](self.points)


Points = tuple[float, ...]


def _ordered(points: Points) -> str:
    low, mode, high = points if len(points) == 3 else (math.nan,) * 3
    return "" if low <= mode <= high else f"{_told(points)} are not in order: low <= mode <= high"


def _told(points: Points) -> str:
    return ", ".join(f"{point:g}" for point in points)


def _wrong_discrete(points: Points) -> str:
    chances = points[1::2]
    if len(points) % 2 or not points or min(chances) < 0:
        return "each value has a probability of 0 or more"
    total = math.fsum(chances)
    return "" if abs(total - 1) < 1e-9 else f"the probabilities add up to {total:g}, not to 1"


_WRONG: dict[Kind, Callable[[Points], str]] = {
    "fixed": lambda p: "" if len(p) == 1 else "one value",
    "triangular": _ordered,
    "pert": _ordered,
    "uniform": lambda p: "" if len(p) == 2 and p[0] <= p[1] else f"{_told(p)} are not in order: low <= high",
    "normal": lambda p: "" if len(p) == 2 and p[1] >= 0 else "a mean and a standard deviation of 0 or more",
    "lognormal": lambda p: "" if len(p) == 2 and 0 < p[0] <= p[1] else f"{_told(p)}: 0 < 5 % point <= 95 % point",
    "discrete": _wrong_discrete,
    "student": lambda p: "" if len(p) == 3 and p[1] >= 0 and p[2] >= 1 else "mean, standard error, degrees of freedom",
}


def _chances(scores: Floats) -> Floats:
    from trueup.stats.special import ndtr

    return np.asarray(ndtr(scores), dtype=np.float64)


def _triangular(points: Points, scores: Floats) -> Floats:
    low, mode, high = points
    if low == high:
        return np.full_like(scores, low)
    peak, chance = (mode - low) / (high - low), _chances(scores)
    unit = np.where(chance < peak, np.sqrt(chance * peak), 1 - np.sqrt((1 - chance) * (1 - peak)))
    return np.asarray(low + (high - low) * unit)


def _pert(points: Points, scores: Floats) -> Floats:
    from trueup.stats.special import betaincinv

    low, mode, high = points
    if low == high:
        return np.full_like(scores, low)
    alpha = 1 + 4 * (mode - low) / (high - low)
    unit = np.interp(scores, GRID, betaincinv(alpha, 6 - alpha, _chances(GRID)))
    return np.asarray(low + (high - low) * unit)


def _lognormal(points: Points, scores: Floats) -> Floats:
    centre, spread = _logarithm(points)
    return np.exp(centre + spread * scores)


def _logarithm(points: Points) -> tuple[float, float]:
    low, high = (math.log(point) for point in points)
    return (low + high) / 2, (high - low) / (2 * NORMAL_95)


def _discrete(points: Points, scores: Floats) -> Floats:
    order = np.argsort(points[0::2], kind="stable")
    values, upto = np.array(points[0::2])[order], np.cumsum(np.array(points[1::2])[order])
    at = np.searchsorted(upto, _chances(scores), side="left")
    return values[np.minimum(at, len(values) - 1)]


def _student(points: Points, scores: Floats) -> Floats:
    from trueup.stats.special import stdtrit

    mean, error, freedom = points
    return np.asarray(mean + error * np.interp(scores, GRID, stdtrit(freedom, _chances(np.clip(GRID, -6, 6)))))


_QUANTILES: dict[Kind, Callable[[Points, Floats], Floats]] = {
    "fixed": lambda p, z: np.full_like(z, p[0]),
    "triangular": _triangular,
    "pert": _pert,
    "uniform": lambda p, z: p[0] + (p[1] - p[0]) * _chances(z),
    "normal": lambda p, z: p[0] + p[1] * z,
    "lognormal": _lognormal,
    "discrete": _discrete,
    "student": _student,
}


def _mean_lognormal(points: Points) -> float:
    centre, spread = _logarithm(points)
    return math.exp(centre + spread**2 / 2)


_MEANS: dict[Kind, Callable[[Points], float]] = {
    "fixed": lambda p: p[0],
    "triangular": lambda p: sum(p) / 3,
    "pert": lambda p: (p[0] + 4 * p[1] + p[2]) / 6,
    "uniform": lambda p: sum(p) / 2,
    "normal": lambda p: p[0],
    "lognormal": _mean_lognormal,
    "discrete": lambda p: math.fsum(value * chance for value, chance in zip(p[0::2], p[1::2], strict=True)),
    "student": lambda p: p[0],
}
