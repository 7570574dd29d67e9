"""Value arithmetic: what improvement is worth, exactly as docs/explanation/methods/value.md says."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from decimal import Context, Decimal, Inexact, localcontext
from fractions import Fraction

import numpy as np
from numpy.typing import NDArray

from trueup.agreements.amounts import Sum
from trueup.agreements.calendar import Ints, day_number, day_of, grid, lengths
from trueup.agreements.errors import baseline_error, gain_errors
from trueup.agreements.path import Path
from trueup.agreements.promise import ONE_DAY, Promise, days
from trueup.kpis.series import Series
from trueup.vocabulary import Direction, Grade, Grain, Period

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
    """Worth of the promised path over the days [from, end), exact.

    The same sum as the realised value, each day of a period standing for its share: worth per unit x improvement
    promised for the day x length of the day in `per`s. Nothing where no worth, baseline or path is agreed.
    """
    worth = promise.objective.value
    if worth is None or path is None:
        return Fraction(0)
    start, stop = day_number(promise.start), day_number(end)
    periods = grid(promise.kpi.grain, start, stop, promise.fiscal_year_start)
    if not len(periods[0]):
        return Fraction(0)
    units, factor = lengths(*periods, Grain(worth.per))
    rule = _potential_sum if promise.objective.type == "cumulative" else _potential_days
    return Fraction(worth.per_unit) * factor * rule(promise, path, periods, units, (start, stop))


def _potential_days(
    promise: Promise, path: Path, periods: tuple[Ints, Ints], units: Ints, inside: tuple[int, int]
) -> Fraction:
    """Sum over days of improvement x units of the period / days of the period."""
    starts, ends = periods
    low, high = np.maximum(starts, inside[0]), np.minimum(ends, inside[1])
    promised = _per_day(path.sums(low, high), units, ends - starts)
    time = _per_day([(Fraction(1), high - low)], units, ends - starts)
    if promise.direction is Direction.maintain:
        edge = Fraction(promise.target)
        return (promised - edge * time) * (-1 if path.initial > edge else 1)
    assert promise.baseline is not None, "a path to one target starts at a baseline"
    return (promised - Fraction(promise.baseline) * time) * promise.direction.sign


def _per_day(terms: Sequence[tuple[Fraction, Ints]], units: Ints, lengths_in_days: Ints) -> Fraction:
    total = Fraction(0)
    for factor, counts in terms:
        # Few lengths occur (28 to 31 days): integers are added up by length, and each length divides once.
        by_length = np.bincount(lengths_in_days, weights=counts * units)
        shares = (Fraction(int(by_length[length]), int(length)) for length in np.flatnonzero(by_length))
        total += factor * sum(shares, Fraction(0))
    return total


def _potential_sum(
    promise: Promise, path: Path, periods: tuple[Ints, Ints], units: Ints, inside: tuple[int, int]
) -> Fraction:
    """A promised running sum: its increment in each period against the baseline, up to the end of the due day."""
    assert promise.baseline is not None, "a running sum starts from a baseline"
    total, stop = Fraction(0), min(inside[1], path.settled)
    for start, end, unit in zip(*(each.tolist() for each in (*periods, units)), strict=True):
        low, high = max(start, inside[0]), min(end, stop)
        if high > low:
            increment = path.on(day_of(high)) - path.on(day_of(low))
            usual = Fraction(promise.baseline) * Fraction(high - low, end - start)
            total += unit * (increment - usual)
    return total * promise.direction.sign


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
    starts, ends = days(series)
    low, high = np.maximum(starts, start), np.minimum(ends, stop)
    inside = high > low
    if not inside.all():
        series = series.where(inside)
        starts, ends, low, high = starts[inside], ends[inside], low[inside], high[inside]
    weights, factor = _weights(starts, ends, high - low, Grain(worth.per))
    money = Fraction(worth.per_unit) * factor
    with localcontext(_EXACT):
        gains = _gains(promise, series.value)
        at_grade = _at_grades(promise, series, gains, weights, money)
        earned = np.array([float(gain) for gain in gains]) * _floats(weights) * float(money)
    missing = missing_periods(promise, series, start, stop)
    ended = sum(period.end <= as_of for period, _ in missing)
    return Realised(at_grade, low, high, earned, missing, ended)


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


def _at_grades(
    promise: Promise, series: Series, gains: list[Decimal], weights: Weights, money: Fraction
) -> dict[Grade, Sum]:
    """The sum over the actuals of at least each grade; grades that hold the same actuals share one sum."""
    build = _summing(promise, series, gains, weights, money)
    sums: dict[Grade, Sum] = {}
    previous: tuple[int, Sum] | None = None
    for grade in Grade:
        keep = series.grade >= grade
        count = int(keep.sum())
        if previous is None or previous[0] != count:
            previous = count, build(keep)
        sums[grade] = previous[1]
    return sums


def _summing(
    promise: Promise, series: Series, gains: list[Decimal], weights: Weights, money: Fraction
) -> Callable[[NDArray[np.bool_]], Sum]:
    lows, highs = _hull(promise, series, gains)
    error = gain_errors(promise, series)
    share, scale = baseline_error(promise), float(money)
    spread = _floats(weights) * scale

    def build(keep: NDArray[np.bool_]) -> Sum:
        chosen = np.flatnonzero(keep).tolist()
        common = float((spread[keep].sum() * share) ** 2)
        expected = money * _dot(gains, weights, chosen)
        return Sum(
            expected=expected,
            low=expected if lows is gains else money * _dot(lows, weights, chosen),
            high=expected if highs is gains else money * _dot(highs, weights, chosen),
            variance_low=common + float(((spread * error.low)[keep] ** 2).sum()),
            variance_high=common + float(((spread * error.high)[keep] ** 2).sum()),
            measured=len(chosen),
            with_error=int(error.given[keep].sum()),
            baseline_error=bool(chosen) and share > 0,
        )

    return build


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


def _floats(weights: Weights) -> Floats:
    return np.array([float(weight) for weight in weights], dtype=np.float64)


def missing_periods(promise: Promise, series: Series, start: int, stop: int) -> tuple[tuple[Period, str], ...]:
    """Periods of the KPI in the days [start, stop) that no actual touches, with the reason where it is known."""
    starts, ends = grid(promise.kpi.grain, start, stop, promise.fiscal_year_start)
    first, last = days(series)
    touching = np.searchsorted(first, ends, "left") - np.searchsorted(last, starts, "right")
    reasons = dict(series.missing)
    found = []
    for index in np.flatnonzero(touching <= 0).tolist():
        period = Period(day_of(int(starts[index])), day_of(int(ends[index])))
        running = "it has not ended" if int(ends[index]) > stop else "no actual"
        found.append((period, reasons.get(period, running)))
    return tuple(found)
