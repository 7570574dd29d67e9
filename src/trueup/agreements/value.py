"""Value arithmetic: what improvement is worth, exactly as docs/explanation/methods/value.md says."""

from __future__ import annotations

import datetime as dt
import math
import operator
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from decimal import Context, Decimal, Inexact, localcontext
from fractions import Fraction
from functools import lru_cache
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from trueup.agreements.amounts import Sum
from trueup.agreements.calendar import Ints, day_number, day_of, grain_lengths, grid, lengths
from trueup.agreements.errors import baseline_error, gain_errors
from trueup.agreements.path import Path, Timing, day_sums
from trueup.agreements.promise import ONE_DAY, Promise, days
from trueup.kpis.series import Series
from trueup.stats.arrays import frozen
from trueup.vocabulary import Direction, Grade, Grain, Period, said

Floats = NDArray[np.float64]
Weights = list[int | Fraction]

# Wide enough for the sum of any two doubles; a result that would not be exact raises instead of rounding.
_EXACT = Context(prec=5000, traps=[Inexact])


@dataclass(frozen=True, slots=True)
class Realised:
    """What the actuals of one objective are worth.

    `at_grade` sums the actuals of at least each grade. `starts`, `ends` (day numbers, the part of each period that
    counts) and `worth` (money) have shape (actuals,) and say when it came. `missing` are the periods that are worth
    nothing because no actual is known, with the reason; `unmeasured` counts those of them that have ended.
    """

    at_grade: dict[Grade, Sum]
    starts: Ints
    ends: Ints
    worth: Floats
    missing: tuple[tuple[Period, str], ...]
    unmeasured: int


def value_end(promise: Promise, as_of: dt.date) -> dt.date:
    """The day before which improvement is worth something: `until`; without it the later of due + 1 and `as_of`."""
    until = promise.objective.value.until if promise.objective.value else None
    if until is not None:
        return until
    return max(as_of, promise.due + ONE_DAY) if promise.due is not None else as_of


def potential(promise: Promise, path: Path | None, end: dt.date) -> Fraction:
    """Worth of the promised path over the days [from, end), exact: see `potentials`."""
    return potentials(promise, path, (end,))[0]


def potentials(promise: Promise, path: Path | None, ends: Sequence[dt.date]) -> list[Fraction]:
    """Worth of the promised path over the days [from, end) for each of some ends, exact.

    The same sum as the realised value, each day of a period standing for its share: worth per unit x improvement
    promised for the day x length of the day in `per`s. Nothing where no worth, baseline or path is agreed.
    """
    worth, start = promise.objective.value, day_number(promise.start)
    stops = [day_number(end) for end in ends]
    if worth is None or path is None or max(stops) <= start:
        return [Fraction(0)] * len(stops)
    periods = Periods(promise.kpi.grain, promise.fiscal_year_start, Grain(worth.per), start, max(stops))
    rule = _sum_gained if promise.objective.type == "cumulative" else _days_gained
    money = Fraction(worth.per_unit) * periods.lengths()[1]
    return [money * gained for gained in rule(promise, path, periods, tuple(max(start, stop) for stop in stops))]


class Periods(NamedTuple):
    """The periods of `grain` that touch the days [start, stop), and the unit of time that worth is stated per."""

    grain: Grain
    fiscal_year_start: int
    per: Grain
    start: int
    stop: int

    def edges(self) -> tuple[Ints, Ints]:
        """First day of each, and the day past its last; see `grid`."""
        return grid(self.grain, self.start, self.stop, self.fiscal_year_start)

    def lengths(self) -> tuple[Ints, Fraction]:
        """How many units each lasts; see `grain_lengths`."""
        return grain_lengths(self.grain, *self.edges(), self.per)


