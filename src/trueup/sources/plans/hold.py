"""Starts that the links do not explain: a crane that comes on a day, a permit, people who were not free earlier.

A tool knows why an activity starts later than its predecessors ask; its file often does not say. Without that start
the schedule would begin the activity too early, and every forecast with it. So it is kept as a constraint, which the
schedule quality gate shows, and the report lists each.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import replace

from trueup.delivery.documents import Activity, Calendar, Constraint, Day, Plan
from trueup.delivery.logic import calendar_of
from trueup.delivery.network import PlanNetwork, compile_plan
from trueup.delivery.shifts import share_of_day
from trueup.sources.plans.file import Note, PlanFile
from trueup.stats.network.passes import forward
from trueup.stats.network.slack import Drivers


def hold_starts(read: PlanFile, planned: Mapping[str, Day]) -> PlanFile:
    """The plan with `start_no_earlier_than` where `planned` (by id) is later than the links ask; a note for each.

    Links win: where one makes the activity start on its planned day, nothing is added. An activity that states a
    constraint of its own keeps it. Raises DocumentError for a plan that cannot be scheduled.
    """
    if not planned:
        compile_plan(read.plan)
        return read
    known = {activity.id for activity in read.plan.activities}
    every = {name: day for name, day in planned.items() if name in known}
    compiled = compile_plan(_constrained(read.plan, every))
    drivers = Drivers(compiled.network, forward(compiled.network, compiled.duration))
    kept = {name: day for name, day in every.items() if _is_held(compiled, drivers, name)}
    notes = tuple(_note(activity, kept[activity.id]) for activity in read.plan.activities if activity.id in kept)
    report = read.report.model_copy(update={"notes": (*read.report.notes, *notes)})
    return replace(read, plan=_constrained(read.plan, kept), report=report)


def _constrained(plan: Plan, starts: Mapping[str, Day]) -> Plan:
    activities = tuple(_with_start(plan, each, starts.get(each.id)) for each in plan.activities)
    return plan.model_copy(update={"activities": activities})


def _with_start(plan: Plan, activity: Activity, start: Day | None) -> Activity:
    if start is None or activity.constraint is not None:
        return activity
    day = _day(start, calendar_of(plan, activity))
    return activity.model_copy(update={"constraint": Constraint(kind="start_no_earlier_than", date=day)})


def _day(start: Day, calendar: Calendar) -> Day:
    """The day alone where the hour is that at which work begins."""
    if not isinstance(start, dt.datetime) or share_of_day(calendar, start.time()) > 0:
        return start
    return start.date()


def _is_held(compiled: PlanNetwork, drivers: Drivers, name: str) -> bool:
    """Whether the start stands on its own: no link drives it, and it is not the plan's first day anyway."""
    at = compiled.index[name]
    activity = compiled.plan.activities[at]
    stated = activity.constraint
    if stated is None or stated.kind != "start_no_earlier_than" or stated.date is None:
        return False
    first = compiled.time_of(at).next(0.0)
    return compiled.axis.begin_of(stated.date) > first and drivers.of(at) is None


def _note(activity: Activity, start: Day) -> Note:
    what = f"its start on {start} is later than its links ask: kept as start_no_earlier_than"
    return Note(kind="added", where=f"activity {activity.id}", what=what)
