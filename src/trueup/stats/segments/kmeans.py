"""Groups by k-means on gaps, each centred on the person's own mean: the textbook way, kept as a second opinion."""

from __future__ import annotations

from typing import Any

import numpy as np

from trueup.stats.arrays import Floats, Ints
from trueup.stats.segments.stability import jaccard

STARTS = 10


def kmeans(gaps: Floats, k: int, seed: int) -> tuple[Ints, Any]:
    """The group of each person, int[n], and the fitted scikit-learn estimator. `gaps` float64[n, m], all finite."""
    from sklearn.cluster import KMeans

    fitted = KMeans(k, n_init=STARTS, random_state=seed).fit(gaps)
    return fitted.labels_.astype(np.int64), fitted


def kmeans_stability(gaps: Floats, k: int, seed: int, rng: np.random.Generator, resamples: int) -> tuple[Ints, Floats]:
    """The group of each person, and how stable each group is: its mean Jaccard similarity over resamples."""
    from sklearn.cluster import KMeans

    labels, _ = kmeans(gaps, k, seed)

    def regroup(drawn: Ints) -> Ints:
        again = KMeans(k, n_init=2, random_state=seed).fit(gaps, sample_weight=drawn.astype(np.float64))
        return np.asarray(again.predict(gaps), dtype=np.int64)

    return labels, jaccard(labels, k, regroup, rng, resamples)
