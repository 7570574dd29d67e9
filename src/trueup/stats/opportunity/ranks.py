"""The chance that a figure is among the k greatest, when all were rated by the same people.

Ratings of one person go together: who is pleased with one thing is pleased with others. So all figures are drawn anew
at once, each respondent weighted at random (the Bayesian bootstrap, Rubin 1981), which keeps what goes together. Where
very many answered, some of them tell what goes together, and how far each figure varies is taken from all.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from trueup.stats.arrays import Bools, Floats
from trueup.stats.opportunity.figures import DRAWS, PRIOR
from trueup.stats.opportunity.tables import Tables, finite, opportunity, ratio

MOST = 2500
"""Respondents beyond which more would not tell better what goes together: they cost, and correlations settle."""
_NUMBERS = 4_000_000  # random weights held at once


@dataclass(frozen=True, slots=True)
class Indicators:
    """Who rated which of m things on top: four matrices [n, m], and the weight [n] of each respondent."""

    top_first: Bools
    rated_first: Bools
    top_second: Bools
    rated_second: Bools
    weight: Floats

    def some(self, rng: np.random.Generator) -> Indicators:
        """At most MOST respondents, picked at random."""
        n = len(self.weight)
        if n <= MOST:
            return self
        keep = np.sort(rng.choice(n, MOST, replace=False))
        first, second = (self.top_first[keep], self.rated_first[keep]), (self.top_second[keep], self.rated_second[keep])
        return Indicators(*first, *second, self.weight[keep])


def resampled(
    people: Indicators,
    tables: Tables,
    rng: np.random.Generator,
    *,
    size: Floats | None = None,
    draws: int = DRAWS,
) -> Floats:
    """Opportunities [draws, m], all of a row from the same resample; see `resampled_shares`."""
    return opportunity(*resampled_shares(people, tables, rng, size=size, draws=draws))


def resampled_shares(
    people: Indicators,
    tables: Tables,
    rng: np.random.Generator,
    *,
    size: Floats | None = None,
    draws: int = DRAWS,
) -> tuple[Floats, Floats]:
    """Shares of top boxes of both questions [draws, m], all of a row from the same resample.

    `tables` [m] are those of everybody, `people` all of them or a random part. With a part, the shares keep its
    correlations, and have the mean and the variance of everybody's.
    """
    some = people.some(rng)
    whole = len(some.weight) == len(people.weight) and float(tables.any.max(initial=0)) <= len(some.weight)
    shrunk = finite(tables.first, size), finite(tables.second, size)
    drawn = _shares(some, rng, draws)
    variances = tables.variances[:2]
    first, second = (
        share + shrink * ((each - share) if whole else _spread(each, variance))
        for each, share, variance, shrink in zip(drawn, tables.shares, variances, shrunk, strict=True)
    )
    return first, second


def _spread(drawn: Floats, variance: Floats) -> Floats:
    """The draws about their mean, stretched to a variance."""
    apart: Floats = drawn - drawn.mean(0)
    return apart * ratio(np.sqrt(variance), apart.std(0))


def _shares(people: Indicators, rng: np.random.Generator, draws: int) -> tuple[Floats, Floats]:
    """Shares of top boxes [draws, m] with every respondent weighted at random, and half a person in each cell."""
    n, m = people.top_first.shape
    parts = (people.top_first, people.rated_first, people.top_second, people.rated_second)
    stacked = np.concatenate(parts, axis=1).astype(np.float32)
    sums = np.empty((draws, 4 * m))
    for rows in _batches(draws, n):
        chance = rng.standard_exponential((rows.stop - rows.start, n), dtype=np.float32)
        sums[rows] = (chance * people.weight.astype(np.float32)) @ stacked
    half = PRIOR * float(ratio(np.asarray((people.weight**2).sum()), np.asarray(people.weight.sum())))
    extra = half / PRIOR * rng.standard_gamma(PRIOR, size=(draws, m, 2, 2))
    first, of_first, second, of_second = (sums[:, i * m : (i + 1) * m] for i in range(4))
    added = extra.sum((2, 3))
    return (first + extra[:, :, 0].sum(-1)) / (of_first + added), (second + extra[..., 0].sum(-1)) / (of_second + added)


def _batches(draws: int, n: int) -> Iterator[slice]:
    step = max(1, min(draws, _NUMBERS // max(n, 1)))
    for start in range(0, draws, step):
        yield slice(start, min(start + step, draws))


def rank_chances(drawn: Floats, places: Sequence[int]) -> Floats:
    """The chance [m, places] of a place of at most k, 1 being the greatest; equals share the better place."""
    m = drawn.shape[1]
    found = np.ones((m, len(places)))
    for column, place in enumerate(places):
        if place < m:
            least = np.partition(drawn, m - place, axis=1)[:, m - place]
            found[:, column] = (drawn >= least[:, None]).mean(0)
    return found
