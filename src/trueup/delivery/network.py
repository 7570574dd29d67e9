"""A plan as a network of numbers: activities by position, working time by calendar, dates as moments."""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import numpy as np

from trueup.delivery.axis import Axis
from trueup.delivery.calendar import WorkingTime, elapsed, in_days, table
from trueup.delivery.documents import Activity, Calendar, ConstraintKind, Day, Plan, date_of
from trueup.delivery.link import KINDS, Link
from trueup.delivery.logic import calendar_of, logic
from trueup.delivery.status import Progress
from trueup.stats.arrays import Floats
from trueup.stats.network.model import ELAPSED, Network, network
from trueup.vocabulary import DocumentError

LONGEST_TABLE = 80_000
"""Days, more than two centuries; beyond its table a calendar goes on as in its last weeks."""
_MARGIN = 400
_START: tuple[ConstraintKind, ...] = ("start_no_earlier_than", "must_start_on")
_FINISH: tuple[ConstraintKind, ...] = ("finish_no_earlier_than", "must_finish_on")
_LATEST_START: tuple[ConstraintKind, ...] = ("start_no_later_than", "must_start_on")
_LATEST_FINISH: tuple[ConstraintKind, ...] = ("finish_no_later_than", "must_finish_on")


@dataclass(frozen=True, slots=True, eq=False)
class PlanNetwork:
    """A plan ready for the passes. Activity i is `plan.activities[i]`; links stand as in `network`.

    `duration` is the work that is left, in working days of each activity's calendar: all of it where nothing is
    reported, 0 for what is done. `times` are the calendars by their row in `network.work`.
    """

    plan: Plan
    ids: tuple[str, ...]
    index: Mapping[str, int]
    network: Network
    duration: Floats
    axis: Axis
    links: tuple[Link, ...]
    times: tuple[WorkingTime, ...]
    progress: Progress

    def time_of(self, activity: int) -> WorkingTime:
        """The calendar that an activity is worked on in."""
        return self.times[int(self.network.calendar[activity])]

    def working_days(self, activity: int, begin: float, end: float) -> float:
        """Working days of an activity's calendar between two moments."""
        own = self.time_of(activity)
        return own.before(end) - own.before(begin)


def compile_plan(plan: Plan, progress: Progress | None = None) -> PlanNetwork:
    """The network of a plan; with progress, what is left of it from the day after the latest status date.

    Raises DocumentError with every reason why no schedule can be computed: cycles as a path, unknown predecessors with
    the nearest name, impossible three-point values.
    """
    wrong = [finding.issue(f"plan {plan.id}") for finding in logic(plan)]
    if wrong:
        raise DocumentError(wrong)
    return _Compiler(plan, progress).compiled()


