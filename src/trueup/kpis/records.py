"""How often forecasts like these were right: the back-tests behind many answers, in figures."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from trueup.kpis.asking import Ask
from trueup.stats.forecast import Backtest, Forecast
from trueup.stats.forecast.tried import Line
from trueup.stats.proportions import Proportion, wilson


@dataclass(frozen=True, slots=True)
class Record:
    """How often forecasts of this series, made earlier in the same way, were right, 1 to `steps` periods ahead.

    `n` is the number of moments they were made at; coverage is the share of outcomes inside the 80 and 95 % interval,
    with the Wilson interval of the latter at n; brier is that of "the level is hit".
    """

    n: int
    steps: int
    coverage_80: float
    coverage_95: float
    coverage_95_low: float
    coverage_95_high: float
    crps: float | None
    crps_naive: float | None
    brier: float | None


def records(asks: Sequence[Ask], forecasts: Sequence[Forecast]) -> list[Record | None]:
    """The back-test behind each forecast in figures, with the bounds of its question; None where there is none."""
    found: list[Record | None] = [None] * len(asks)
    tried = [(i, each.backtest) for i, each in enumerate(forecasts) if each.backtest is not None]
    tried = [(i, test) for i, test in tried if test.judged.any()]
    if not tried:
        return found
    line = Line.of([test for _, test in tried])
    held = zip(line.held(0.95).tolist(), line.held(0.80).tolist(), line.sizes.tolist(), strict=True)
    briers = line.briers(*zip(*(bounds(asks[i]) for i, _ in tried), strict=True))
    for (i, test), (wide, narrow, size), brier in zip(tried, held, briers, strict=True):
        score = None if asks[i].kind == "cumulative" else brier
        found[i] = _record(test, forecasts[i], wide / size, narrow / size, score)
    return found


def bounds(ask: Ask) -> tuple[float, float]:
    """The bounds of a question as numbers: infinite where a side is open."""
    return -np.inf if ask.low is None else ask.low, np.inf if ask.high is None else ask.high


def _record(test: Backtest, forecast: Forecast, wide: float, narrow: float, brier: float | None) -> Record:
    """From the shares of outcomes that the wide and the narrow intervals held, over all steps."""
    moments = int(test.judged.sum(axis=1).max())
    held_95, held_80 = _coverage(wide, moments), _coverage(narrow, moments)
    return Record(
        n=moments,
        steps=test.steps,
        coverage_80=held_80.value,
        coverage_95=held_95.value,
        coverage_95_low=held_95.low,
        coverage_95_high=held_95.high,
        crps=forecast.crps,
        crps_naive=forecast.crps_naive,
        brier=brier,
    )


def _coverage(share: float, moments: int) -> Proportion:
    """Forecasts made at one moment share their errors: n counts the moments."""
    held = wilson(share * moments, moments)
    assert isinstance(held, Proportion)
    return held
