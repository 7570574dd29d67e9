"""The growth strategies that a measured change allows: does the job get done better, and does it cost less?

Source: Ulwick, Jobs to Be Done (2016), the growth strategy matrix. Better and dearer is differentiated; at least 20 %
better and at least 20 % cheaper is dominant; worse and cheaper is disruptive; worse and dearer is discrete; all else is
sustaining: less than 5 % either way, or better and cheaper but not by enough to make people switch.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise, product

import numpy as np

from trueup.jobs.ratings import Ratings
from trueup.jobs.results import Measured, Score, Strategy
from trueup.jobs.score import indicators
from trueup.jobs.survey import Survey
from trueup.stats.arrays import Bools, Floats
from trueup.stats.opportunity import resampled_shares, tabled
from trueup.vocabulary import InputError, said

SLIGHT = 0.05
ENOUGH = 0.20
EDGES = (-SLIGHT, SLIGHT, ENOUGH)
ORDER = ("dominant", "differentiated", "disruptive", "discrete", "sustaining")


def cell(better: float, cheaper: float) -> str:
    """The strategy of one point: how much better the job gets done and how much cheaper, as shares."""
    if better >= ENOUGH and cheaper >= ENOUGH:
        return "dominant"
    if better >= SLIGHT and cheaper <= -SLIGHT:
        return "differentiated"
    if better <= -SLIGHT and cheaper >= SLIGHT:
        return "disruptive"
    if better <= -SLIGHT and cheaper <= -SLIGHT:
        return "discrete"
    return "sustaining"


def allowed(better: Measured, cheaper: Measured) -> tuple[str, ...]:
    """Every strategy that lies within both intervals."""
    found = {cell(x, y) for x, y in product(_stops(better), _stops(cheaper))}
    return tuple(name for name in ORDER if name in found)


def _stops(measured: Measured) -> Iterator[float]:
    """Points of the interval on every side of every edge within it."""
    inside = sorted({measured.low, *(edge for edge in EDGES if measured.low < edge < measured.high), measured.high})
    yield from inside
    yield from ((a + b) / 2 for a, b in pairwise(inside))


def strategy(group: str | None, scores: Sequence[Score], better: Measured | None, cheaper: Measured | None) -> Strategy:
    """Where a group stands in the matrix, and how many of its outcomes are under- and overserved."""
    under = sum(score.p_over.get("10", 0.0) >= 0.5 for score in scores)
    over = sum(score.overserved is not None for score in scores)
    missing = None
    if better is None and cheaper is None:
        missing = said("say whom to compare with, and what getting the job done costs there and here")
    elif better is None:
        missing = said("say whom to compare with: customers who get the job done otherwise")
    elif cheaper is None:
        missing = said("say how much cheaper the job gets done, with an interval")
    names = allowed(better, cheaper) if better is not None and cheaper is not None else ()
    return Strategy(
        group=group,
        better=better,
        cheaper=cheaper,
        allowed=names,
        underserved=under,
        overserved=over,
        insufficient=missing,
    )


def better_than(people: Ratings, key: str, value: str, *, survey: Survey, seed: int, level: float = 0.95) -> Measured:
    """How much better the job gets done for everybody else than for the customers of key=value, as a share.

    The mean share of satisfied people over the outcomes that both groups rated, one over the other, with the interval
    of a resample of people. InputError where one of the groups is too small to be shown.
    """
    theirs = people.label(key) == value
    sizes = int((~theirs).sum()), int(theirs.sum())
    if min(sizes) < int(survey.minimum_group):
        raise InputError(
            f"both those with {key}={value} and those without must be {survey.minimum_group} people or more",
            where="against",
        )
    rng = np.random.default_rng(seed)
    ours, others = (_satisfied(people.of(member), people.outcomes, rng) for member in (~theirs, theirs))
    both = ours.rated & others.rated
    if not both.any():
        raise InputError("the groups have rated no outcome in common", where="against")
    exact = ours.share[both].mean() / others.share[both].mean() - 1
    drawn = ours.drawn[:, both].mean(1) / others.drawn[:, both].mean(1) - 1
    low, high = np.quantile(drawn, [(1 - level) / 2, (1 + level) / 2])
    method = said("satisfaction against that of {key}={value}, people drawn anew", key=key, value=value)
    return Measured(value=float(exact), low=float(low), high=float(high), level=level, n=min(sizes), method=method)


@dataclass(frozen=True, slots=True)
class _Satisfied:
    """Shares of satisfied people [m], whether anybody rated it, and the shares drawn anew [draws, m]."""

    share: Floats
    rated: Bools
    drawn: Floats


def _satisfied(people: Ratings, outcomes: Sequence[str], rng: np.random.Generator) -> _Satisfied:
    counts = people.counts()
    below = counts.scale.threshold - counts.scale.low
    tables = tabled(counts.people[0], counts.weight[0], counts.square[0], below)
    drawn = resampled_shares(indicators(people, outcomes), tables, rng)[1]
    return _Satisfied(tables.shares[1], tables.second > 0, drawn)
