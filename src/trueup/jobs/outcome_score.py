"""One outcome scored: its figures in the shape in which people and programs read them."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np

from trueup.jobs import score_words as words
from trueup.jobs.job_map import JobMap, Placed
from trueup.jobs.ratings import Counts
from trueup.jobs.results import Band, Measured, Score
from trueup.jobs.survey import Survey
from trueup.stats.arrays import Floats
from trueup.stats.opportunity import DRAWS, Figures, Interval
from trueup.vocabulary import Grade

OVER = ("10", "12", "15")
PLACES = (1, 3, 5, 10)
BANDS: tuple[tuple[Band, float, float], ...] = (
    ("appropriately served", 0, 10),
    ("worth considering", 10, 12),
    ("high", 12, 15),
    ("extreme", 15, math.inf),
)
"""Ulwick, What Customers Want (2005): each from its first number to its last."""


@dataclass(frozen=True)
class Asking:
    """Who was asked about what: all that scores need beside the ratings.

    `frame` is how many people there are to ask, `answered` how many of them answered in the wave, `invited` how many
    were asked; None where it is not known.
    """

    survey: Survey
    job_map: JobMap
    grade: Grade
    seed: int
    frame: int | None = None
    answered: int | None = None
    invited: int | None = None
    level: float = 0.95
    places: tuple[int, ...] = PLACES

    @cached_property
    def placed(self) -> Mapping[str, Placed]:
        """The outcomes of the job map, by id."""
        return {each.outcome.id: each for each in self.job_map.placed()}


def score_of(
    asking: Asking, counts: Counts, found: Figures, chances: Mapping[str, Sequence[float]], index: int
) -> Score:
    """The outcome at `index` of counts of one group; `chances` are those of its places, by outcome."""
    name, joint = counts.outcomes[index], counts.people[0, index]
    n_first, n_second = int(joint[:-1].sum()), int(joint[:, :-1].sum())
    n, both = int(joint.sum() - joint[-1, -1]), int(joint[:-1, :-1].sum())
    if not found.known[index]:
        return without(asking, name, words.nobody(n_first, n_second), n)
    alike = int((joint[:-1, :-1] > 0).sum()) == 1 and both == n > 1
    hinge = float(found.hinge[index])
    over = [float(chance) for chance in found.over[index]]
    return Score(
        **_about(asking, name),
        importance=_measured(found.importance, index, n_first, asking, "Wilson"),
        satisfaction=_measured(found.satisfaction, index, n_second, asking, "Wilson"),
        opportunity=_measured(found.opportunity, index, both, asking, _METHOD),
        mean_importance=_mean(counts.weight[0, index].sum(1)[:-1], counts.scale.low),
        mean_satisfaction=_mean(counts.weight[0, index].sum(0)[:-1], counts.scale.low),
        n=n,
        n_both=both,
        p_over=dict(zip(OVER, over, strict=True)),
        p_rank={str(place): each for place, each in zip(asking.places, chances.get(name, ()), strict=False)},
        bands=bands(float(found.opportunity.low[index]), float(found.opportunity.high[index])),
        overserved=float(found.surplus.value[index]) if found.surplus.low[index] > 0 else None,
        hinge_bias=hinge,
        notes=tuple(words.of_outcome(min(n_first, n_second), hinge, alike=alike, gone=name not in asking.placed)),
    )


_METHOD = f"paired bootstrap, {DRAWS:,} draws"


def _measured(of: Interval, index: int, n: int, asking: Asking, method: str) -> Measured:
    value, low, high = (float(each[index]) for each in (of.value, of.low, of.high))
    return Measured(value=value, low=low, high=high, level=asking.level, n=n, method=method)


def _mean(weights: Floats, low: int) -> float | None:
    total = float(weights.sum())
    return float(weights @ np.arange(low, low + len(weights))) / total if total else None


def bands(low: float, high: float) -> tuple[Band, ...]:
    """The bands that an interval of an opportunity touches, the lowest first; one: it is claimed."""
    return tuple(name for name, least, most in BANDS if low < most and high >= least)


_FIGURES = ("importance", "satisfaction", "opportunity", "mean_importance", "mean_satisfaction")


def without(asking: Asking, name: str, why: str, n: int = 0) -> Score:
    """An outcome without a score, and why."""
    nothing: dict[str, Any] = dict.fromkeys(_FIGURES)
    return Score(**_about(asking, name), **nothing, n=n, n_both=0, insufficient=why)


def _about(asking: Asking, name: str) -> dict[str, Any]:
    """What it is, and where it stands in the job map."""
    placed = asking.placed.get(name)
    if placed is None:
        return {"outcome": name, "statement": name, "job": asking.job_map.job, "kind": "core", "step": None}
    step = placed.step.id if placed.step is not None else None
    about = {"outcome": name, "statement": placed.outcome.statement, "job": placed.job, "kind": placed.kind}
    return {**about, "step": step}
