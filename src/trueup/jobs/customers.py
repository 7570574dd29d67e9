"""Customers' own way through the waves: their mean unmet need over the outcomes that they rated in both.

The unmet need of a rating is how far satisfaction stays behind importance, in points of the scale, 0 where it does not.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence

import numpy as np

from trueup.jobs.hiding import shown
from trueup.jobs.ratings import MISSING, Ratings
from trueup.jobs.results import CustomerTrend, Measured
from trueup.jobs.survey import Survey
from trueup.stats.arrays import Floats
from trueup.stats.multiplicity import benjamini_yekutieli
from trueup.vocabulary import said

FEWEST = 5
"""Outcomes rated in both waves: fewer give an interval of Student's t that says nothing."""
FALSE_DISCOVERIES = 0.05


def customer_trends(waves: Sequence[Ratings], survey: Survey, level: float = 0.95) -> tuple[CustomerTrend, ...]:
    """The trend of each customer that answered in two waves or more, the largest notable change first.

    Where answers are anonymous, only customers of whom enough people answered in each of their waves.
    """
    means = [_means(ratings, survey) for ratings in waves]
    names = sorted({name for each in means for name in each})
    found = [_trend(name, waves, [each.get(name) for each in means], level) for name in names]
    rated = [(trend, p) for trend, p in found if trend is not None]
    tested = [p for _, p in rated if p is not None]
    chances = iter(benjamini_yekutieli(tested).tolist() if tested else ())
    told = [
        trend if p is None else trend.model_copy(update={"notable": next(chances) <= FALSE_DISCOVERIES})
        for trend, p in rated
    ]
    return tuple(sorted(told, key=_order))


def _order(trend: CustomerTrend) -> tuple[bool, float, str]:
    size = abs(trend.difference.value) if trend.difference is not None else -1.0
    return not trend.notable, -size, trend.customer


def _means(ratings: Ratings, survey: Survey) -> dict[str, dict[str, float]]:
    """For each customer that may be shown: the mean unmet need of each outcome that its people rated."""
    sizes: dict[str, int] = {}
    for name in ratings.customers:
        if name is not None:
            sizes[name] = sizes.get(name, 0) + 1
    visible = shown(sizes, int(survey.minimum_group)) if survey.anonymous else set(sizes)
    names = np.array(ratings.customers, dtype=object)
    return {name: dict(_mean_of(ratings.of(names == name))) for name in visible}


def _mean_of(people: Ratings) -> Iterator[tuple[str, float]]:
    both = (people.importance != MISSING) & (people.satisfaction != MISSING)
    gap = np.maximum(people.importance.astype(float) - people.satisfaction, 0.0)
    weight = both * people.weight[:, None]
    for index, outcome in enumerate(people.outcomes):
        total = float(weight[:, index].sum())
        if total > 0:
            yield outcome, float(weight[:, index] @ gap[:, index]) / total


def _trend(
    customer: str, waves: Sequence[Ratings], means: Sequence[dict[str, float] | None], level: float
) -> tuple[CustomerTrend | None, float | None]:
    there = [(ratings.wave, each) for ratings, each in zip(waves, means, strict=True) if each]
    if len(there) < 2:
        return None, None
    first, last = there[0][1], there[-1][1]
    apart = np.array([last[name] - first[name] for name in first if name in last])
    difference, p = _paired(apart, level)
    few = said("{have} outcomes were rated in both waves, and a change takes {need}", have=len(apart), need=FEWEST)
    trend = CustomerTrend(
        customer=customer,
        waves=tuple(wave for wave, _ in there),
        gap=tuple(float(np.mean(list(each.values()))) for _, each in there),
        difference=difference,
        insufficient=few if difference is None else None,
    )
    return trend, p


def _paired(apart: Floats, level: float) -> tuple[Measured | None, float | None]:
    """Mean change over outcomes with Student's t; the interval is over outcomes, not over people."""
    from trueup.stats.special import stdtr, stdtrit

    n = len(apart)
    if n < FEWEST:
        return None, None
    value, error = float(apart.mean()), float(apart.std(ddof=1)) / math.sqrt(n)
    half = float(stdtrit(n - 1, (1 + level) / 2)) * error
    p = 2 * float(stdtr(n - 1, -abs(value) / error)) if error > 0 else float(value == 0)
    method = said("paired over outcomes, Student's t")
    return Measured(value=value, low=value - half, high=value + half, level=level, n=n, method=method), p
