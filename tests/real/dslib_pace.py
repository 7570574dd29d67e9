"""How wide the pace of real projects is (src/trueup/delivery/pace.py), and how often intervals at that pace held.

Nothing is judged by what it was fitted on: each project's forecasts take the spread of all the others.
"""

from __future__ import annotations

import dataclasses
import math
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from tests.real.dslib import PACED, SEED, Forecast, coverage, edges_of, misfit
from trueup.delivery.pace import LEAST, TAILS, paced, share_left
from trueup.stats.arrays import Floats

GRID = np.round(np.arange(0.05, 0.5, 0.001), 3)
DRAWS = 10_000
"""Of the pace, for each forecast: every one gets the same luck, so few would be wrong in the same direction for all."""
LEAST_DAYS = 0.5
"""The least that is taken to be left, as forecast and in truth: half a day."""


@dataclass(frozen=True, slots=True)
class Fitted:
    """The spread by all projects, and for each project by the others."""

    every: float
    without: dict[str, float]


def fitted(forecasts: Sequence[Forecast]) -> Fitted:
    """By likelihood, each project with the same weight however often it was tracked."""
    rows: dict[str, list[Floats]] = defaultdict(list)
    for each in forecasts:
        rows[each.project].append(_likelihood(each))
    weights = {project: np.mean(found, axis=0) for project, found in rows.items()}
    whole = np.sum(list(weights.values()), axis=0)
    return Fitted(_best(whole), {project: _best(whole - own) for project, own in weights.items()})


def _best(likelihood: Floats) -> float:
    return float(GRID[likelihood.argmax()])


def _likelihood(each: Forecast) -> Floats:
    """The logarithm of Student's density at what was left against what was forecast to be, for each spread of GRID."""
    played = each.played
    truly, forecast = (max(end - played.resume, LEAST_DAYS) for end in (played.actual, float(np.median(played.finish))))
    scale = GRID / math.sqrt(max(share_left(played.finish, played.resume), LEAST))
    z = math.log(truly / forecast) / scale
    return np.asarray(-np.log(scale) - (TAILS + 1) / 2 * np.log1p(z**2 / TAILS))


def at_pace(forecasts: Sequence[Forecast]) -> list[Forecast]:
    """The forecasts, with those at the pace of the other projects."""
    spreads = fitted(forecasts).without
    return [_at_pace(each, spreads[each.project]) for each in forecasts]


def _at_pace(each: Forecast, spread: float) -> Forecast:
    played = each.played
    finish = paced(np.tile(played.finish, DRAWS // len(played.finish)), played.resume, SEED, spread)
    middle, edges = edges_of(finish, played.axis)
    return dataclasses.replace(
        each,
        finish={**each.finish, PACED: middle},
        edges={**each.edges, PACED: edges},
        crps={**each.crps, PACED: misfit(finish, played.actual) / each.took},
    )


def held(forecasts: Sequence[Forecast]) -> dict[str, float]:
    """What pace.HELD says, from the data."""
    stated, wide = coverage(forecasts, "simulation"), coverage(forecasts, PACED)
    return {
        "projects": len({each.project for each in forecasts}),
        "forecasts": len(forecasts),
        "stated_80": stated[0],
        "stated_95": stated[1],
        "paced_80": wide[0],
        "paced_95": wide[1],
    }
