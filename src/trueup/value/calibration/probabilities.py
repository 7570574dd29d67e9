"""ProbabilityScores against what came: Brier score and its parts, reliability table, and a test of honesty.

Source: Brier (1950); Murphy (1973) and Stephenson, Coelho and Jolliffe, Weather and Forecasting 23 (2008) for the parts
with what differs inside classes; Bröcker and Smith (2007) for consistency bars; Spiegelhalter, Statistics in Medicine 5
(1986) for the test, beside that of the whole; here with variances robust to series and months.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

import numpy as np

from trueup.stats.arrays import Bools, Floats
from trueup.stats.clustered import Share, share
from trueup.stats.crps import brier
from trueup.stats.reliability import Reliability, reliability
from trueup.value.calibration.clusters import deviation, interval, lacking, tally
from trueup.value.calibration.pairing import Pair
from trueup.value.results_calibration import ProbabilityScores, ReliabilityRow, held_result
from trueup.vocabulary import Figure, Insufficient, said

BINS = 10
SIGNIFICANT = 0.05
Lean = Literal["hopeful", "gloomy", "none"]


def score_probabilities(pairs: Sequence[Pair], rng: np.random.Generator) -> ProbabilityScores | Insufficient:
    """All about these probabilities. Insufficient for fewer than 10 forecasts or 5 series."""
    lack = lacking(said("calibration of probabilities"), pairs)
    if lack is not None:
        return lack
    told, came = given(pairs)
    found = reliability(told, came, bins=BINS)
    assert isinstance(found, Reliability)
    whole = share(tally(came, pairs))
    assert isinstance(whole, Share)
    squares = brier(told, came)
    low, high = interval(lambda weight: float(weight @ squares / weight.sum()), pairs, rng)
    leaning = lean(told, came, pairs)
    return ProbabilityScores(
        n=found.n,
        series=whole.clusters,
        effective=round(whole.effective, 1),
        said=float(told.mean()),
        came=held_result(whole),
        brier=found.brier,
        brier_low=low,
        brier_high=high,
        reliability=found.reliability,
        resolution=found.resolution,
        uncertainty=found.uncertainty,
        within=found.within,
        skill=found.skill,
        p=honesty(told, came, pairs),
        lean=leaning,
        rows=tuple(_rows(told, came, pairs)),
        words=_words(float(told.mean()), whole, leaning),
    )


def given(pairs: Sequence[Pair]) -> tuple[Floats, Floats]:
    """What was said, and 1 or 0 as it came."""
    told = np.array([pair.issued.probability for pair in pairs], dtype=np.float64)
    return told, np.array([pair.came.value for pair in pairs], dtype=np.float64)


def honesty(told: Floats, came: Floats, pairs: Sequence[Pair]) -> float:
    """p-value that such outcomes come of honest probabilities, two-sided; 1 where all were sure and right.

    Two questions, both counted (Bonferroni): does as much come on the whole as was said, and does as much come of the
    sure ones (Spiegelhalter, whose weights 1 - 2p see over-confidence and are blind to even hope)?
    """
    gaps = _p_of_sum(came - told, told * (1 - told), pairs)
    weight = 1 - 2 * told
    return min(1.0, 2 * min(gaps, _p_of_sum(weight * (came - told), weight**2 * told * (1 - told), pairs)))


def _p_of_sum(parts: Floats, variances: Floats, pairs: Sequence[Pair]) -> float:
    """p-value of a sum whose expectation is 0, by Student t.

    Its variance is that of the clusters, and at least what independent outcomes of these probabilities have.
    """
    from trueup.stats.special import stdtr

    error, df = deviation(parts - parts.mean(), pairs)
    spread, total = max(error, float(np.sqrt(variances.sum()))), float(parts.sum())
    if spread == 0:
        return 1.0 if total == 0 else 0.0
    return float(2 * stdtr(df, -abs(total) / spread))


def lean(told: Floats, came: Floats, pairs: Sequence[Pair]) -> Lean:
    """Whether they said credibly more than came, or less, on the whole."""
    from trueup.stats.special import stdtrit

    gap = told - came
    error, df = deviation(gap - gap.mean(), pairs)
    half = float(stdtrit(df, 1 - SIGNIFICANT / 2)) * max(error, float(np.sqrt((told * (1 - told)).sum())))
    total = float(gap.sum())
    if abs(total) <= half:
        return "none"
    return "hopeful" if total > 0 else "gloomy"


def _rows(told: Floats, came: Floats, pairs: Sequence[Pair]) -> list[ReliabilityRow]:
    place = np.minimum((told * BINS).astype(np.int64), BINS - 1)
    return [_row(int(each), told, came, place == each, pairs) for each in np.unique(place)]


def _row(place: int, told: Floats, came: Floats, mine: Bools, pairs: Sequence[Pair]) -> ReliabilityRow:
    some = [pair for pair, here in zip(pairs, mine.tolist(), strict=True) if here]
    record = tally(came[mine], some)
    found = share(record)
    if isinstance(found, Insufficient):  # all of one series: they count as one forecast, which says nothing of a share
        found = Share(record.value, 0.0, 1.0, record.n, 1, 1.0)
    low, high = consistent(float(told[mine].mean()), found.effective)
    return ReliabilityRow(
        low=place / BINS,
        high=(place + 1) / BINS,
        said=float(told[mine].mean()),
        came=held_result(found),
        expected_low=low,
        expected_high=high,
        n=record.n,
    )


def consistent(probability: float, n: float) -> tuple[float, float]:
    """Where the share that comes true lies in 95 % of cases, if n independent forecasts of `probability` are honest.

    Quantiles of the binomial distribution at the whole number below `n`.
    """
    from trueup.stats.special import bdtr

    many = max(1, int(n))
    below = bdtr(np.arange(many + 1), many, probability)
    low, high = int(np.argmax(below >= 0.025)), int(np.argmax(below >= 0.975))
    return low / many, high / many


def _words(told: float, came: Share, leaning: Lean) -> str:
    figures: dict[str, Figure | int] = {
        "said": Figure(f"{told:.0%}"),
        "came": Figure(f"{came.value:.0%}"),
        "n": Figure(f"{came.n:,}"),
        "series": came.clusters,
    }
    if leaning == "hopeful":
        return said("too hopeful: {said} was said on average, {came} of {n} came true ({series} series)", **figures)
    if leaning == "gloomy":
        return said("too gloomy: {said} was said on average, {came} of {n} came true ({series} series)", **figures)
    return said("no lean to be seen: {said} was said on average, {came} of {n} came true ({series} series)", **figures)
