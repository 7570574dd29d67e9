"""A share over forecasts that depend on each other: those of one series share its errors, those of one period shocks.

The variance is robust to both at once: Cameron, Gelbach and Miller, J. Business & Economic Statistics 29 (2011), never
below that of independent forecasts. What it leaves is said as an *effective n*: so many independent forecasts would
tell as much. Intervals are Wilson's at that n, with Student t for few clusters.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from statistics import NormalDist

import numpy as np

from trueup.stats.arrays import Floats, Ints
from trueup.stats.proportions import Proportion, wilson
from trueup.vocabulary import InputError, Insufficient, said

LEAST_CLUSTERS = 2
"""With one cluster nothing tells how far clusters differ."""


@dataclass(frozen=True, slots=True)
class Share:
    """A share with its 95 % interval, over `n` forecasts of `clusters` series that count as `effective` ones."""

    value: float
    low: float
    high: float
    n: int
    clusters: int
    effective: float


@dataclass(frozen=True, eq=False)
class Tally:
    """Rows of hits (0 or 1, or a sum of them) out of trials, with the series and the period of each; shape (rows,).

    Rows are many and every question asks of the same clusters: they are found once.
    """

    hits: Floats
    trials: Floats
    series: Ints
    period: Ints

    def __post_init__(self) -> None:
        if len({len(each) for each in (self.hits, self.trials, self.series, self.period)}) != 1:
            raise InputError("hits, trials, series and periods differ in length", where="tally")
        if ((self.hits < 0) | (self.hits > self.trials) | (self.trials <= 0)).any():
            raise InputError("hits lie in 0 to trials, and each row has a trial", where="tally")

    @property
    def n(self) -> int:
        """All trials."""
        return int(self.trials.sum())

    @property
    def clusters(self) -> int:
        """How many series."""
        return _many(self._of_series)

    @property
    def value(self) -> float:
        """The share of hits over all trials."""
        return float(self.hits.sum() / self.trials.sum())

    def df(self) -> int:
        """Degrees of freedom: one less than the clusters, by series or by period, whichever are fewer."""
        return max(1, min(self.clusters, _many(self._of_period)) - 1)

    def variance(self, under: float) -> float:
        """Variance of `value`, robust to clusters both ways; at least that of independent trials of chance `under`."""
        return max(self._robust, under * (1 - under) * self.n) / self.n**2

    @cached_property
    def _of_series(self) -> Ints:
        return _numbered(self.series)

    @cached_property
    def _of_period(self) -> Ints:
        return _numbered(self.period)

    @cached_property
    def _robust(self) -> float:
        residual = self.hits - self.value * self.trials
        series, period = _spread(residual, self._of_series), _spread(residual, self._of_period)
        return max(series + period - float((residual**2).sum()), series, period)


def spread(residual: Floats, cluster: Ints) -> float:
    """The sum of squared cluster sums, with the correction G / (G - 1) for few clusters."""
    return _spread(residual, _numbered(cluster))


def _numbered(cluster: Ints) -> Ints:
    """Clusters numbered from 0 on."""
    return np.unique(cluster, return_inverse=True)[1].astype(np.int64)


def _many(numbered: Ints) -> int:
    return int(numbered.max(initial=-1)) + 1


def _spread(residual: Floats, numbered: Ints) -> float:
    sums = np.bincount(numbered, weights=residual)
    many = len(sums)
    return float((sums**2).sum()) * (many / (many - 1) if many > 1 else 1.0)


def share(tally: Tally, level: float = 0.95) -> Share | Insufficient:
    """The share and its interval. Insufficient for fewer than 2 series."""
    if not len(tally.trials) or tally.clusters < LEAST_CLUSTERS:
        have = tally.clusters if len(tally.trials) else 0
        return Insufficient(said("a share over many series"), have, LEAST_CLUSTERS)
    effective = effective_n(tally, level)
    found = wilson(tally.value * effective, effective, level)
    assert isinstance(found, Proportion)
    return Share(tally.value, found.low, found.high, tally.n, tally.clusters, effective)


def effective_n(tally: Tally, level: float = 0.95) -> float:
    """How many independent trials would tell as much; where all or none were hits, one a series."""
    from trueup.stats.special import stdtrit

    few = (NormalDist().inv_cdf((1 + level) / 2) / float(stdtrit(tally.df(), (1 + level) / 2))) ** 2
    p = tally.value
    if p in (0.0, 1.0):
        return max(1.0, tally.clusters * few)
    return float(min(tally.n, max(1.0, p * (1 - p) / tally.variance(p) * few)))


def p_below(tally: Tally, bound: float) -> float:
    """p-value of "the true share is at least `bound`" against "it is below", one-sided, by Student t."""
    from trueup.stats.special import stdtr

    return float(stdtr(tally.df(), (tally.value - bound) / np.sqrt(tally.variance(bound))))


def p_above(tally: Tally, bound: float) -> float:
    """p-value of "the true share is at most `bound`" against "it is above"."""
    from trueup.stats.special import stdtr

    return float(stdtr(tally.df(), (bound - tally.value) / np.sqrt(tally.variance(bound))))
