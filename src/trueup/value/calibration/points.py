"""Figures that were promised against what came: the factor by which promises come true.

Ratios of change (what came over what was promised, from where it started) need no percentage error, which a figure near
zero would blow up. Their median is the factor for the next promise (reference class forecasting, Flyvbjerg 2006), with
its interval by bootstrap over agreements or plans.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

import numpy as np

from trueup.stats.arrays import Floats
from trueup.stats.clustered import Share, share
from trueup.value.calibration.clusters import interval, lacking, tally
from trueup.value.calibration.pairing import Pair
from trueup.value.results_calibration import PromiseScores, held_result
from trueup.vocabulary import Figure, Insufficient, said

LEAST_AGREEMENTS = 3
Optimism = Literal["optimistic", "cautious", "none"]


def ratio(pair: Pair) -> float | None:
    """What came over what was promised, as change from the start; None where no change was promised."""
    issued = pair.issued
    assert issued.point is not None, "a promise has a figure"
    change = issued.point - issued.start
    return None if change == 0 else (pair.came.value - issued.start) / change


def kept(pair: Pair) -> bool:
    """Whether it came as promised or better."""
    issued = pair.issued
    assert issued.point is not None, "a promise has a figure"
    return pair.came.value <= issued.point if issued.less else pair.came.value >= issued.point


def is_cost(pair: Pair) -> bool:
    """Whether a cost or a time was promised: of these, more than promised is the optimism."""
    return pair.issued.less and pair.issued.start == 0


def score_points(
    pairs: Sequence[Pair], rng: np.random.Generator, *, cost: bool = False
) -> PromiseScores | Insufficient:
    """All about these promises, of which all or none are of costs. Insufficient for fewer than 10 or 3 agreements."""
    told = [pair for pair in pairs if ratio(pair) is not None]
    lack = lacking(said("how promises come true"), told, LEAST_AGREEMENTS)
    if lack is not None:
        return lack
    ratios = np.array([ratio(pair) for pair in told], dtype=np.float64)
    low, high = interval(lambda weight: median(ratios, weight), told, rng)
    good = share(tally(np.array([kept(pair) for pair in told], dtype=np.float64), told))
    assert isinstance(good, Share)
    middle, verdict = median(ratios, np.ones(len(ratios))), optimism(low, high, cost=cost)
    return PromiseScores(
        n=len(told),
        series=good.clusters,
        factor=middle,
        factor_low=low,
        factor_high=high,
        kept=held_result(good),
        bias=float(ratios.mean() - 1),
        optimism=verdict,
        words=_spent(middle, low, high, len(told), verdict) if cost else _words(middle, low, high, len(told), verdict),
    )


def median(values: Floats, weight: Floats) -> float:
    """The weighted median: half of the weight lies at or below it."""
    order = np.argsort(values, kind="stable")
    upto = np.cumsum(weight[order])
    return float(values[order][np.searchsorted(upto, upto[-1] / 2)])


def optimism(low: float, high: float, *, cost: bool) -> Optimism:
    """Whether credibly less came than promised; of a cost or a duration, more."""
    below, above = high < 1, low > 1
    if not (below or above):
        return "none"
    return "optimistic" if below != cost else "cautious"


def _words(middle: float, low: float, high: float, n: int, verdict: Optimism) -> str:
    figures = {
        "share": Figure(f"{middle:.0%}"),
        "low": Figure(f"{low:.0%}"),
        "high": Figure(f"{high:.0%}"),
        "n": Figure(f"{n:,}"),
    }
    if verdict == "optimistic":
        return said("optimistic: {share} of what was promised came (95 % interval {low} to {high}, n = {n})", **figures)
    if verdict == "cautious":
        return said("cautious: {share} of what was promised came (95 % interval {low} to {high}, n = {n})", **figures)
    return said("as promised, as far as can be told: {share} came ({low} to {high}, n = {n})", **figures)


def _spent(middle: float, low: float, high: float, n: int, verdict: Optimism) -> str:
    figures = {
        "share": Figure(f"{middle:.0%}"),
        "low": Figure(f"{low:.0%}"),
        "high": Figure(f"{high:.0%}"),
        "n": Figure(f"{n:,}"),
    }
    if verdict == "optimistic":
        return said("optimistic: it took {share} of what was committed ({low} to {high}, n = {n})", **figures)
    if verdict == "cautious":
        return said("cautious: it took {share} of what was committed ({low} to {high}, n = {n})", **figures)
    return said("as committed, as far as can be told: it took {share} ({low} to {high}, n = {n})", **figures)
