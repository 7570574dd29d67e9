"""IntervalScores against what came: coverage by level, where outcomes fell in their forecasts, and the score.

Source: Gneiting, Balabdaoui and Raftery, JRSS B 69 (2007) for PIT and "sharpness only after calibration"; Gneiting and
Raftery (2007) for the quantile score, whose mean over levels approximates half the CRPS.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence

import numpy as np

from trueup.stats.arrays import Floats
from trueup.stats.clustered import Share, p_above, p_below, share
from trueup.value.calibration.clusters import lacking, tally
from trueup.value.calibration.pairing import Pair
from trueup.value.results_calibration import IntervalScores, LevelCoverage, PitClass, held_result
from trueup.vocabulary import Figure, Insufficient, said

LEVELS = (0.5, 0.6, 0.8, 0.9, 0.95)
DECILES = tuple(round(each / 10, 1) for each in range(1, 10))


def score_intervals(pairs: Sequence[Pair]) -> IntervalScores | Insufficient:
    """All about these intervals. Insufficient for fewer than 10 forecasts or 5 series."""
    lack = lacking(said("calibration of intervals"), pairs)
    if lack is not None:
        return lack
    found = tuple(_covered(pairs))
    return IntervalScores(
        n=len(pairs),
        series=len({pair.issued.subject.cluster for pair in pairs}),
        coverage=found,
        pit=tuple(_pit(pairs)),
        score=_score(pairs),
        words=_words(found),
    )


def bounds(pair: Pair, level: float) -> tuple[float, float] | None:
    """The central interval of a level, where both of its ends were published."""
    said_ = {round(at, 4): value for at, value in pair.issued.quantiles}
    low, high = round((1 - level) / 2, 4), round((1 + level) / 2, 4)
    return (said_[low], said_[high]) if low in said_ and high in said_ else None


def _covered(pairs: Sequence[Pair]) -> Iterator[LevelCoverage]:
    for level in LEVELS:
        known = [(pair, ends) for pair in pairs if (ends := bounds(pair, level)) is not None]
        some = [pair for pair, _ in known]
        if lacking("", some) is not None:
            continue
        hits = np.array([low <= pair.came.value <= high for pair, (low, high) in known], dtype=np.float64)
        record = tally(hits, some)
        found = share(record)
        assert isinstance(found, Share)
        p = min(1.0, 2 * min(p_below(record, level), p_above(record, level)))
        yield LevelCoverage(level=level, held=held_result(found), p=p)


def _pit(pairs: Sequence[Pair]) -> Iterator[PitClass]:
    places = [place for pair in pairs if (place := decile(pair)) is not None]
    if len(places) < len(DECILES) + 1:
        return
    count = np.bincount(places, minlength=10)
    for place, many in enumerate(count.tolist()):
        yield PitClass(low=place / 10, high=(place + 1) / 10, share=many / len(places), n=many)


def decile(pair: Pair) -> int | None:
    """The class, 0 to 9, in which the outcome fell; None where the forecast gave no deciles."""
    said_ = {round(at, 4): value for at, value in pair.issued.quantiles}
    if any(at not in said_ for at in DECILES):
        return None
    return int(np.searchsorted([said_[at] for at in DECILES], pair.came.value))


def quantile_score(levels: Floats, values: Floats, came: float) -> float:
    """Twice the mean pinball loss over levels: about the CRPS where levels are spread evenly, in the same unit."""
    short = came - values
    return float(2 * np.where(short >= 0, levels * short, (levels - 1) * short).mean())


def _score(pairs: Sequence[Pair]) -> float | None:
    """Geometric mean over series of the score over the error of "as last time"; None where that is not known."""
    own: dict[str, list[tuple[float, float]]] = defaultdict(list)
    for pair in pairs:
        quantiles = np.array(pair.issued.quantiles, dtype=np.float64)
        if pair.issued.naive is not None and len(quantiles):
            score = quantile_score(quantiles[:, 0], quantiles[:, 1], pair.came.value)
            own[pair.issued.subject.cluster].append((score, abs(pair.came.value - pair.issued.naive)))
    sums = [np.sum(rows, axis=0) for _, rows in sorted(own.items())]
    ratios = [ours / naive for ours, naive in sums if ours > 0 and naive > 0]
    return float(np.exp(np.mean(np.log(ratios)))) if ratios else None


def _words(found: Sequence[LevelCoverage]) -> str:
    if not found:
        return said("no interval was published at a level that is scored")
    eighty = next((each for each in found if each.level == 0.8), found[-1])
    figures = {
        "level": Figure(f"{eighty.level:.0%}"),
        "share": Figure(f"{eighty.held.value:.0%}"),
        "n": Figure(f"{eighty.held.n:,}"),
        "low": Figure(f"{eighty.held.low:.0%}"),
        "high": Figure(f"{eighty.held.high:.0%}"),
    }
    return said("the {level} intervals held {share} of {n} outcomes (95 % interval {low} to {high})", **figures)
