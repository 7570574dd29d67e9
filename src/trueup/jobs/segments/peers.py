"""k-means on centred gaps beside the latent classes: a second opinion, never the reason for a segment."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from trueup.jobs.results import SegmentsTried
from trueup.stats.arrays import Floats, Ints
from trueup.stats.segments.kmeans import kmeans_stability
from trueup.vocabulary import said

MOST = 6
RESAMPLES = 20
ENOUGH = 0.5
"""Share of the people with complete answers below which k-means would speak of a minority."""


@dataclass(frozen=True, slots=True)
class Peers:
    """Every number of groups by k-means; `agreement` is the adjusted Rand index with the segments, 0 chance, 1 equal.

    `complete` counts the people it could use: k-means knows no missing answer, and none is made up for it.
    """

    tried: tuple[SegmentsTried, ...]
    agreement: float | None
    complete: int


def by_kmeans(gaps: Floats, seed: int, groups: Ints | None) -> Peers:
    """k-means of 2 to 6 groups on centred gaps [n, m], NaN where an answer is missing; `groups` to compare with."""
    whole = np.isfinite(gaps).all(axis=1)
    count = int(whole.sum())
    if count < max(ENOUGH * len(gaps), 2 * MOST) or len(np.unique(gaps[whole], axis=0)) < MOST:
        return Peers((), None, count)
    rng = np.random.default_rng([seed, 3])
    tried, agreement = [], None
    for k in range(2, MOST + 1):
        labels, stable = kmeans_stability(gaps[whole], k, seed, rng, RESAMPLES)
        tried.append(_candidate(k, labels, float(stable.min())))
        if groups is not None and k == int(groups.max()) + 1:
            agreement = _agreement(labels, groups[whole])
    return Peers(tuple(tried), agreement, count)


def _candidate(k: int, labels: Ints, stability: float) -> SegmentsTried:
    return SegmentsTried(
        method="k-means",
        k=k,
        bic=None,
        stability=round(stability, 4),
        smallest=int(np.bincount(labels, minlength=k).min()),
        refused=said("k-means divides any answers into groups: shown for comparison"),
    )


def _agreement(first: Ints, second: Ints) -> float:
    from sklearn.metrics import adjusted_rand_score

    return round(float(adjusted_rand_score(first, second)), 4)