class _Compiler:
    """Turns dates, durations and links of one plan into arrays."""

    def __init__(self, plan: Plan, progress: Progress | None) -> None:
        self.plan = plan
        self.progress = progress or Progress()
        self.calendars: dict[str | None, Calendar] = {None: plan.calendar}
        self.calendars.update(plan.calendars)
        self.row = {name: row for row, name in enumerate(self.calendars)}
        self.elapsed = len(self.row)
        self.days = self._horizon()
        self.times = tuple(map(WorkingTime.of, self._tables()))
        self.axis = Axis(plan.start, self.times[0], plan.calendar)
        self.index = {activity.id: at for at, activity in enumerate(plan.activities)}

    def compiled(self) -> PlanNetwork:
        links = [(at, link) for at, activity in enumerate(self.plan.activities) for link in activity.after]
        numbers = self._network([self._link(at, link) for at, link in links])
        return PlanNetwork(
            plan=self.plan,
            ids=tuple(self.index),
            index=self.index,
            network=numbers,
            duration=np.array([self._left(activity) for activity in self.plan.activities]),
            axis=self.axis,
            links=tuple(links[given][1] for given in numbers.given),
            times=self.times,
            progress=self.progress,
        )

    def _network(self, links: list[tuple[int, int, int, float, int]]) -> Network:
        activities = self.plan.activities
        return network(
            len(activities),
            links,
            work=np.stack([time.table for time in self.times]),
            calendar=[self._row(activity) for activity in activities],
            earliest=[self._earliest(activity) for activity in activities],
            floor_finish=[self._floor_finish(activity) for activity in activities],
            latest=[self._latest(activity) for activity in activities],
            started=[self._started(activity) for activity in activities],
            finished=[self._finished(activity) for activity in activities],
            resume=self._resume(),
        )

    def _tables(self) -> Iterator[Floats]:
        for calendar in self.calendars.values():
            yield table(calendar, self.plan.start, self.days)
        yield elapsed(self.days)

    def _horizon(self) -> int:
        """Days enough for everything done one after the other at its longest, after the last day that is written."""
        pace = min(len(set(calendar.week)) for calendar in self.calendars.values()) / 7
        off = max(len(calendar.holidays) for calendar in self.calendars.values())
        needed = sum(map(self._at_most, self.plan.activities)) + sum(self._impacts())
        last = max(self._written(), default=self.plan.start)
        return int(min(needed / pace + off + max((last - self.plan.start).days, 0) + _MARGIN, LONGEST_TABLE))

    def _at_most(self, activity: Activity) -> float:
        calendar = calendar_of(self.plan, activity)
        lags = sum(max(in_days(link.lag, calendar), 0.0) for link in activity.after)
        lengths = (activity.duration, *(activity.three_point or ()))
        return lags + max(in_days(length, calendar) for length in lengths)

    def _impacts(self) -> Iterator[float]:
        for risk in self.plan.risks:
            if risk.impact is not None:
                yield len(risk.activities) * in_days(risk.impact[2], self.plan.calendar)

    def _written(self) -> Iterator[dt.date]:
        for calendar in self.calendars.values():
            yield from calendar.holidays
        for activity in self.plan.activities:
            if activity.constraint is not None and activity.constraint.date is not None:
                yield date_of(activity.constraint.date)
        if self.progress.status_date is not None:
            yield self.progress.status_date

    def _row(self, activity: Activity) -> int:
        return self.elapsed if activity.duration.elapsed else self.row[activity.calendar]

    def _link(self, at: int, link: Link) -> tuple[int, int, int, float, int]:
        activity = self.plan.activities[at]
        lag = in_days(link.lag, calendar_of(self.plan, activity))
        rows = ELAPSED if link.lag.elapsed else self.row[activity.calendar]
        return self.index[link.before], at, KINDS.index(link.kind), lag, rows

    def _duration(self, activity: Activity) -> float:
        return in_days(activity.duration, calendar_of(self.plan, activity))

    def _left(self, activity: Activity) -> float:
        status = self.progress.of(activity.id)
        if status is None or status.state == "to_do":
            return self._duration(activity)
        if status.state == "done":
            return 0.0
        if status.remaining is not None:
            return status.remaining
        return self._duration(activity) * (1 - status.percent / 100)

    def _on(self, activity: Activity, kinds: tuple[ConstraintKind, ...]) -> Day | None:
        constraint = activity.constraint
        return constraint.date if constraint is not None and constraint.kind in kinds else None

    def _earliest(self, activity: Activity) -> float:
        day = self._on(activity, _START)
        return max(self.axis.begin_of(day), 0.0) if day is not None else 0.0

    def _floor_finish(self, activity: Activity) -> float:
        day = self._on(activity, _FINISH)
        return self.axis.end_of(day) if day is not None else -math.inf

    def _latest(self, activity: Activity) -> float:
        """A latest start is a latest finish, the plan's duration after it; what has started has kept it or not."""
        day = self._on(activity, _LATEST_FINISH)
        if day is not None:
            return self.axis.end_of(day)
        day = self._on(activity, _LATEST_START)
        status = self.progress.of(activity.id)
        if day is None or (status is not None and status.state != "to_do"):
            return math.inf
        own = self.times[self._row(activity)]
        return own.done(own.before(own.next(self.axis.begin_of(day))) + self._duration(activity))

    def _started(self, activity: Activity) -> float:
        status = self.progress.of(activity.id)
        if status is None or status.state == "to_do":
            return math.nan
        return self.axis.begin_of(status.start or status.finish or status.status_date)

    def _finished(self, activity: Activity) -> float:
        status = self.progress.of(activity.id)
        if status is None or status.state != "done":
            return math.nan
        return self.axis.end_of(status.finish or status.status_date)

    def _resume(self) -> float:
        day = self.progress.status_date
        return 0.0 if day is None else self.axis.end_of(day)
