"""A baseline's value over time: each activity's cost spread evenly over its planned working time."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction

import numpy as np

from trueup.delivery.axis import Axis
from trueup.delivery.calendar import WorkingTime, elapsed, table
from trueup.delivery.documents import Activity, Calendar, Day, Plan, Planned
from trueup.delivery.earned_schedule import Curve
from trueup.vocabulary import InputError, exact

_BEYOND = 400


@dataclass(frozen=True, slots=True)
class PlannedValue:
    """One activity's planned value: `at_start` at once, the rest evenly over the work between the two moments."""

    id: str
    begin: float
    end: float
    cost: Fraction
    at_start: Fraction
    time: WorkingTime

    @property
    def work(self) -> float:
        """Working days between start and finish."""
        return self.time.before(self.end) - self.time.before(self.begin)

    def value(self, moment: float) -> Fraction:
        """Planned value at a moment. What starts at that very moment has not begun."""
        if moment >= self.end:
            return self.cost
        if moment <= self.begin:
            return Fraction(0)
        if not self.work:
            return self.at_start
        share = exact(self.time.before(moment) - self.time.before(self.begin)) / exact(self.work)
        return self.at_start + (self.cost - self.at_start) * share


@dataclass(frozen=True, slots=True, eq=False)
class Phased:
    """A baseline on an axis of elapsed days of its own, in the plan's calendar; its activities by id."""

    axis: Axis
    spreads: Mapping[str, PlannedValue]

    def of(self, ids: Iterable[str]) -> list[PlannedValue]:
        """Those of the activities that are in the baseline."""
        return [self.spreads[name] for name in ids if name in self.spreads]

    def value(self, ids: Iterable[str], moment: float) -> Fraction:
        """Planned value of some activities at a moment."""
        return sum((spread.value(moment) for spread in self.of(ids)), Fraction(0))

    def cost(self, ids: Iterable[str]) -> Fraction:
        """What some activities were to cost in all."""
        return sum((spread.cost for spread in self.of(ids)), Fraction(0))

    def curve(self, ids: Iterable[str]) -> Curve:
        """Planned value over time of some activities, at least one of them in the baseline."""
        return _curve(self.of(ids))


def phased(plan: Plan, baseline: Mapping[str, Planned], until: Day) -> Phased:
    """A baseline over time, up to its last day or `until`, whichever is later.

    Raises InputError for an activity that was to finish before it started.
    """
    clocks = _Clocks(plan, baseline, until)
    known = {activity.id: activity for activity in plan.activities}
    spreads = {name: clocks.spread(name, planned, known.get(name)) for name, planned in baseline.items()}
    return Phased(clocks.axis(None), spreads)


class _Clocks:
    """The plan's calendars on one axis, made when they are first asked for."""

    def __init__(self, plan: Plan, baseline: Mapping[str, Planned], until: Day) -> None:
        self.plan = plan
        self.origin = min([plan.start, *(_date(planned.start) for planned in baseline.values())])
        last = max([_date(until), *(_date(planned.finish) for planned in baseline.values())])
        self.days = (last - self.origin).days + _BEYOND
        self.around_the_clock = Axis(self.origin, WorkingTime.of(elapsed(self.days)), Calendar())
        self.made: dict[str | None, Axis] = {}

    def axis(self, calendar: str | None) -> Axis:
        """The axis that is read in a calendar; None: the plan's."""
        if calendar not in self.made:
            shown = self.plan.calendars[calendar] if calendar is not None else self.plan.calendar
            work = WorkingTime.of(table(shown, self.origin, self.days))
            self.made[calendar] = Axis(self.origin, work, shown)
        return self.made[calendar]

    def spread(self, id: str, planned: Planned, activity: Activity | None) -> PlannedValue:
        """One activity of the baseline; one that the plan no longer has is read in the plan's calendar."""
        axis = self._axis_of(activity)
        begin, end = axis.begin_of(planned.start), axis.end_of(planned.finish)
        if end < begin:
            raise InputError(
                f"{id} was to finish on {planned.finish}, before its start on {planned.start}",
                where=f"plan {self.plan.id}, baseline",
                do="a baseline is never changed: state a new one",
            )
        return PlannedValue(id, begin, end, Fraction(planned.cost), Fraction(planned.at_start), axis.work)

    def _axis_of(self, activity: Activity | None) -> Axis:
        if activity is None:
            return self.axis(None)
        if activity.duration.elapsed:
            return self.around_the_clock
        return self.axis(activity.calendar if activity.calendar in self.plan.calendars else None)


def _date(day: Day) -> dt.date:
    return day.date() if isinstance(day, dt.datetime) else day


def _curve(spreads: list[PlannedValue]) -> Curve:
    """By difference arrays over all starts, finishes and days: linear between them in every calendar."""
    begin = np.array([spread.begin for spread in spreads])
    end = np.array([spread.end for spread in spreads])
    days = np.arange(np.ceil(begin.min()), np.floor(end.max()) + 1)
    times = np.unique(np.concatenate([begin, end, days]))
    first, last = np.searchsorted(times, begin), np.searchsorted(times, end)
    jumps, rises = np.zeros(len(times)), np.zeros(len(times) - 1)
    for time, at in _by_calendar(spreads):
        steps = np.diff([time.before(moment) for moment in times])
        density = np.zeros(len(times))
        for index in at:
            spread = spreads[index]
            jumps[first[index]] += float(spread.at_start)
            left = float(spread.cost - spread.at_start)
            if not spread.work:
                jumps[last[index]] += left
                continue
            density[first[index]] += left / spread.work
            density[last[index]] -= left / spread.work
        rises += np.cumsum(density)[:-1] * steps
    after = np.cumsum(jumps) + np.concatenate([[0.0], np.cumsum(rises)])
    values = np.maximum.accumulate(np.column_stack([after - jumps, after]).ravel())
    return Curve(np.repeat(times, 2), np.minimum(values, float(sum(spread.cost for spread in spreads))))


def _by_calendar(spreads: list[PlannedValue]) -> Iterator[tuple[WorkingTime, list[int]]]:
    found: dict[int, tuple[WorkingTime, list[int]]] = {}
    for index, spread in enumerate(spreads):
        found.setdefault(id(spread.time), (spread.time, []))[1].append(index)
    yield from found.values()
