"""Write a plan as Microsoft Project XML (MSPDI): what Project, ProjectLibre, Primavera and others open.

The elements and their codes are those of Microsoft's published schema mspdi_pj12.xsd (Project 2007).
"""

from __future__ import annotations

import datetime as dt
import os
from collections.abc import Iterable, Iterator, Mapping, Sequence
from decimal import Decimal
from pathlib import Path
from xml.etree.ElementTree import Element, ElementTree, SubElement, indent

from trueup.delivery.calendar import in_days
from trueup.delivery.documents import Activity, Calendar, Constraint, Day, Plan, Planned
from trueup.delivery.duration import Duration
from trueup.delivery.link import Link, LinkKind
from trueup.delivery.results import Scheduled
from trueup.sources.plans.shifts import day_hours
from trueup.vocabulary import InputError

NAMESPACE = "http://schemas.microsoft.com/project"
_LINKS: dict[LinkKind, str] = {"FF": "0", "FS": "1", "SF": "2", "SS": "3"}
_UNITS = {"h": "5", "eh": "6", "d": "7", "ed": "8", "w": "9"}
_CONSTRAINTS = {
    "as_late_as_possible": "1", "must_start_on": "2", "must_finish_on": "3", "start_no_earlier_than": "4",
    "start_no_later_than": "5", "finish_no_earlier_than": "6", "finish_no_later_than": "7",
}  # fmt: skip
_OWN = 1
"""The UID of the plan's own calendar."""


def export_mspdi(plan: Plan, rows: Sequence[Scheduled], path: Path) -> None:
    """Write `plan` with its schedule (`rows`, one an activity) to `path`; a file there is replaced in one step.

    Activities keep their order; `group` becomes a summary task; the party is the text field Text1, the id Text2.
    Raises InputError for rows that are not those of the plan.
    """
    by_id = {row.activity: row for row in rows}
    missing = [activity.id for activity in plan.activities if activity.id not in by_id]
    if missing:
        raise InputError(f"the schedule has no {missing[0]!r}", do="give the schedule of this very plan")
    tree = ElementTree(_Writer(plan, by_id).project())
    indent(tree)
    draft = path.with_name(f".{path.name}.{os.getpid()}")
    try:
        tree.write(draft, encoding="UTF-8", xml_declaration=True)
        draft.replace(path)
    finally:
        draft.unlink(missing_ok=True)


def _add(parent: Element, name: str, text: object) -> None:
    if text is not None:
        SubElement(parent, name).text = str(text)


