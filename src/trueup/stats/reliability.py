"""Was Trueup right? Probabilities that were given, against what came.

Source: Brier (1950); Murphy, J. Applied Meteorology 12 (1973) for reliability - resolution + uncertainty; Stephenson,
Coelho and Jolliffe, Weather and Forecasting 23 (2008) for what classes of unequal forecasts add to it; Bröcker and
Smith, Weather and Forecasting 22 (2007) for reading the table with its sampling error.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from trueup.stats.crps import brier
from trueup.stats.forecast.record import Backtest
from trueup.stats.proportions import Proportion, wilson
from trueup.vocabulary import InputError, Insufficient, said


@dataclass(frozen=True, slots=True)
class Row:
    """Forecasts that said about the same: the mean probability `said`, and the share that `came` with its interval."""

    low: float
    high: float
    said: float
    came: Proportion
    n: int


@dataclass(frozen=True, slots=True)
class Reliability:
    """The mean Brier score of `n` forecasts, its parts, and the table behind a reliability diagram.

    reliability - resolution + uncertainty + within = brier: `within` is the variance of the forecasts inside classes
    less twice their covariance with what came, 0 where each class says one thing. `skill` is 1 - brier / uncertainty:
    above 0, the forecasts say more than the base rate does; None where everything or nothing came true.
    """

    brier: float
    reliability: float
    resolution: float
    uncertainty: float
    within: float
    skill: float | None
    n: int
    rows: tuple[Row, ...]


def reliability(probabilities: npt.ArrayLike, outcomes: npt.ArrayLike, *, bins: int = 10) -> Reliability | Insufficient:
    """The reliability table of probabilities (forecasts,) and outcomes 0 or 1, in `bins` equal classes.

    Empty classes are left out. InputError for NaN, a probability outside 0 to 1 or an outcome that is neither.
    """
    scores = np.atleast_1d(brier(probabilities, outcomes))
    if not scores.size:
        return Insufficient(said("a reliability table: forecasts that have come due"), 0, 1)
    if bins < 1:
        raise InputError(f"{bins} classes", where="bins")
    told, came = np.atleast_1d(np.asarray(probabilities, float)), np.atleast_1d(np.asarray(outcomes, float))
    place = np.minimum((told * bins).astype(np.int64), bins - 1)
    rows = tuple(_row(told[place == b], came[place == b], b, bins) for b in np.unique(place).tolist())
    base = float(came.mean())
    n, uncertainty = len(told), base * (1 - base)
    mean = float(scores.mean())
    return Reliability(
        brier=mean,
        reliability=sum(row.n * (row.said - row.came.value) ** 2 for row in rows) / n,
        resolution=sum(row.n * (row.came.value - base) ** 2 for row in rows) / n,
        uncertainty=uncertainty,
        within=sum(_within(told[place == b], came[place == b]) for b in np.unique(place).tolist()) / n,
        skill=1 - mean / uncertainty if uncertainty > 0 else None,
        n=n,
        rows=rows,
    )


def judged(targets: Iterable[tuple[Backtest, float, float]], *, bins: int = 10) -> Reliability | Insufficient:
    """How often P(lower <= level <= upper) came true in the back-tests of forecasts, over all steps ahead."""
    pairs = [test.within(lower, upper) for test, lower, upper in targets]
    told = np.concatenate([pair[0] for pair in pairs]) if pairs else np.zeros(0)
    came = np.concatenate([pair[1] for pair in pairs]) if pairs else np.zeros(0)
    return reliability(told, came, bins=bins)


def _within(said: npt.NDArray[np.float64], came: npt.NDArray[np.float64]) -> float:
    """What the differences inside one class add to the sum of squared errors."""
    apart = said - said.mean()
    return float((apart**2).sum() - 2 * (apart * (came - came.mean())).sum())


def _row(said: npt.NDArray[np.float64], came: npt.NDArray[np.float64], place: int, bins: int) -> Row:
    share = wilson(float(came.sum()), len(came))
    assert isinstance(share, Proportion)
    return Row(place / bins, (place + 1) / bins, float(said.mean()), share, len(came))
