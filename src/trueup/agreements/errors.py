"""The error that actuals and baselines came with, in units of the KPI: only what is given, nothing invented."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from trueup.agreements.promise import Promise
from trueup.kpis.series import Series
from trueup.vocabulary import Direction

Floats = NDArray[np.float64]
_WHOLE = {"%": 100.0, "ratio": 1.0}


@dataclass(frozen=True, slots=True)
class GainErrors:
    """Standard deviation of each gain to the worse (`low`) and better (`high`) side; 0 where not `given`."""

    low: Floats
    high: Floats
    given: NDArray[np.bool_]


def standard_errors(promise: Promise, series: Series) -> Floats:
    """Each actual's standard error, shape (actuals,): its own; from `n` for a proportion; else NaN.

    A proportion of n cases has the binomial error around (x + 2) / (n + 4) (Agresti and Coull 1998), so that 0 % and
    100 % do not look certain. `n` alone says nothing about the error of a mean.
    """
    whole = _WHOLE.get(promise.unit)
    if whole is None or not np.isnan(series.stderr).any():
        return series.stderr
    share = series.value / whole
    fits = np.isnan(series.stderr) & np.isfinite(series.n) & (series.n > 0) & (share >= 0) & (share <= 1)
    cases = np.where(fits, series.n, 1.0)
    middle = np.where(fits, (share * cases + 2) / (cases + 4), 0.5)
    return np.where(fits, whole * np.sqrt(middle * (1 - middle) / (cases + 4)), series.stderr)


def gain_errors(promise: Promise, series: Series) -> GainErrors:
    """The error of each actual's gain. For a range to maintain it is cut where the gain cannot fall or rise further."""
    errors = standard_errors(promise, series)
    given = np.isfinite(errors)
    errors = np.where(given, errors, 0.0)
    if promise.direction is not Direction.maintain or not given.any():
        return GainErrors(errors, errors, given)
    middle, below, above = (_range_gain(promise, series.value + step * errors) for step in (0, -1, 1))
    inside = np.maximum(
        _range_gain(promise, np.clip(_centre(promise), series.value - errors, series.value + errors)), middle
    )
    return GainErrors(middle - np.minimum(below, above), np.maximum.reduce([below, above, inside]) - middle, given)


def baseline_error(promise: Promise) -> float:
    """The baseline's standard error in units of the KPI, 0 where none is given or a range has no use for it."""
    baseline = promise.objective.baseline
    if baseline is None or promise.direction is Direction.maintain:
        return 0.0
    if baseline.stderr is not None:
        return float(baseline.stderr)
    whole = _WHOLE.get(promise.unit)
    share = float(baseline.actual) / whole if whole else -1.0
    if baseline.n is None or not whole or not 0 <= share <= 1:
        return 0.0
    middle = (share * baseline.n + 2) / (baseline.n + 4)
    return whole * math.sqrt(middle * (1 - middle) / (baseline.n + 4))


def _range_gain(promise: Promise, actuals: Floats) -> Floats:
    low, high = float(promise.low or 0), float(promise.high or 0)
    gains: Floats = -np.maximum.reduce([low - actuals, actuals - high, np.zeros_like(actuals)])
    return gains


def _centre(promise: Promise) -> float:
    return (float(promise.low or 0) + float(promise.high or 0)) / 2