class _Writer:
    """Builds the document; UIDs count from 1 in the order of the tasks."""

    def __init__(self, plan: Plan, rows: Mapping[str, Scheduled]) -> None:
        self.plan, self.rows = plan, rows
        self.calendars = {name: uid for uid, name in enumerate(plan.calendars, _OWN + 1)}
        self.lines = list(_lines(plan.activities))
        self.uid = {each.id: uid for uid, each in enumerate(self.lines, 1) if isinstance(each, Activity)}
        self.resource = {each.id: uid for uid, each in enumerate(plan.resources, 1)}

    def project(self) -> Element:
        """The whole document."""
        root = Element("Project", xmlns=NAMESPACE)
        plan = self.plan
        hours = day_hours(plan.calendar)
        for name, text in (
            ("Name", plan.id), ("Title", plan.title or plan.id), ("ScheduleFromStart", 1),
            ("StartDate", _at(plan.start, hours[0][0])), ("CalendarUID", _OWN),
            ("DefaultStartTime", f"{hours[0][0]}:00"), ("DefaultFinishTime", f"{hours[-1][1]}:00"),
            ("MinutesPerDay", round(plan.calendar.hours * 60)),
            ("MinutesPerWeek", round(plan.calendar.hours * 60 * len(plan.calendar.week))), ("DaysPerMonth", 20),
        ):  # fmt: skip
            _add(root, name, text)
        self._text_fields(SubElement(root, "ExtendedAttributes"))
        self._calendars(SubElement(root, "Calendars"))
        self._tasks(SubElement(root, "Tasks"))
        self._resources(SubElement(root, "Resources"))
        self._assignments(SubElement(root, "Assignments"))
        return root

    def _text_fields(self, parent: Element) -> None:
        for field, name, alias in ((188743731, "Text1", "party"), (188743734, "Text2", "id")):
            attribute = SubElement(parent, "ExtendedAttribute")
            for key, text in (("FieldID", field), ("FieldName", name), ("Alias", alias)):
                _add(attribute, key, text)

    def _calendars(self, parent: Element) -> None:
        write_calendar(parent, _OWN, "Standard", self.plan.calendar)
        for name, uid in self.calendars.items():
            write_calendar(parent, uid, name, self.plan.calendars[name])

    def _tasks(self, parent: Element) -> None:
        for uid, each in enumerate(self.lines, 1):
            task = SubElement(parent, "Task")
            _add(task, "UID", uid)
            _add(task, "ID", uid)
            if isinstance(each, str):
                self._summary(task, each)
            else:
                self._activity(task, each)

    def _summary(self, task: Element, name: str) -> None:
        for key, text in (("Name", name), ("OutlineLevel", 1), ("Summary", 1)):
            _add(task, key, text)

    def _activity(self, task: Element, activity: Activity) -> None:
        """The elements stand in the order of the schema."""
        row, calendar = self.rows[activity.id], self._calendar(activity)
        hours = day_hours(calendar)
        length = _minutes(activity.duration, calendar)
        for key, text in (
            ("Name", activity.name or activity.id), ("Type", 1), ("OutlineLevel", 2 if activity.group else 1),
            ("Priority", 500), ("Start", _at(row.start, hours[0][0])), ("Finish", _at(row.finish, hours[-1][1])),
            ("Duration", _iso(length)), ("DurationFormat", _UNITS[activity.duration.unit]),
            ("Milestone", int(length == 0)), ("Summary", 0), ("Critical", int(row.critical)),
            *_costs(activity, calendar, round(row.percent)), *_actual(row, hours),
            *_constraint(activity.constraint, hours, self.calendars.get(activity.calendar or "", -1)),
            ("Deadline", _deadline(activity, hours)),
        ):  # fmt: skip
            _add(task, key, text)
        for link in activity.after:
            self._link(task, link, calendar)
        for field, text in ((188743731, activity.party), (188743734, activity.id)):
            self._extended(task, field, text)
        self._baselines(task, activity, hours)

    def _calendar(self, activity: Activity) -> Calendar:
        return self.plan.calendars[activity.calendar] if activity.calendar else self.plan.calendar

    def _extended(self, task: Element, field: int, text: str | None) -> None:
        if text is not None:
            attribute = SubElement(task, "ExtendedAttribute")
            _add(attribute, "FieldID", field)
            _add(attribute, "Value", text)

    def _baselines(self, task: Element, activity: Activity, hours: Sequence[tuple[str, str]]) -> None:
        """The first eleven baselines: Project has places for no more."""
        for number, baseline in enumerate(self.plan.baselines[:11]):
            planned = baseline.activities.get(activity.id)
            if planned is not None:
                _baseline(SubElement(task, "Baseline"), number, planned, hours)

    def _link(self, task: Element, link: Link, calendar: Calendar) -> None:
        """A lag is in tenths of minutes."""
        element = SubElement(task, "PredecessorLink")
        _add(element, "PredecessorUID", self.uid[link.before])
        _add(element, "Type", _LINKS[link.kind])
        _add(element, "CrossProject", 0)
        _add(element, "LinkLag", round(_minutes(link.lag, calendar) * 10))
        _add(element, "LagFormat", _UNITS[link.lag.unit])

    def _resources(self, parent: Element) -> None:
        for each in self.plan.resources:
            resource = SubElement(parent, "Resource")
            uid = self.resource[each.id]
            for key, text in (
                ("UID", uid), ("ID", uid), ("Name", each.name or each.id), ("Type", 1), ("Group", each.party),
                ("MaxUnits", each.capacity),
            ):  # fmt: skip
                _add(resource, key, text)

    def _assignments(self, parent: Element) -> None:
        pairs = ((each, name, units) for each in self.plan.activities for name, units in each.needs.items())
        for uid, (activity, name, units) in enumerate(pairs, 1):
            assignment = SubElement(parent, "Assignment")
            for key, text in (
                ("UID", uid), ("TaskUID", self.uid[activity.id]), ("ResourceUID", self.resource[name]),
                ("Units", units),
            ):  # fmt: skip
                _add(assignment, key, text)


def _lines(activities: Iterable[Activity]) -> Iterator[Activity | str]:
    """The tasks in order: a summary wherever the group changes."""
    group: str | None = None
    for activity in activities:
        if activity.group != group and activity.group is not None:
            yield activity.group
        group = activity.group
        yield activity


