"""Figures that nobody knows exactly, as people write them, and draws from them: one vocabulary for all of value.

`pert`        beta on [low, high] with alpha = 1 + 4 (likely - low) / (high - low), beta = 6 - alpha: its mean is
              (low + 4 likely + high) / 6 (Malcolm, Roseboom, Clark & Fazar 1959)
`triangular`  density rising from low to likely and falling to high: its mean is (low + likely + high) / 3
`uniform`     all of [low, high] alike; no likely
`lognormal`   low and high are its 5 % and 95 % points, above zero; no likely
"""

from __future__ import annotations

import math
from decimal import Decimal
from typing import Annotated, Any, Literal, TypeAlias

import numpy as np
from pydantic import model_validator

from trueup.stats.arrays import Floats
from trueup.vocabulary import Number, Part

Distribution = Literal["pert", "triangular", "uniform", "lognormal"]
NORMAL_95 = 1.6448536269514722
"""The 95 % point of the standard normal distribution."""


class ThreePoints(Part):
    """An uncertain figure: lowest, most likely and highest, and the distribution they stand for."""

    low: Number
    likely: Number | None = None
    high: Number
    distribution: Distribution = "pert"

    @model_validator(mode="after")
    def _in_order(self) -> Any:
        if not self.low <= self.high:
            raise ValueError(f"low {self.low} is above high {self.high}")
        if (self.likely is None) == (self.distribution in ("pert", "triangular")):
            need = "needs" if self.likely is None else "has no"
            raise ValueError(f"a {self.distribution} {need} `likely`")
        if self.likely is not None and not self.low <= self.likely <= self.high:
            raise ValueError(f"low {self.low}, likely {self.likely}, high {self.high} are not in order")
        if self.distribution == "lognormal" and self.low <= 0:
            raise ValueError(f"a lognormal begins above zero, not at {self.low}")
        return self


Uncertain: TypeAlias = Annotated[Number | ThreePoints, "a number, or {low, likely, high, distribution}"]
"""A key of a document that takes either: `hours: 2`, or `hours: {low: 1, likely: 2, high: 4}`."""


def central(figure: Decimal | ThreePoints) -> Decimal:
    """The figure that a calculation without chance takes: the most likely; without one the middle.

    The middle of a uniform is its mean, of a lognormal its median: the root of low x high.
    """
    if isinstance(figure, Decimal):
        return figure
    if figure.likely is not None:
        return figure.likely
    return (figure.low + figure.high) / 2 if figure.distribution == "uniform" else (figure.low * figure.high).sqrt()


def mean(figure: Decimal | ThreePoints) -> float:
    """The expected value, by formula."""
    if isinstance(figure, Decimal):
        return float(figure)
    low, high = float(figure.low), float(figure.high)
    likely = float(figure.likely) if figure.likely is not None else 0.0
    if figure.distribution == "pert":
        return (low + 4 * likely + high) / 6
    if figure.distribution == "triangular":
        return (low + likely + high) / 3
    if figure.distribution == "uniform":
        return (low + high) / 2
    middle, spread = _log_normal(figure)
    return math.exp(middle + spread**2 / 2)


def drawn(figure: Decimal | ThreePoints, shares: Floats) -> Floats:
    """The figure at `shares` of its distribution (uniform on (0, 1), any shape): its quantiles, so a draw each.

    By inverting the distribution function, so that figures can share or correlate their `shares`.
    """
    if isinstance(figure, Decimal):
        return np.full_like(shares, float(figure))
    low, width = float(figure.low), float(figure.high - figure.low)
    if width == 0:
        return np.full_like(shares, low)
    if figure.distribution == "lognormal":
        from scipy.special import ndtri

        middle, spread = _log_normal(figure)
        return np.asarray(np.exp(middle + spread * ndtri(shares)), dtype=np.float64)
    if figure.distribution == "uniform":
        return low + width * shares
    assert figure.likely is not None
    peak = float(figure.likely - figure.low) / width
    unit = _pert(peak, shares) if figure.distribution == "pert" else _triangular(peak, shares)
    return low + width * unit


def _pert(peak: float, shares: Floats) -> Floats:
    from scipy.special import betaincinv

    return np.asarray(betaincinv(1 + 4 * peak, 5 - 4 * peak, shares), dtype=np.float64)


def _triangular(peak: float, shares: Floats) -> Floats:
    rising = np.sqrt(shares * peak)
    falling = 1 - np.sqrt((1 - shares) * (1 - peak))
    return np.where(shares < peak, rising, falling)


def _log_normal(figure: ThreePoints) -> tuple[float, float]:
    """Mean and standard deviation of the logarithm."""
    low, high = math.log(float(figure.low)), math.log(float(figure.high))
    return (low + high) / 2, (high - low) / (2 * NORMAL_95)
