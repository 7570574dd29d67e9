"""The child process: starts Java once, reads the files that are named on standard input, answers each with a line.

Runs by its path, with nothing of Trueup imported. A request is a line of JSON {"path", "format"}; the answer is
{"read": ...}, {"broken": why} for a file, or {"missing": what} when Java or MPXJ is not there.
"""

from __future__ import annotations

import json
import os
import sys
from pathlib import Path
from typing import Any

READERS = {
    "mpp": "org.mpxj.mpp.MPPReader",
    "mspdi": "org.mpxj.mspdi.MSPDIReader",
    "mpx": "org.mpxj.mpx.MPXReader",
    "xer": "org.mpxj.primavera.PrimaveraXERFileReader",
    "pmxml": "org.mpxj.primavera.PrimaveraPMFileReader",
    "planner": "org.mpxj.planner.PlannerReader",
}
SWITCHES = (
    "-Djava.awt.headless=true",
    "-XX:+UseSerialGC",
    "-XX:TieredStopAtLevel=1",
    "-Xrs",
    "-Djava.net.useSystemProxies=false",
    "-Djavax.xml.accessExternalDTD=",
    "-Djavax.xml.accessExternalSchema=",
    "-Djavax.xml.accessExternalStylesheet=",
    "-Djdk.xml.entityExpansionLimit=1000",
    "-Djdk.xml.totalEntitySizeLimit=1000000",
    "-Dlog4j2.loggerContextFactory=org.apache.logging.log4j.simple.SimpleLoggerContextFactory",
    "-Dorg.apache.logging.log4j.simplelog.level=OFF",
)
MEGABYTES = "TRUEUP_CHILD_MEGABYTES"
_LONGEST_SPAN = 20 * 366


def main() -> None:
    """Answer requests until standard input ends; whatever Java prints goes nowhere."""
    answers = os.fdopen(os.dup(1), "w", encoding="utf-8")
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, 1)
    os.dup2(nowhere, 2)
    missing = _start()
    for line in sys.stdin:
        answer = {"missing": missing} if missing else _answer(json.loads(line))
        answers.write(json.dumps(answer) + "\n")
        answers.flush()


def _start() -> str | None:
    """Start Java; returns what is missing."""
    try:
        import jpype
    except ImportError:
        return "jpype"
    try:
        home = jpype.getDefaultJVMPath()
        import mpxj

        jpype.startJVM(home, f"-Xmx{os.environ.get(MEGABYTES, '1024')}m", *SWITCHES, convertStrings=False)
    except ImportError:
        return "mpxj"
    except (jpype.JVMNotFoundException, jpype.JVMNotSupportedException, OSError):
        return "java"
    return None if mpxj else "mpxj"


def _answer(request: dict[str, str]) -> dict[str, Any]:
    import jpype

    try:
        project = jpype.JClass(READERS[request["format"]])().read(request["path"])
        return {"broken": "it holds no project"} if project is None else {"read": _Project(project).read()}
    except Exception as bad:  # whatever Java throws is the file's fault until proved otherwise
        return {"broken": _reason(bad)}


def _reason(bad: BaseException) -> str:
    """The innermost cause that says something."""
    words = str(bad)
    cause: Any = bad
    while cause is not None:
        message = getattr(cause, "getMessage", lambda: None)()
        words = str(message) if message is not None else words
        cause = getattr(cause, "getCause", lambda: None)()
    if "OutOfMemory" in type(bad).__name__ or "heap space" in words:
        return "it needs more memory than a plan may take"
    return " ".join(words.split())[:400]


def _text(value: Any) -> str | None:
    return None if value is None else str(value)


def _number(value: Any) -> float | None:
    return None if value is None else float(value.doubleValue())


def _length(value: Any) -> list[Any] | None:
    return None if value is None else [float(value.getDuration()), str(value.getUnits().name())]


