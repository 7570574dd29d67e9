"""Series in which nothing happened: trend, season, shocks common to all, and errors that resemble their neighbours."""

from __future__ import annotations

import numpy as np

SEASON = 12


def ar(rng: np.random.Generator, shape: tuple[int, int], r: float) -> np.ndarray:
    """First-order autoregression of variance 1, begun in its long run; shape (units, periods)."""
    noise = rng.standard_normal(shape)
    out = np.empty(shape)
    out[:, 0] = noise[:, 0]
    for t in range(1, shape[1]):
        out[:, t] = r * out[:, t - 1] + np.sqrt(1 - r * r) * noise[:, t]
    return out


def common(rng: np.random.Generator, periods: int) -> np.ndarray:
    """What moves all units: a trend of 1 to 10 over the whole time, a season of amplitude 2, shocks with r = 0.6."""
    time = np.arange(periods)
    season = 2 * np.sin(2 * np.pi * (time + rng.integers(SEASON)) / SEASON)
    return rng.uniform(1, 10) * time / periods + season + ar(rng, (1, periods), 0.6)[0]


def alike(rng: np.random.Generator, units: int, periods: int, r: float = 0.4) -> np.ndarray:
    """Units that move in parallel: own level, the common movement, own errors of variance 1."""
    return rng.normal(50, 5, (units, 1)) + common(rng, periods) + ar(rng, (units, periods), r)


def loaded(rng: np.random.Generator, units: int, periods: int, r: float = 0.4) -> np.ndarray:
    """Units that follow two common movements each in its own measure: trends are not parallel, mixes of units are."""
    loads = rng.uniform(0.5, 1.5, (units, 2))
    movements = np.stack([common(rng, periods), common(rng, periods)])
    return rng.normal(50, 2, (units, 1)) + loads @ movements + ar(rng, (units, periods), r)


def alone(rng: np.random.Generator, periods: int, r: float = 0.4) -> np.ndarray:
    """One series: level, trend, season, errors of variance 1."""
    time = np.arange(periods)
    season = 2 * np.sin(2 * np.pi * (time + rng.integers(SEASON)) / SEASON)
    return 50 + rng.uniform(-0.2, 0.2) * time + season + ar(rng, (1, periods), r)[0]