def write_calendar(parent: Element, uid: int, name: str, calendar: Calendar) -> None:
    """One calendar: seven days, then each day off and each extra working day as an exception."""
    element = SubElement(parent, "Calendar")
    for key, text in (("UID", uid), ("Name", name), ("IsBaseCalendar", 1), ("BaseCalendarUID", -1)):
        _add(element, key, text)
    hours = day_hours(calendar)
    days = SubElement(element, "WeekDays")
    for number, day in enumerate(("sun", "mon", "tue", "wed", "thu", "fri", "sat"), 1):
        week_day = SubElement(days, "WeekDay")
        _add(week_day, "DayType", number)
        _working(week_day, hours if day in calendar.week else ())
    exceptions = SubElement(element, "Exceptions")
    for date in sorted({*calendar.holidays, *calendar.working}):
        exception = SubElement(exceptions, "Exception")
        period = SubElement(exception, "TimePeriod")
        _add(period, "FromDate", f"{date}T00:00:00")
        _add(period, "ToDate", f"{date}T23:59:00")
        for key, text in (("Occurrences", 1), ("Name", "worked" if date in calendar.working else "off"), ("Type", 1)):
            _add(exception, key, text)
        _working(exception, hours if date in calendar.working else ())


def _working(day: Element, hours: Sequence[tuple[str, str]]) -> None:
    _add(day, "DayWorking", int(bool(hours)))
    if hours:
        times = SubElement(day, "WorkingTimes")
        for begin, end in hours:
            time = SubElement(times, "WorkingTime")
            _add(time, "FromTime", f"{begin}:00")
            _add(time, "ToTime", f"{end}:00")


def _baseline(element: Element, number: int, planned: Planned, hours: Sequence[tuple[str, str]]) -> None:
    _add(element, "Number", number)
    _add(element, "Start", _at(planned.start, hours[0][0]))
    _add(element, "Finish", _at(planned.finish, hours[-1][1]))
    _add(element, "Cost", _cents(planned.cost))


def _costs(activity: Activity, calendar: Calendar, percent: int) -> list[tuple[str, object]]:
    """Fixed cost falls due at the start (1) or evenly (3); the total has what each day costs besides."""
    days = Decimal(repr(in_days(activity.duration, calendar)))
    at_start = activity.at_start > 0 and activity.at_start == activity.cost
    return [
        ("FixedCost", _cents(activity.cost)),
        ("FixedCostAccrual", 1 if at_start else 3),
        ("PercentComplete", percent),
        ("Cost", _cents(activity.cost + activity.cost_per_day * days)),
    ]


def _actual(row: Scheduled, hours: Sequence[tuple[str, str]]) -> list[tuple[str, object]]:
    """When it really started and finished, as far as it has."""
    start = _at(row.start, hours[0][0]) if row.state != "to_do" else None
    finish = _at(row.finish, hours[-1][1]) if row.state == "done" else None
    return [("ActualStart", start), ("ActualFinish", finish)]


def _constraint(stated: Constraint | None, hours: Sequence[tuple[str, str]], calendar: int) -> list[tuple[str, object]]:
    if stated is None:
        return [("ConstraintType", 0), ("CalendarUID", calendar)]
    clock = hours[-1][1] if "finish" in stated.kind else hours[0][0]
    date = None if stated.date is None else _at(stated.date, clock)
    return [("ConstraintType", _CONSTRAINTS[stated.kind]), ("CalendarUID", calendar), ("ConstraintDate", date)]


def _deadline(activity: Activity, hours: Sequence[tuple[str, str]]) -> str | None:
    day = activity.committed.finish if activity.committed else None
    return _at(day, hours[-1][1]) if day else None


def _at(day: Day, clock: str) -> str:
    """An hour as such, a day with the hour that it begins or ends; midnight is the last minute of the day."""
    if isinstance(day, dt.datetime):
        return day.replace(tzinfo=None).isoformat(timespec="seconds")
    return f"{day}T{'23:59' if clock == '24:00' else clock}:00"


def _minutes(length: Duration, calendar: Calendar) -> float:
    """Working minutes, or elapsed ones."""
    per_day = 24 * 60 if length.elapsed else float(calendar.hours) * 60
    return in_days(length, calendar) * per_day


def _iso(minutes: float) -> str:
    seconds = round(minutes * 60)
    return f"PT{seconds // 3600}H{seconds % 3600 // 60}M{seconds % 60}S"


def _cents(amount: Decimal) -> Decimal:
    """Project keeps money in hundredths."""
    return (amount * 100).quantize(Decimal(1))
