"""The same period a season ago: the naive forecast of a series that repeats itself."""

from __future__ import annotations

import numpy as np

from trueup.stats.arrays import Bools, Floats, Ints


def last_season(y: Floats, present: Bools, season: int, horizon: int) -> tuple[Floats, Bools]:
    """The value of the same place in the last season seen at each origin, for each step ahead.

    Both results have shape (horizon, time, series); a step whose season place was missing a season ago is not known.
    """
    count, time = y.shape
    means, known = np.zeros((horizon, time, count)), np.zeros((horizon, time, count), dtype=bool)
    origin = np.arange(time)
    for h in range(1, horizon + 1):
        source = origin + h - season * ahead(h, season)
        inside = source >= 0
        means[h - 1, inside] = y[:, source[inside]].T
        known[h - 1, inside] = present[:, source[inside]].T
    return means, known


def ahead(h: int, season: int) -> int:
    """How many seasons back the last seen value of that place lies, for step `h` >= 1."""
    return (h - 1) // season + 1


def steps(y: Floats, present: Bools, season: int) -> tuple[Floats, Ints]:
    """Running sum of squared season-to-season steps and their number up to each period, shape (series, time)."""
    square, number = np.zeros(y.shape), np.zeros(y.shape, dtype=np.int64)
    there = present[:, season:] & present[:, :-season]
    square[:, season:] = (y[:, season:] - y[:, :-season]) ** 2 * there
    number[:, season:] = there
    return np.cumsum(square, axis=1), np.cumsum(number, axis=1)


def factor(season: int, horizon: int) -> Floats:
    """Lower triangle L of the path: each place of the season is a random walk of its own."""
    lag = np.arange(horizon)[:, None] - np.arange(horizon)[None, :]
    return np.asarray((lag >= 0) & (lag % season == 0), dtype=np.float64)
