"""Tasks of MPXJ as activities, groups, links and progress."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import Any, cast

from trueup.delivery.documents import Calendar, Constraint, ConstraintKind
from trueup.delivery.duration import Duration
from trueup.delivery.link import LinkKind
from trueup.delivery.shifts import share_of_day
from trueup.sources.plans.draft import NO_TIME, Draft, DraftActivity, DraftLink, DraftProgress
from trueup.sources.plans.java.lengths import Lengths

_CONSTRAINTS: dict[str, ConstraintKind] = {
    "AS_LATE_AS_POSSIBLE": "as_late_as_possible",
    "START_NO_EARLIER_THAN": "start_no_earlier_than",
    "START_NO_LATER_THAN": "start_no_later_than",
    "FINISH_NO_EARLIER_THAN": "finish_no_earlier_than",
    "FINISH_NO_LATER_THAN": "finish_no_later_than",
    "MUST_START_ON": "must_start_on",
    "START_ON": "must_start_on",
    "MUST_FINISH_ON": "must_finish_on",
    "FINISH_ON": "must_finish_on",
}
_EDGE = 1 / 200
"""The share of a day within which the day is meant: midnight is 23:59 to some tools, and a finish at eight the day."""
_STARTS: tuple[ConstraintKind, ...] = ("start_no_earlier_than", "start_no_later_than", "must_start_on")


def money(value: float | None) -> Decimal:
    """An amount of the file; what is not there is 0."""
    return Decimal(repr(value)).quantize(Decimal("1e-6")).normalize() + 0 if value else Decimal(0)


def _moment(text: str | None) -> dt.datetime | None:
    return dt.datetime.fromisoformat(text) if text else None


def _day(text: str | None) -> dt.date | None:
    moment = _moment(text)
    return moment.date() if moment else None


class Tasks:
    """Adds the tasks of a file to a draft. Activities are known by their Primavera id, else by their unique number."""

    def __init__(
        self, raw: Mapping[str, Any], draft: Draft, lengths: Lengths, calendars: Mapping[str, str | None]
    ) -> None:
        self.raw, self.draft, self.lengths, self.calendars = raw, draft, lengths, calendars
        self.tasks: dict[str, Mapping[str, Any]] = {task["key"]: task for task in raw["tasks"]}
        self.status = _day(raw["project"]["status"])
        self.by_key: dict[str, Mapping[str, Any]] = {}

    def add(self) -> None:
        """Groups, activities, links and progress."""
        activities = [task for task in self.raw["tasks"] if self._is_activity(task)]
        inside = {key for task in activities for key in self._above(task)}
        self.draft.groups = {key: self.tasks[key]["name"] or key for key in self.tasks if key in inside}
        for task in activities:
            self.by_key[self._key(task)] = task
            self.draft.activities.append(self._activity(task))
        for key in self.draft.groups:
            self.draft.group_links += [(key, link) for link in self._links(self.tasks[key], f"summary {key}")]
        self._progress(activities)

    def activity_key(self, unique: str) -> str:
        """The key of the activity that a task with this number became."""
        task = self.tasks.get(unique)
        return self._key(task) if task is not None else unique

    def _key(self, task: Mapping[str, Any]) -> str:
        return str(task["code"] or task["key"])

    def _is_activity(self, task: Mapping[str, Any]) -> bool:
        place = f"task {task['id'] or task['key']}"
        if task["children"] or (task["summary"] and not task["subproject"]) or task["level"] == 0:
            return False
        if task["external"]:
            self.draft.note("dropped", place, f"{task['name']!r} belongs to another project")
            return False
        if not task["active"]:
            self.draft.note("dropped", place, f"{task['name']!r} is inactive")
            return False
        if task["subproject"]:
            self.draft.note("changed", place, f"{task['name']!r} stands for another project: it is one activity here")
        if task["type"] in ("LEVEL_OF_EFFORT", "HAMMOCK"):
            self.draft.note("changed", place, f"{task['name']!r} spans others ({task['type']}): its duration is fixed")
        return True

    def _above(self, task: Mapping[str, Any]) -> tuple[str, ...]:
        """The summaries around a task, outermost first, without the one that stands for the project."""
        found: list[str] = []
        parent = task["parent"]
        while parent is not None and parent in self.tasks and parent not in found:
            if self.tasks[parent]["level"] != 0:
                found.append(parent)
            parent = self.tasks[parent]["parent"]
        return tuple(reversed(found))

    def _activity(self, task: Mapping[str, Any]) -> DraftActivity:
        place = f"task {task['id'] or task['key']}"
        name = self.calendars.get(task["calendar"]) if task["calendar"] else None
        calendar = self.draft.calendars.get(name, self.draft.calendar) if name else self.draft.calendar
        duration = self.lengths.read(task["duration"], calendar.hours, len(calendar.week))
        if duration is None or duration.amount < 0:
            self.draft.note("changed", place, f"its duration {task['duration']} became 0")
            duration = NO_TIME
        if task["splits"]:
            what = "1 interruption" if task["splits"] == 1 else f"{task['splits']} interruptions"
            self.draft.note("changed", place, f"{what} of its work: it is worked on without a break here")
        found = DraftActivity(self._key(task), task["name"] or self._key(task), place, duration)
        found.calendar, found.groups = name, self._above(task)
        found.links = list(self._links(task, place))
        found.constraint, found.deadline = self._constraint(task, place, calendar), _day(task["deadline"])
        found.cost, found.cost_per_day = self._cost(task, self.lengths.days(duration, calendar.hours))
        found.at_start = min(self.at_start(task), found.cost)
        found.planned = _moment(task["start"]) if task["manual"] else None
        found.fields = {**task["fields"], "wbs": task["wbs"] or "", "summary": self._summary(found.groups)}
        return found

    def _summary(self, groups: tuple[str, ...]) -> str:
        return self.tasks[groups[0]]["name"] or "" if groups else ""

    def _cost(self, task: Mapping[str, Any], days: float) -> tuple[Decimal, Decimal]:
        """The fixed cost, and what the rest is for each day of work."""
        total, fixed = money(task["cost"]), money(task["fixed_cost"])
        if total < 0 or fixed < 0:
            self.draft.note("changed", f"task {task['id']}", f"its cost of {total} became 0")
            return Decimal(0), Decimal(0)
        if days <= 0 or fixed >= total:
            return total, Decimal(0)
        return fixed, ((total - fixed) / Decimal(repr(days))).quantize(Decimal("1e-12")).normalize() + 0

    def at_start(self, task: Mapping[str, Any]) -> Decimal:
        """The part of the fixed cost that falls due as the task starts."""
        return max(money(task["fixed_cost"]), Decimal(0)) if task["accrual"] == "START" else Decimal(0)

    def _constraint(self, task: Mapping[str, Any], place: str, calendar: Calendar) -> Constraint | None:
        if task["second"] and _CONSTRAINTS.get(task["second"][0]):
            self.draft.note("dropped", place, f"its second constraint {task['second'][0]} {task['second'][1]}")
        kind = _CONSTRAINTS.get(task["constraint"][0]) if task["constraint"] else None
        if kind is None:
            return None
        moment = _moment(task["constraint"][1])
        if kind == "as_late_as_possible":
            return Constraint(kind=kind)
        if moment is None:
            self.draft.note("dropped", place, f"its constraint {kind} has no date")
            return None
        share = share_of_day(calendar, moment.time())
        whole = share < _EDGE or (share > 1 - _EDGE and kind not in _STARTS)
        return Constraint(kind=kind, date=moment.date() if whole else moment)

    def _links(self, task: Mapping[str, Any], place: str) -> Iterator[DraftLink]:
        for before, kind, lag in task["links"]:
            length = self._lag(before, lag, place)
            known = self.tasks.get(before)
            key = before if known is None or before in self.draft.groups else self._key(known)
            yield DraftLink(key, cast("LinkKind", kind), length)

    def _lag(self, before: str, lag: list[Any] | None, place: str) -> Duration:
        if lag is not None and "PERCENT" in lag[1]:
            of = self.lengths.read(self.tasks[before]["duration"]) if before in self.tasks else None
            share = Decimal(repr(lag[0])) / 100
            self.draft.note("changed", place, f"a lag of {lag[0]:g} % of task {before} became the time it is now")
            return Duration((of.amount * share).normalize() + 0, of.unit) if of else NO_TIME
        return self.lengths.read(lag) or NO_TIME

    def _progress(self, activities: list[Mapping[str, Any]]) -> None:
        """Rows for everything that has begun, as of the status date."""
        begun = [task for task in activities if task["actual_start"] or task["percent"] or task["actual_cost"]]
        if not begun:
            return
        day = self.status or self._latest(begun)
        if day is None:
            self.draft.note("dropped", "progress", "the file has progress, and neither a status date nor actual dates")
            return
        if self.status is None:
            self.draft.note("added", "progress", f"the file has no status date: {day}, its latest actual, is taken")
        self.draft.progress = [self._row(task, day) for task in begun]

    def _latest(self, begun: list[Mapping[str, Any]]) -> dt.date | None:
        dates = [_day(task[name]) for task in begun for name in ("actual_start", "actual_finish")]
        return max((date for date in dates if date), default=None)

    def _row(self, task: Mapping[str, Any], day: dt.date) -> DraftProgress:
        finish = _day(task["actual_finish"])
        done = finish is not None or task["percent"] == 100
        left = self.lengths.read(task["remaining"])
        return DraftProgress(
            self._key(task), day,
            actual_start=self._not_after(task, "actual_start", day),
            actual_finish=self._not_after(task, "actual_finish", day),
            percent=100.0 if done else min(max(task["percent"] or 0.0, 0.0), 100.0),
            actual_cost=money(task["actual_cost"]) if task["actual_cost"] is not None else None,
            remaining_days=None if done or left is None else max(self.lengths.days(left), 0.0),
        )  # fmt: skip

    def _not_after(self, task: Mapping[str, Any], name: str, day: dt.date) -> dt.date | None:
        found = _day(task[name])
        if found is not None and found > day:
            what = f"its {name.replace('_', ' ')} {found} lies after the status date: {day} is taken"
            self.draft.note("changed", f"task {task['id'] or task['key']}", what)
            return day
        return found
