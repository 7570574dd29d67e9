"""What many back-tests say, worked out together: all their judged forecasts stand in one line."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from trueup.stats.arrays import Floats, Ints
from trueup.stats.crps import brier
from trueup.stats.forecast.record import Backtest, central, told


@dataclass(frozen=True, eq=False)
class Line:
    """The judged forecasts of several back-tests one after the other, each of which has one at least.

    Arrays have shape (forecasts,); `edges`, shape (tests + 1,), is where those of each back-test begin, and the end.
    """

    mean: Floats
    scale: Floats
    df: Floats
    actual: Floats
    edges: Ints

    @classmethod
    def of(cls, tests: Sequence[Backtest]) -> Line:
        """Those of each back-test, in order."""
        sizes = [int(np.count_nonzero(test.judged)) for test in tests]
        return cls(
            mean=np.concatenate([test.mean[test.judged] for test in tests]),
            scale=np.concatenate([test.scale[test.judged] for test in tests]),
            df=np.concatenate([test.df[test.judged] for test in tests]),
            actual=np.concatenate([test.actual[test.judged] for test in tests]),
            edges=np.cumsum([0, *sizes], dtype=np.int64),
        )

    @property
    def sizes(self) -> Ints:
        """How many forecasts each back-test has, shape (tests,)."""
        return np.diff(self.edges)

    def held(self, level: float) -> Ints:
        """How many central intervals of `level` held what came, of each back-test; shape (tests,)."""
        inside = np.abs(self.actual - self.mean) <= central(self.df, level) * self.scale
        return np.asarray(np.add.reduceat(inside, self.edges[:-1], dtype=np.int64))

    def briers(self, lower: Sequence[float], upper: Sequence[float]) -> list[float]:
        """The mean Brier score of "the value lies from lower to upper", with the bounds of each back-test."""
        low, high = (np.repeat(np.array(bound, dtype=np.float64), self.sizes) for bound in (lower, upper))
        said, came = told(self.mean, self.scale, self.df, low, high), (self.actual >= low) & (self.actual <= high)
        scores = brier(said, came)
        return [float(scores[first:last].mean()) for first, last in pairwise(self.edges.tolist())]
