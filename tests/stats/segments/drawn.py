"""Answers of people drawn from models in which it is known whether there are groups."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

LOW, HIGH = 0.35, 0.85
Ratings = tuple[NDArray[np.int16], NDArray[np.int16]]
PLANTED = ("planted", "one rating", "planted, yes-saying")
STRUCTURELESS = (
    "independent", "one level", "one skewed level", "a level of each rating", "five dimensions", "yes or no to all",
)  # fmt: skip


def planted(
    n: int, things: int, k: int, rng: np.random.Generator, kind: str = "planted", low: float = LOW, high: float = HIGH
) -> tuple[Ratings, NDArray[np.int64]]:
    """k groups of equal chance: each finds every k-th thing important and badly met (shares `high` and `low` of top
    boxes), and the others the other way round. By "one rating" they differ in importance only; "yes-saying" adds a
    normal level of each rating.
    """
    group = rng.integers(0, k, n)
    own = np.arange(things) % k == np.arange(k)[:, None]
    first, second = np.where(own, high, low), np.where(own, low, high)
    if kind == "one rating":
        second = np.tile(rng.uniform(0.3, 0.7, things), (k, 1))
    odds = np.concatenate([_odds(first)[group], _odds(second)[group]], axis=1)
    if kind == "planted, yes-saying":
        odds += np.repeat(rng.normal(size=(n, 2)), things, axis=1)
    return rated(odds, rng), group


def structureless(kind: str, n: int, things: int, rng: np.random.Generator) -> Ratings:
    """People who differ by chance, or by degree, and are in no groups."""
    d = 2 * things
    hard, slope = rng.normal(0, 0.8, d), rng.uniform(0.5, 2, d)
    if kind == "independent":
        odds = np.tile(hard, (n, 1))
    elif kind == "one level":
        odds = hard + rng.normal(size=(n, 1)) * slope
    elif kind == "one skewed level":
        odds = hard + (rng.exponential(size=(n, 1)) - 1) * slope
    elif kind == "a level of each rating":
        level = rng.multivariate_normal([0, 0], [[1, 0.3], [0.3, 1]], n)
        odds = hard + np.repeat(level, things, axis=1) * slope
    elif kind == "five dimensions":
        odds = hard + rng.normal(size=(n, 5)) @ rng.normal(0, 0.7, (5, d))
    elif kind == "yes or no to all":
        odds = 0.3 * hard + 3 * rng.normal(size=(n, 1))
    else:
        raise ValueError(kind)
    return rated(odds, rng)


def rated(odds: NDArray[np.float64], rng: np.random.Generator) -> Ratings:
    """Ratings 1 to 5 with these log odds of a top box: 4 and 5, or 1 to 3, alike."""
    top = rng.random(odds.shape) < 1 / (1 + np.exp(-odds))
    points = np.where(top, rng.integers(4, 6, odds.shape), rng.integers(1, 4, odds.shape)).astype(np.int16)
    first, second = np.split(points, 2, axis=1)
    return first, second


def three_forms(ratings: Ratings, rng: np.random.Generator) -> Ratings:
    """Each person sees a common quarter of the things and two of three blocks of the rest (-1: not seen)."""
    n, things = ratings[0].shape
    block = np.where(np.arange(things) < things // 4, 3, np.arange(things) % 3)
    seen = block[None, :] != rng.integers(0, 3, n)[:, None]
    first, second = (np.where(seen, each, -1).astype(np.int16) for each in ratings)
    return first, second


def _odds(share: NDArray[np.float64]) -> NDArray[np.float64]:
    return np.log(share / (1 - share))
