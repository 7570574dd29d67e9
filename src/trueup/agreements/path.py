"""The promised path: what was promised for each day between the baseline and the target."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from itertools import pairwise

import numpy as np

from trueup.agreements.calendar import Ints, day_number, day_of
from trueup.agreements.promise import ONE_DAY, Promise
from trueup.vocabulary import Direction

Terms = list[tuple[Fraction, Ints]]
Timing = tuple[int, int, tuple[tuple[int, int], ...]]


@dataclass(frozen=True, slots=True)
class Leg:
    """Days [start, end) over which the promise moves evenly from `first`, at start, to `last`, at end."""

    start: int
    end: int
    first: Fraction
    last: Fraction


@dataclass(frozen=True, slots=True)
class Path:
    """`initial` before the first leg, then the legs, then `final` from the day `settled` on."""

    initial: Fraction
    legs: tuple[Leg, ...]
    final: Fraction
    settled: int

    def on(self, day: dt.date) -> Fraction:
        """What is promised for a day, in the KPI's unit."""
        number = day_number(day)
        if number >= self.settled:
            return self.final
        for leg in self.legs:
            if leg.start <= number < leg.end:
                return self._at(leg, number)
        return self.initial

    def mean(self, start: dt.date, end: dt.date) -> Fraction:
        """The mean promise over the days [start, end)."""
        first, last = day_number(start), day_number(end)
        total = self.initial * max(0, min(last, self._begin) - first)
        for leg in self.legs:
            low, high = max(first, leg.start), min(last, leg.end)
            if high > low:
                places = Fraction((high - low) * (low + high - 1 - 2 * leg.start), 2 * (leg.end - leg.start))
                total += leg.first * (high - low) + (leg.last - leg.first) * places
        return (total + self.final * max(0, last - max(first, self.settled))) / (last - first)

    @property
    def _begin(self) -> int:
        return self.legs[0].start if self.legs else self.settled

    @staticmethod
    def _at(leg: Leg, number: int) -> Fraction:
        return leg.first + (leg.last - leg.first) * Fraction(number - leg.start, leg.end - leg.start)

    def sums(self, starts: Ints, ends: Ints) -> Terms:
        """The sum of the promise over the days of each period [start, end), as exact factors times integers.

        Both arrays have shape (periods,); the sum of period i is the sum of factor x integers[i] over the terms.
        """
        every = zip(self.factors, day_sums(self.timing, starts, ends), strict=True)
        return [(factor, counts) for factor, counts in every if factor]

    @property
    def timing(self) -> Timing:
        """When it begins to move, when it has settled, and from when to when each leg leads."""
        return self._begin, self.settled, tuple((leg.start, leg.end) for leg in self.legs)

    @property
    def factors(self) -> list[Fraction]:
        """What each of the `day_sums` of its timing is worth: levels, and for each leg its rise a day after that."""
        found = [self.initial, self.final]
        for leg in self.legs:
            found += [leg.first, (leg.last - leg.first) / (leg.end - leg.start)]
        return found

    def vertices(self) -> Iterator[tuple[dt.date, Fraction]]:
        """The corners of the path, for a chart."""
        for leg in self.legs:
            yield day_of(leg.start), leg.first
        if self.legs and self.legs[-1].last != self.final:
            yield day_of(self.settled), self.legs[-1].last
        yield day_of(self.settled), self.final


def day_sums(timing: Timing, starts: Ints, ends: Ints) -> list[Ints]:
    """Days of each period [start, end) before the path moves, and after it has settled; then for each leg its days.

    After the days of a leg comes the sum of their places in it, counted from 0. All arrays have one shape.
    """
    begin, settled, legs = timing
    before = np.minimum(ends, begin) - np.minimum(starts, begin)
    found: list[Ints] = [before, np.maximum(ends, settled) - np.maximum(starts, settled)]
    for start, end in legs:
        low, high = (np.minimum(np.maximum(edges, start), end) for edges in (starts, ends))
        found += [high - low, (low + high - 1 - 2 * start) * (high - low) // 2]
    return found


def path_of(promise: Promise) -> Path | None:
    """The promised path of an objective, or None where the documents promise none.

    Before `from` it stays at the baseline, from the due date on at the target. `linear` moves evenly from one to the
    other, `step` jumps on the due date, points are joined by straight lines. Without a due date the target is promised
    from `from` on. To maintain, it leads from a baseline outside the range to its nearer edge; without such a baseline
    the range itself is the promise and there is no path. For a cumulative objective it is the promised running sum:
    nothing at `from`, the target at the end of the due day.
    """
    start = day_number(promise.start)
    if promise.objective.type == "cumulative":
        return _running_sum(promise, start)
    initial = _initial(promise)
    if initial is None or (promise.direction is Direction.maintain and not promise.distance(initial)):
        return None
    return _joined(promise, Fraction(initial), start, None if promise.due is None else day_number(promise.due))


def _initial(promise: Promise) -> Decimal | None:
    points = promise.objective.path
    if promise.baseline is None and isinstance(points, tuple) and points:
        return points[0][1]
    return promise.baseline


def _running_sum(promise: Promise, start: int) -> Path | None:
    if promise.due is None:
        return None
    end = day_number(promise.due + ONE_DAY)
    return _joined(promise, Fraction(0), start, end)


def _joined(promise: Promise, initial: Fraction, start: int, due: int | None) -> Path:
    target, shape = Fraction(promise.target), promise.objective.path
    if due is None or due <= start:
        return Path(initial, (), target, start if due is None else due)
    if shape == "step":
        return Path(initial, (Leg(start, due, initial, initial),), target, due)
    points = () if isinstance(shape, str) else shape
    corners = [(start, initial), *((day_number(day), Fraction(value)) for day, value in points)]
    corners = [corners[0], *(corner for corner in corners[1:] if start < corner[0] <= due)]
    if corners[-1][0] < due:
        corners.append((due, target))
    return Path(initial, tuple(_legs(corners)), target, due)


def _legs(corners: Sequence[tuple[int, Fraction]]) -> Iterator[Leg]:
    for (start, first), (end, last) in pairwise(corners):
        yield Leg(start, end, first, last)
