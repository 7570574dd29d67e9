"""Forecasts as the numbers that statistics take: which cluster, which period; and bootstraps over clusters."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np

from trueup.stats.arrays import Floats, Ints
from trueup.stats.clustered import Tally, spread
from trueup.value.calibration.pairing import Pair
from trueup.vocabulary import Insufficient, said

LEAST_FORECASTS = 10
LEAST_CLUSTERS = 5
"""Below these nothing is said: the clusters are the evidence, not the forecasts."""
DRAWS = 2000


def clusters(pairs: Sequence[Pair]) -> Ints:
    """The number of the cluster of each, shape (pairs,), by the order of the clusters' names."""
    return np.unique([pair.issued.subject.cluster for pair in pairs], return_inverse=True)[1].astype(np.int64)


def months(pairs: Sequence[Pair]) -> Ints:
    """The month in which each was over: what goes wrong in one month may go wrong for all."""
    days = [pair.issued.for_date for pair in pairs]
    return np.array([day.year * 12 + day.month for day in days], dtype=np.int64)


def tally(hits: Floats, pairs: Sequence[Pair]) -> Tally:
    """Hits (0 or 1) with the cluster and month of each."""
    return Tally(hits.astype(np.float64), np.ones(len(hits)), clusters(pairs), months(pairs))


def lacking(what: str, pairs: Sequence[Pair], clusters_needed: int = LEAST_CLUSTERS) -> Insufficient | None:
    """Why nothing may be said of these; None where there are enough."""
    many = len({pair.issued.subject.cluster for pair in pairs})
    if many < clusters_needed:
        return Insufficient(said("{what}: series that are over", what=what), many, clusters_needed)
    if len(pairs) < LEAST_FORECASTS:
        return Insufficient(said("{what}: forecasts that are over", what=what), len(pairs), LEAST_FORECASTS)
    return None


def deviation(residual: Floats, pairs: Sequence[Pair]) -> tuple[float, int]:
    """Standard error of the sum of residuals, robust to clusters and months, and its degrees of freedom."""
    by, when = clusters(pairs), months(pairs)
    one, other = spread(residual, by), spread(residual, when)
    variance = max(one + other - float((residual**2).sum()), one, other)
    return float(np.sqrt(variance)), max(1, min(len(np.unique(by)), len(np.unique(when))) - 1)


def interval(
    statistic: Callable[[Floats], float], pairs: Sequence[Pair], rng: np.random.Generator, draws: int = DRAWS
) -> tuple[float, float]:
    """The 95 % percentile interval of a statistic over clusters drawn with replacement.

    `statistic` takes the weight of each pair, shape (pairs,).
    """
    by = clusters(pairs)
    many = int(by.max()) + 1
    counts = rng.multinomial(many, np.full(many, 1 / many), size=draws)
    found = np.array([statistic(row[by].astype(np.float64)) for row in counts])
    low, high = np.quantile(found, (0.025, 0.975)).tolist()
    return low, high