def _days_gained(promise: Promise, path: Path, periods: Periods, stops: tuple[int, ...]) -> list[Fraction]:
    """For each stop the sum over the days [from, stop) of improvement x units of the period / days of the period."""
    zero = Fraction(promise.target if promise.direction is Direction.maintain else promise.baseline or 0)
    rises = path.initial <= zero if promise.direction is Direction.maintain else promise.direction is Direction.increase
    factors = [*path.factors, -zero]
    below = math.lcm(*(factor.denominator for factor in factors))
    above = [factor.numerator * (below // factor.denominator) for factor in factors]
    weighed, common = _weighed_days(path.timing, periods, stops)
    gained = [Fraction(sum(map(operator.mul, above, days)), below * common) for days in weighed]
    return gained if rises else [-each for each in gained]


@lru_cache(maxsize=256)
def _weighed_days(timing: Timing, periods: Periods, stops: tuple[int, ...]) -> tuple[list[tuple[int, ...]], int]:
    """For each stop the `day_sums` of a path and all days [start, stop), x units of the period / days of the period.

    Few lengths of periods occur (28 to 31 days): with one common denominator, given beside, everything adds up in
    integers. Objectives that run from one day to another share them, whatever their levels.
    """
    (starts, ends), (units, _) = periods.edges(), periods.lengths()
    sizes = ends - starts
    common = math.lcm(*set(sizes.tolist()))
    shares = units * (common // sizes)
    until = np.array(stops, dtype=np.int64)[:, None]
    low, high = (np.minimum(np.maximum(edges, periods.start), until) for edges in (starts, ends))
    counts = (*day_sums(timing, low, high), high - low)
    return list(zip(*((each @ shares).tolist() for each in counts), strict=True)), common


def _sum_gained(promise: Promise, path: Path, periods: Periods, stops: tuple[int, ...]) -> list[Fraction]:
    """A promised running sum: its increment in each period against the baseline, up to the end of the due day."""
    baseline, start = Fraction(promise.baseline or 0), periods.start
    rows = list(zip(*(each.tolist() for each in (*periods.edges(), periods.lengths()[0])), strict=True))

    def gained(stop: int) -> Fraction:
        total = Fraction(0)
        for first, last, unit in rows:
            low, high = max(first, start), min(last, stop, path.settled)
            if high > low:
                increment = path.on(day_of(high)) - path.on(day_of(low))
                total += unit * (increment - baseline * Fraction(high - low, last - first))
        return total * promise.direction.sign

    return [gained(stop) for stop in stops]


def measurable(promise: Promise) -> bool:
    """Whether improvement can be computed at all: there is a worth, and a baseline or a range."""
    known = promise.baseline is not None or promise.direction is Direction.maintain
    return promise.objective.value is not None and known


def realised(promise: Promise, series: Series, as_of: dt.date) -> Realised:
    """Worth of the actuals from `from` until the earlier of `until` and `as_of`, exact.

    Sum of `per_unit` x improvement x length in `per`s x share of the period's days that lies inside.
    """
    worth = promise.objective.value
    assert worth is not None, "callers check that a worth is agreed"
    start = day_number(promise.start)
    stop = min(day_number(value_end(promise, as_of)), day_number(as_of))
    window = _window(series.start.tobytes(), series.end.tobytes(), start, stop, Grain(worth.per))
    part = series if window.inside == slice(0, len(series)) else series.between(window.inside)
    money = Fraction(worth.per_unit) * window.factor
    with localcontext(_EXACT):
        gains = _gains(promise, part.value)
        at_grade = _at_grades(promise, part, gains, window, money)
        earned = np.array([float(gain) for gain in gains]) * window.floats * float(money)
    missing = missing_periods(promise, series, start, stop)
    ended = sum(period.end <= as_of for period, _ in missing)
    return Realised(at_grade, window.starts, window.ends, earned, missing, ended)


@dataclass(frozen=True, slots=True)
class _Window:
    """Which actuals of a series count, the days of each that do, and its length in `per`s x its share of days inside.

    That length is weight x factor; `floats` are the weights as an array. All arrays have shape (actuals,).
    """

    inside: slice
    starts: Ints
    ends: Ints
    weights: Weights
    factor: Fraction
    floats: Floats


@lru_cache(maxsize=64)
def _window(first: bytes, last: bytes, start: int, stop: int, per: Grain) -> _Window:
    """What counts of the periods [first, last) within the days [start, stop): many series have the same periods."""
    starts, ends = np.frombuffer(first, np.int64), np.frombuffer(last, np.int64)
    inside = _slice_of(starts, ends, start, stop)
    starts, ends = starts[inside], ends[inside]
    low, high = frozen(np.maximum(starts, start)), frozen(np.minimum(ends, stop))
    weights, factor = _weights(starts, ends, high - low, per)
    floats = np.array([float(weight) for weight in weights], dtype=np.float64)
    return _Window(inside, low, high, weights, factor, frozen(floats))


def _slice_of(starts: Ints, ends: Ints, start: int, stop: int) -> slice:
    """Which actuals, being in order of time, touch the days [start, stop)."""
    first = int(np.searchsorted(ends, start, "right"))
    last = int(np.searchsorted(starts, stop, "left"))
    return slice(first, max(first, last if stop > start else first))


def _gains(promise: Promise, actuals: Floats) -> list[Decimal]:
    written = map(Decimal, map(repr, actuals.tolist()))
    if promise.direction is Direction.maintain:
        return [promise.improvement(actual) for actual in written]
    baseline = promise.baseline
    assert baseline is not None, "callers check that improvement can be computed"
    if promise.direction is Direction.increase:
        return [actual - baseline for actual in written]
    return [baseline - actual for actual in written]


def _weights(starts: Ints, ends: Ints, inside: Ints, per: Grain) -> tuple[Weights, Fraction]:
    """Length in `per`s x share of days inside, of each period, as (weights, common factor)."""
    units, factor = lengths(starts, ends, per)
    weights: Weights = []
    for unit, part, whole in zip(units.tolist(), inside.tolist(), (ends - starts).tolist(), strict=True):
        if not unit:
            weights.append(part / (per.days * factor))
        elif part == whole:
            weights.append(unit)
        else:
            weights.append(Fraction(unit * part, whole))
    return weights, factor


def worth_of_unit(promise: Promise, starts: Ints, ends: Ints, within: Period) -> list[Fraction]:
    """Money for one unit of improvement held over each period, exact: for its days in `within` on which it counts.

    `starts` and `ends` are day numbers, shape (periods,). Nothing where no worth is agreed.
    """
    worth = promise.objective.value
    if worth is None:
        return [Fraction(0)] * len(starts)
    stop = min(value_end(promise, within.end), within.end)
    first, last = day_number(max(promise.start, within.start)), day_number(stop)
    inside = np.maximum(np.minimum(ends, last) - np.maximum(starts, first), 0)
    weights, factor = _weights(starts, ends, inside, Grain(worth.per))
    money = Fraction(worth.per_unit) * factor
    return [money * weight for weight in weights]


def _at_grades(
    promise: Promise, series: Series, gains: list[Decimal], window: _Window, money: Fraction
) -> dict[Grade, Sum]:
    """The sum over the actuals of at least each grade; grades that hold the same actuals share one sum."""
    build = _summing(promise, series, gains, window, money)
    sums: dict[Grade, Sum] = {}
    previous: tuple[int, Sum] | None = None
    for grade in Grade:
        enough = series.grade >= int(grade)
        count = int(np.count_nonzero(enough))
        if previous is None or previous[0] != count:
            previous = count, build(np.flatnonzero(enough)) if count else Sum()
        sums[grade] = previous[1]
    return sums


def _summing(
    promise: Promise, series: Series, gains: list[Decimal], window: _Window, money: Fraction
) -> Callable[[NDArray[np.intp]], Sum]:
    weights = window.weights
    lows, highs = _hull(promise, series, gains)
    error = gain_errors(promise, series)
    share, spread = baseline_error(promise), window.floats * float(money)

    def build(chosen: NDArray[np.intp]) -> Sum:
        among = chosen.tolist()
        common = float((spread[chosen].sum() * share) ** 2) if share else 0.0
        expected, given = money * _dot(gains, weights, among), int(np.count_nonzero(error.given[chosen]))
        return Sum(
            expected=expected,
            low=expected if lows is gains else money * _dot(lows, weights, among),
            high=expected if highs is gains else money * _dot(highs, weights, among),
            variance_low=common + (_variance(spread, error.low, chosen) if given else 0.0),
            variance_high=common + (_variance(spread, error.high, chosen) if given else 0.0),
            measured=len(among),
            with_error=given,
            baseline_error=bool(among) and share > 0,
        )

    return build


def _variance(spread: Floats, error: Floats, chosen: NDArray[np.intp]) -> float:
    return float(((spread[chosen] * error[chosen]) ** 2).sum())


def _hull(promise: Promise, series: Series, gains: list[Decimal]) -> tuple[list[Decimal], list[Decimal]]:
    """The least and the greatest gain over both sides of every open dispute."""
    if not series.disputed.any():
        return gains, gains
    sides = list(zip(gains, _gains(promise, series.low), _gains(promise, series.high), strict=True))
    return [min(side) for side in sides], [max(side) for side in sides]


def _dot(gains: list[Decimal], weights: Weights, chosen: list[int]) -> Fraction:
    whole, parts = Decimal(0), Fraction(0)
    for index in chosen:
        weight = weights[index]
        if isinstance(weight, int):
            whole += gains[index] * weight
        else:
            parts += Fraction(gains[index]) * weight
    return Fraction(whole) + parts


def missing_periods(promise: Promise, series: Series, start: int, stop: int) -> tuple[tuple[Period, str], ...]:
    """Periods of the KPI in the days [start, stop) that no actual touches, with the reason where it is known."""
    starts, ends = grid(promise.kpi.grain, start, stop, promise.fiscal_year_start)
    first, last = days(series)
    touching = np.searchsorted(first, ends, "left") - np.searchsorted(last, starts, "right")
    reasons = dict(series.missing)
    found = []
    for index in np.flatnonzero(touching <= 0).tolist():
        period = Period(day_of(int(starts[index])), day_of(int(ends[index])))
        running = said("it has not ended") if int(ends[index]) > stop else said("no actual")
        found.append((period, reasons.get(period, running)))
    return tuple(found)
