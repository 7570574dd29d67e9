"""Do the same groups come back when other people of the same kind are asked? Jaccard similarity over resamples.

Source: Hennig, Cluster-wise assessment of cluster stability, Computational Statistics & Data Analysis 52 (2007): per
group the mean, over bootstrap resamples, of its similarity to the most similar group there; .75 is "valid, stable".
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from trueup.stats.arrays import Floats, Ints

STABLE = 0.75
LOOK, HOPELESS = 15, 0.6
Regroup = Callable[[Ints], Ints]


def jaccard(groups: Ints, k: int, regroup: Regroup, rng: np.random.Generator, resamples: int) -> Floats:
    """Mean similarity of each of the k groups, float64[k].

    `groups` int[n] is the group of each person; `regroup` takes how often each person was drawn, int[n], and gives
    the group of each person as found from those draws. Only people who were drawn are compared, each once. Groups of
    which one has hardly come back after LOOK resamples are given up there.
    """
    n, total = len(groups), np.zeros(k)
    for done in range(1, resamples + 1):
        drawn = np.bincount(rng.integers(0, n, n), minlength=n)
        total += _similarity(groups[drawn > 0], regroup(drawn)[drawn > 0], k)
        if done == LOOK and total.min() / done < HOPELESS:
            return total / done
    return total / resamples


def _similarity(before: Ints, after: Ints, k: int) -> Floats:
    """The Jaccard similarity of each group before to the most similar one after."""
    sides = max(k, int(after.max()) + 1)
    both = np.bincount(before * sides + after, minlength=k * sides).reshape(k, sides)
    either = both.sum(axis=1, keepdims=True) + both.sum(axis=0, keepdims=True) - both
    return np.asarray((both / np.maximum(either, 1)).max(axis=1))
