"""What an agreement caused of one objective, as a path from which any window of days can be had in money."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

import numpy as np
from numpy.typing import NDArray

from trueup.agreements.amounts import Z95, Sum
from trueup.agreements.calendar import Ints, day_number, day_of
from trueup.agreements.caused import Earned
from trueup.agreements.promise import Promise
from trueup.agreements.results import Range
from trueup.agreements.value import value_end, worth_of_unit
from trueup.vocabulary import Direction, Grade, Period, exact

Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Caused:
    """The effect on the objective's own KPI after the start: treated less counterfactual, in the KPI's unit.

    `point` (periods,), `draws` (draws, periods); `actual` (periods,) is what was observed. Raw: not yet turned so that
    positive is better.
    """

    point: Floats
    draws: Floats
    actual: Floats


@dataclass(frozen=True, slots=True)
class Attributed:
    """What was caused of an objective in each period after the start; `starts`, `ends` are day numbers.

    `sides` holds the effect on the figures that stand, then, where an input is in an open dispute, on its sides.
    `grade` (periods,) is that of the weakest input: what came before the start counts for all. `counts` says whether it
    decides settlement and verdict: it was declared before the result was known.
    """

    promise: Promise
    method: str
    starts: Ints
    ends: Ints
    grade: NDArray[np.int8]
    sides: tuple[Caused, ...]
    counts: bool = True

    @property
    def compares(self) -> bool:
        """Whether other slices stand beside the treated."""
        return self.method not in ("none", "interrupted_series")

    def better(self, side: int = 0) -> tuple[Floats, Floats]:
        """Improvement that was caused, positive where better: (periods,) and draws (draws, periods)."""
        found = self.sides[side]
        return gained(self.promise, found.actual, found.point), gained(self.promise, found.actual, found.draws)

    def sum(self, within: Period, grade: Grade = Grade.reported, promise: Promise | None = None) -> Sum:
        """Exact worth of what was caused on the days of `within`, over periods of at least `grade`.

        The book's arithmetic: worth per unit x what was caused x length x share of days, as for realised value, from
        when improvement counts until it has no worth. `promise` are other terms to count by (default: its own). `low`
        and `high` are its hull over open disputes, the variances those of the 95 % interval of the figure that stands.
        """
        counted = promise or self.promise
        weights = worth_of_unit(counted, self.starts, self.ends, within)
        chosen = [index for index, each in enumerate(weights) if each and self.grade[index] >= grade]
        if not chosen:
            return Sum()
        points = [_worth(weights, chosen, self.better(side)[0]) for side in range(len(self.sides))]
        low, high = self._spread(weights, chosen)
        return Sum(
            expected=points[0],
            low=min(points),
            high=max(points),
            variance_low=low,
            variance_high=high,
            measured=len(chosen),
            with_error=len(chosen),
            caused=True,
        )

    def earned(self, within: Period, grade: Grade = Grade.reported) -> Earned:
        """When the worth of what was caused came, over periods of at least `grade`."""
        first, last = day_number(max(self.promise.start, within.start)), day_number(value_end(self.promise, within.end))
        last = min(last, day_number(within.end))
        starts, ends = np.maximum(self.starts, first), np.minimum(self.ends, last)
        keep = (ends > starts) & (self.grade >= grade)
        weights = np.array([float(each) for each in worth_of_unit(self.promise, self.starts, self.ends, within)])
        return Earned(starts[keep], ends[keep], (weights * self.better()[0])[keep])

    def _spread(self, weights: Sequence[Fraction], chosen: Sequence[int]) -> tuple[float, float]:
        """The variances whose normal intervals end where those of the draws do."""
        point, draws = self.better()
        by = np.array([float(weights[index]) for index in chosen])
        expected = float(point[list(chosen)] @ by)
        low, high = np.quantile(draws[:, list(chosen)] @ by, (0.025, 0.975))
        return (max(expected - float(low), 0.0) / Z95) ** 2, (max(float(high) - expected, 0.0) / Z95) ** 2

    def money(self, promise: Promise | None, period: Period, currency: str, grade: Grade = Grade.reported) -> Range:
        """The same, rounded to minor units, with what the interval rests on."""
        return self.sum(period, grade, promise).range(currency)

    @property
    def days(self) -> Period:
        """From the first period after the start to the end of the last."""
        return Period(day_of(int(self.starts[0])), day_of(int(self.ends[-1])))


def gained(promise: Promise, actual: Floats, effect: Floats) -> Floats:
    """Improvement that an effect is, positive where better; `actual` (periods,), `effect` (..., periods).

    To maintain: by how much nearer to the range the actual is than it would have been.
    """
    if promise.direction is not Direction.maintain:
        return np.asarray(effect * promise.direction.sign)
    return np.asarray(_missed(promise, actual - effect) - _missed(promise, actual))


def _missed(promise: Promise, figures: Floats) -> Floats:
    low = -np.inf if promise.low is None else float(promise.low)
    high = np.inf if promise.high is None else float(promise.high)
    return np.asarray(np.maximum(np.maximum(low - figures, figures - high), 0.0))


def _worth(weights: Sequence[Fraction], chosen: Sequence[int], gains: Floats) -> Fraction:
    return sum((weights[index] * exact(float(gains[index])) for index in chosen), Fraction(0))