class _Project:
    """Turns a ProjectFile into plain data."""

    def __init__(self, project: Any) -> None:
        import jpype

        self.project = project
        self.properties = project.getProjectProperties()
        self.days = [jpype.JClass("java.time.DayOfWeek").of(n) for n in range(1, 8)]
        self.date = jpype.JClass("java.time.LocalDate")
        self.hours = jpype.JClass("org.mpxj.TimeUnit").HOURS
        self.fields = self._text_fields(str(jpype.JClass("org.mpxj.FieldTypeClass").TASK.name()))
        self.span = self._span()

    def read(self) -> dict[str, Any]:
        """Everything."""
        tasks = [self._task(task) for task in self.project.getTasks() if not task.getNull()]
        used = {task["calendar"] for task in tasks} | {self._default()}
        return {
            "project": self._project(),
            "calendars": [self._calendar(c) for c in self.project.getCalendars() if _text(c.getUniqueID()) in used],
            "resources": [self._resource(each) for each in self.project.getResources()],
            "tasks": tasks,
            "assignments": list(filter(None, map(self._assignment, self.project.getResourceAssignments()))),
        }

    def _default(self) -> str | None:
        calendar = self.project.getDefaultCalendar()
        return None if calendar is None else _text(calendar.getUniqueID())

    def _project(self) -> dict[str, Any]:
        of = self.properties
        baselines = [of.getBaselineDate(), *(of.getBaselineDate(n) for n in range(1, 11))]
        return {
            "title": _text(of.getProjectTitle()) or _text(of.getName()),
            "start": _text(of.getStartDate()) or _text(of.getPlannedStart()),
            "status": _text(of.getStatusDate()),
            "minutes_per_day": int(of.getMinutesPerDay() or 480),
            "days_per_month": int(of.getDaysPerMonth() or 20),
            "minutes_per_week": int(of.getMinutesPerWeek() or 2400),
            "calendar": self._default(),
            "application": _text(of.getFullApplicationName()) or _text(of.getFileApplication()),
            "baselines": [_text(date) for date in baselines],
        }

    def _span(self) -> tuple[Any, int]:
        """The days for which calendars are asked: from a little before the first task to years after the last."""
        starts = [
            d for task in self.project.getTasks() for d in (task.getStart(), task.getActualStart()) if d is not None
        ]
        starts += [d for d in (self.properties.getStartDate(),) if d is not None]
        if not starts:
            return self.date.of(2000, 1, 1), 0
        first = min(int(d.toLocalDate().toEpochDay()) for d in starts)
        ends = [
            int(d.toLocalDate().toEpochDay())
            for task in self.project.getTasks()
            for d in (task.getFinish(),)
            if d is not None
        ]
        return self.date.ofEpochDay(first), min(max([first, *ends]) - first + 3 * 366, _LONGEST_SPAN)

    def _calendar(self, calendar: Any) -> dict[str, Any]:
        week = [
            [self._range(each) for each in calendar.getHours(day)] if calendar.isWorkingDay(day) else []
            for day in self.days
        ]
        first, count = self.span
        usual = [bool(hours) for hours in week]
        lengths = [float(calendar.getWork(day, self.hours).getDuration()) for day in self.days]
        odd: dict[str, Any] = {}
        for n in range(count):
            day = first.plusDays(n)
            weekday = int(day.getDayOfWeek().getValue()) - 1
            if bool(calendar.isWorkingDate(day)) != usual[weekday]:
                odd[str(day)] = not usual[weekday]
            elif usual[weekday] and len(calendar.getExpandedCalendarExceptions()):
                worked = float(calendar.getWork(day, self.hours).getDuration())
                if abs(worked - lengths[weekday]) > 1e-6:
                    odd[str(day)] = worked
        return {
            "key": _text(calendar.getUniqueID()), "name": _text(calendar.getName()), "week": week, "odd": odd,
            "minutes_per_day": int(calendar.getMinutesPerDay() or 480),
        }  # fmt: skip

    def _range(self, each: Any) -> list[str]:
        return [str(each.getStart()), str(each.getEnd())]

    def _resource(self, each: Any) -> dict[str, Any]:
        kind = each.getType()
        return {
            "key": _text(each.getUniqueID()), "name": _text(each.getName()), "group": _text(each.getGroup()),
            "type": None if kind is None else str(kind.name()), "max": _number(each.getMaxUnits()),
            "code": _text(each.getCode()), "id": _text(each.getResourceID()),
            "calendar": self._calendar_name(each.getCalendar()),
        }  # fmt: skip

    def _calendar_name(self, calendar: Any) -> str | None:
        """The calendar by which a resource works otherwise than its base says; None: by nothing of its own."""
        if calendar is None or not (calendar.getCalendarExceptions().size() or self._differs(calendar)):
            return None
        return _text(calendar.getName()) or _text(calendar.getUniqueID())

    def _differs(self, calendar: Any) -> bool:
        base = calendar.getParent() or calendar
        default = self.project.getDefaultCalendar()
        other = default is not None and _text(base.getUniqueID()) != _text(default.getUniqueID())
        return other or any(bool(calendar.isWorkingDay(day)) != bool(base.isWorkingDay(day)) for day in self.days)

    def _assignment(self, each: Any) -> dict[str, Any] | None:
        if each.getTask() is None or each.getResource() is None:
            return None
        return {
            "task": _text(each.getTaskUniqueID()), "resource": _text(each.getResourceUniqueID()),
            "units": _number(each.getUnits()),
        }  # fmt: skip

    def _text_fields(self, task: str) -> list[tuple[Any, str]]:
        """Fields of tasks in which people write text of their own, with the name that they gave them."""
        aliases = {
            str(f.getFieldType().name()): _text(f.getAlias())
            for f in self.project.getCustomFields()
            if f.getFieldType() is not None
        }
        found = []
        for field in self.project.getPopulatedFields():
            name = str(field.name())
            own = name.startswith(
                ("TEXT", "OUTLINE_CODE", "ENTERPRISE_TEXT", "CONTACT", "RESPONSIBILITY", "DEPARTMENT")
            )
            own = own or "UserDefined" in str(field.getClass().getSimpleName()) or "MANAGER" in name
            if own and not name.endswith("_INDEX") and str(field.getFieldTypeClass().name()) == task:
                found.append((field, aliases.get(name) or str(field.getName() or name)))
        return found

    def _task(self, task: Any) -> dict[str, Any]:
        parent, calendar = task.getParentTask(), task.getCalendar()
        return {
            "key": _text(task.getUniqueID()), "id": _text(task.getID()), "code": _text(task.getActivityID()),
            "name": _text(task.getName()), "wbs": _text(task.getWBS()), "level": _number(task.getOutlineLevel()),
            "parent": None if parent is None else _text(parent.getUniqueID()),
            "summary": bool(task.getSummary()), "children": len(task.getChildTasks()),
            "external": bool(task.getExternalTask()), "active": bool(task.getActive()),
            "subproject": bool(task.getExternalProject()),
            "calendar": None if calendar is None else _text(calendar.getUniqueID()),
            "duration": _length(task.getDuration()), "remaining": _length(task.getRemainingDuration()),
            "start": _text(task.getStart()), "finish": _text(task.getFinish()),
            "manual": str(task.getTaskMode()) == "MANUALLY_SCHEDULED", "deadline": _text(task.getDeadline()),
            "constraint": self._constraint(task.getConstraintType(), task.getConstraintDate()),
            "second": self._constraint(task.getSecondaryConstraintType(), task.getSecondaryConstraintDate()),
            "type": None if task.getActivityType() is None else str(task.getActivityType().name()),
            "cost": _number(task.getCost()), "fixed_cost": _number(task.getFixedCost()),
            "accrual": None if task.getFixedCostAccrual() is None else str(task.getFixedCostAccrual().name()),
            "percent": self._percent(task), "actual_start": _text(task.getActualStart()),
            "actual_finish": _text(task.getActualFinish()), "actual_cost": _number(task.getActualCost()),
            "baselines": {str(n): found for n in range(11) if (found := self._baseline(task, n))},
            "links": [self._link(each) for each in task.getPredecessors()],
            "splits": max(int(task.getWorkSplits().size()) - 1, 0), "fields": self._fields(task),
        }  # fmt: skip

    def _percent(self, task: Any) -> float | None:
        """The percentage by the tool's own rule for the activity (Primavera: physical, units or duration)."""
        own = _number(task.getActivityPercentComplete()) if task.getActivityID() is not None else None
        return own if own is not None else _number(task.getPercentageComplete())

    def _constraint(self, kind: Any, date: Any) -> list[Any] | None:
        return None if kind is None else [str(kind.name()), _text(date)]

    def _baseline(self, task: Any, n: int) -> list[Any] | None:
        number = (n,) if n else ()
        start, finish = task.getBaselineStart(*number), task.getBaselineFinish(*number)
        cost = _number(task.getBaselineCost(*number))
        return [_text(start), _text(finish), cost] if start is not None or finish is not None or cost else None

    def _link(self, each: Any) -> list[Any]:
        before = each.getPredecessorTask()
        return [_text(before.getUniqueID()), str(each.getType()), _length(each.getLag())]

    def _fields(self, task: Any) -> dict[str, str]:
        found = {name: str(value) for field, name in self.fields if (value := task.get(field)) is not None}
        for code, value in dict(task.getActivityCodeValues()).items():
            found[str(code.getName())] = str(value.getDescription() or value.getName())
        return {name: value for name, value in found.items() if value.strip()}


if __name__ == "__main__":
    if not Path(sys.argv[0]).exists():
        sys.exit(2)
    main()
