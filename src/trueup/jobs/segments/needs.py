"""What each segment needs more, or less, than everybody else.

Segments are made from the same answers that show how they differ, so a plain test finds differences where there are
none (Gao, Bien and Witten, Selective inference for hierarchical clustering, JASA 119, 2024). Whether a difference is
notable is therefore judged on people grouped by all their *other* answers, under the control of false discoveries.
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import numpy.typing as npt

from trueup.jobs.job_map import JobMap
from trueup.jobs.ratings import MISSING, Labels, Ratings
from trueup.jobs.results import Measured, SegmentNeed
from trueup.jobs.score import visible_outcomes
from trueup.jobs.survey import Survey
from trueup.stats.arrays import Bools, Floats, Ints
from trueup.stats.multiplicity import benjamini_yekutieli
from trueup.stats.opportunity import Figures, figures, tabled
from trueup.stats.segments.answers import Answers
from trueup.stats.segments.mixture import Mixture, posterior_without

Q = 0.05
"""Share of the notable differences that may be chance."""
JUDGED = 10_000
"""Respondents by whom differences are judged where more answered."""
FEWEST = 10
"""Who rated it, inside and outside, below which a difference has no figure."""


def needs(
    people: Ratings,
    groups: Ints,
    model: Mixture,
    answers: Answers,
    survey: Survey,
    job_map: JobMap,
    seed: int,
    level: float,
) -> tuple[tuple[SegmentNeed, ...], ...]:
    """For each segment every outcome, the most distinctive first: notable ones, then by the size of the difference.

    Where answers are anonymous, figures that would tell those of a few are left out.
    """
    k, rng = model.k, np.random.default_rng([seed, 2])
    inside, outside = _both_sides(people, groups, k, rng, level)
    notable = _notable(people, model, answers, rng, level)
    visible = visible_outcomes(survey, people.counts(_labels(groups)))
    statements = {placed.outcome.id: placed.outcome.statement for placed in job_map.placed()}
    found = []
    for i in range(k):
        shown = visible.get(_label(i)) or ()
        seen = [outcome in shown for outcome in people.outcomes]
        rows = [
            SegmentNeed(
                outcome=outcome,
                statement=statements.get(outcome, outcome),
                opportunity=_opportunity(inside, (i, j), people, groups == i, level) if seen[j] else None,
                difference=_difference(inside, outside, (i, j), people, level) if seen[j] else None,
                notable=bool(notable[i, j]) and seen[j],
            )
            for j, outcome in enumerate(people.outcomes)
        ]
        found.append(tuple(sorted(rows, key=_distinctive)))
    return tuple(found)


def _distinctive(need: SegmentNeed) -> tuple[bool, float]:
    return not need.notable, -abs(need.difference.value) if need.difference else 0.0


def _both_sides(
    ratings: Ratings, groups: Ints, k: int, rng: np.random.Generator, level: float
) -> tuple[Figures, Figures]:
    """The figures of each segment, and of everybody else, [k, m]."""
    joint = _joint(ratings, groups, k)
    rest = joint.sum(axis=1, keepdims=True) - joint
    below = ratings.scale.threshold - ratings.scale.low
    sides = (tabled(people, weight, square, below) for people, weight, square in (joint, rest))
    inside, outside = (figures(tables, rng, level=level) for tables in sides)
    return inside, outside


def _joint(people: Ratings, groups: Ints, k: int) -> Floats:
    """People, weights and squared weights by segment, outcome and pair of ratings, [3, k, m, points + 1, same]."""
    counts = people.counts(_labels(groups))
    found = np.zeros((3, k, *counts.people.shape[1:]))
    at = [int(group or 0) for group in counts.groups]
    found[:, at] = np.stack([counts.people, counts.weight, counts.square])
    return found


def _labels(groups: Ints) -> Labels:
    return np.array([_label(group) for group in groups.tolist()], dtype=object)


def _label(group: int) -> str:
    return f"{group:02d}"


def _opportunity(found: Figures, at: tuple[int, int], people: Ratings, member: Bools, level: float) -> Measured | None:
    if not found.known[at]:
        return None
    rated = (people.importance[:, at[1]] != MISSING) & (people.satisfaction[:, at[1]] != MISSING)
    each = found.opportunity
    return Measured(
        value=float(each.value[at]),
        low=float(each.low[at]),
        high=float(each.high[at]),
        level=level,
        n=int((rated & member).sum()),
        method="paired bootstrap",
    )


def _difference(
    inside: Figures, outside: Figures, at: tuple[int, int], people: Ratings, level: float
) -> Measured | None:
    """The interval recovers the variances of both sides from theirs (MOVER: Zou and Donner, Stat. Med. 27, 2008)."""
    if not (inside.known[at] and outside.known[at]):
        return None
    value, low, high = (float(each[at]) for each in _contrast(inside, outside))
    rated = (people.importance[:, at[1]] != MISSING) & (people.satisfaction[:, at[1]] != MISSING)
    return Measured(value=value, low=low, high=high, level=level, n=int(rated.sum()), method="paired bootstrap, MOVER")


def _contrast(inside: Figures, outside: Figures) -> tuple[Floats, Floats, Floats]:
    """The difference and the ends of its interval."""
    first, second = inside.opportunity, outside.opportunity
    value = first.value - second.value
    down = np.hypot(first.value - first.low, second.high - second.value)
    up = np.hypot(first.high - first.value, second.value - second.low)
    return value, value - down, value + up


def _notable(people: Ratings, model: Mixture, answers: Answers, rng: np.random.Generator, level: float) -> Bools:
    """Which differences stand, [k, m]: people grouped by their other answers, false discoveries controlled."""
    some = np.arange(answers.n)
    if answers.n > JUDGED:
        some = np.sort(rng.choice(answers.n, JUDGED, replace=False))
    keep = np.zeros(answers.n, dtype=bool)
    keep[some] = True
    judged, told = people.of(keep), answers.rows(some)
    p = np.ones((model.k, len(people.outcomes)))
    for j in range(p.shape[1]):
        blind = posterior_without(told, model, np.flatnonzero(told.thing == j)).argmax(axis=1)
        p[:, j] = _chance(judged, j, blind, model.k, rng, level)
    return np.asarray(benjamini_yekutieli(p.ravel()).reshape(p.shape) <= Q)


def _chance(people: Ratings, j: int, groups: Ints, k: int, rng: np.random.Generator, level: float) -> Floats:
    """p-values of no difference in outcome j, for each segment against the rest."""
    inside, outside = _both_sides(_only(people, j), groups, k, rng, level)
    value, low, high = (each[:, 0] for each in _contrast(inside, outside))
    half = np.where(value > 0, value - low, high - value)
    enough = inside.known[:, 0] & outside.known[:, 0] & (np.bincount(groups, minlength=k) >= FEWEST)
    z = np.abs(value) / np.maximum(half, 1e-12) * _quantile(level)
    return np.where(enough, _two_sided(z), 1.0)


def _only(people: Ratings, j: int) -> Ratings:
    column = slice(j, j + 1)
    return replace(
        people,
        outcomes=people.outcomes[column],
        importance=people.importance[:, column],
        satisfaction=people.satisfaction[:, column],
    )


def _quantile(level: float) -> float:
    from statistics import NormalDist

    return NormalDist().inv_cdf((1 + level) / 2)


def _two_sided(z: npt.NDArray[np.float64]) -> Floats:
    from trueup.stats.special import ndtr

    return np.asarray(2 * ndtr(-z))
