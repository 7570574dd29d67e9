"""What is said of the values to come: one joint distribution of the whole path.

A path is mean + factor · z · sqrt(df / χ²(df)), with z independent standard normal (or drawn from the standardised
residuals where these are heavy-tailed) and one χ² a path. So each single value is a Student t with `df` degrees of
freedom, which is what an estimated variance makes of a normal forecast.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property

import numpy as np
import numpy.typing as npt

from trueup.stats.arrays import Floats, checked
from trueup.vocabulary import InputError

ONE_SIGMA = 0.8413447460685429
"""Share of a normal distribution below mean + 1 sd."""


@dataclass(frozen=True, eq=False)
class Predictive:
    """The next `horizon` values of one series, in its own unit.

    `mean` (horizon,); `factor` lower triangular (horizon, horizon); `df` may be infinite (normal). `residuals` are
    standardised one-step errors, used for paths only when `heavy_tailed`.
    """

    mean: Floats
    factor: Floats
    df: float = math.inf
    residuals: Floats = field(default_factory=lambda: np.zeros(0))
    heavy_tailed: bool = False

    def __post_init__(self) -> None:
        checked(self.mean, name="mean")
        checked(self.factor, name="factor")
        if self.factor.shape != (len(self.mean), len(self.mean)) or not self.df > 1:
            raise InputError(
                f"factor {self.factor.shape} and df {self.df} for {len(self.mean)} steps", where="forecast"
            )
        for array in (self.mean, self.factor, self.residuals):
            array.setflags(write=False)

    @property
    def horizon(self) -> int:
        """How many steps ahead it reaches."""
        return len(self.mean)

    @cached_property
    def spread(self) -> Floats:
        """The scale of the Student t at each step."""
        return np.asarray(np.sqrt((self.factor**2).sum(axis=1)))

    @property
    def sd(self) -> Floats:
        """Half the central 68.27 % interval at each step: the standard deviation where df is infinite."""
        return np.asarray(self.spread * student_quantile(np.array([ONE_SIGMA]), self.df)[0])

    def quantiles(self, levels: npt.ArrayLike) -> Floats:
        """Quantiles at each step, shape (horizon, levels). InputError for a level that is not between 0 and 1."""
        at, _ = checked(levels, name="levels")
        if ((at <= 0) | (at >= 1)).any():
            raise InputError("quantile levels lie between 0 and 1", where="levels")
        return self.at(student_quantile(at, self.df))

    def at(self, standard: Floats) -> Floats:
        """The values at `standard` quantiles of its own Student t, shape (horizon, quantiles)."""
        return np.asarray(self.mean[:, None] + self.spread[:, None] * standard[None, :])

    def below(self, value: float) -> Floats:
        """Probability that each step is at most `value`."""
        return student_cdf((value - self.mean) / self.spread, self.df)


def student_quantile(levels: Floats, df: float) -> Floats:
    """Quantiles of the standard Student t; of the normal distribution where df is infinite."""
    from trueup.stats.special import ndtri, stdtrit

    return np.asarray(ndtri(levels) if math.isinf(df) else stdtrit(df, levels))


def student_quantiles(levels: Sequence[float], df: Sequence[float]) -> Floats:
    """The same for each of many df, shape (df, levels); few of them differ, and each takes a search for a root."""
    distinct, back = np.unique(np.array(df, dtype=np.float64), return_inverse=True)
    at = np.array(levels, dtype=np.float64)
    return np.stack([student_quantile(at, each) for each in distinct.tolist()])[back]


def student_cdf(z: Floats, df: float) -> Floats:
    """Distribution function of the standard Student t, or of the normal where df is infinite."""
    from trueup.stats.special import ndtr, stdtr

    return np.asarray(ndtr(z) if math.isinf(df) else stdtr(df, z))
