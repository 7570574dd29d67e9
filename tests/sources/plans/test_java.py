"""From the child's answer to a plan: no Java is needed for these."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from tests.sources.plans.raw import DAY, calendar, project, task
from trueup.delivery.documents import Constraint
from trueup.sources.plans import PlanFile
from trueup.sources.plans.build import build
from trueup.sources.plans.java.read import drafted
from trueup.sources.plans.options import Options


def read(raw: dict[str, Any], **options: Any) -> PlanFile:
    return build(drafted(raw, "mspdi", "house"), Path("house.xml"), Options(**options))


def notes(found: PlanFile) -> str:
    return "\n".join(map(str, found.report.notes))


def test_summaries_become_groups_and_their_links_those_of_activities() -> None:
    found = read(
        project(
            task("0", level=0.0, summary=True, children=2),
            task("1", level=1.0, summary=True, children=2, parent="0", name="Ground"),
            task("2", level=2.0, parent="1"),
            task("3", level=2.0, parent="1", links=[["2", "SS", [2.0, "DAYS"]]]),
            task("4", parent="0", links=[["1", "FS", [-3.0, "ELAPSED_DAYS"]]]),
        )
    )
    assert [(each.id, each.group) for each in found.plan.activities] == [("2", "Ground"), ("3", "Ground"), ("4", None)]
    assert [str(link) for link in found.plan.activities[1].after] == ["2 SS+2d"]
    assert [str(link) for link in found.plan.activities[2].after] == ["2 FS-3ed", "3 FS-3ed"]
    assert "its link from the summary 'Ground' became 2 links" in notes(found)


@pytest.mark.parametrize(
    ("raw", "read_as"),
    [
        ([5.0, "DAYS"], "5d"), ([90.0, "MINUTES"], "1.5h"), ([2.0, "WEEKS"], "2w"), ([1.0, "MONTHS"], "20d"),
        ([1.0, "ELAPSED_WEEKS"], "7ed"), ([3.0, "ELAPSED_HOURS"], "3eh"), ([0.0, "DAYS"], "0d"),
        ([1.0, "YEARS"], "240d"),
    ],
)  # fmt: skip
def test_durations_keep_their_unit(raw: list[Any], read_as: str) -> None:
    assert str(read(project(task("1", duration=raw))).plan.activities[0].duration) == read_as


def test_a_day_of_the_project_is_hours_in_a_calendar_with_another_day() -> None:
    night = calendar("2", name="Night shift", week=[[["22:00", "00:00"]]] * 7)
    found = read(project(task("1", calendar="2", duration=[1.0, "DAYS"]), calendars=[calendar(), night]))
    assert str(found.plan.activities[0].duration) == "8h"
    assert found.plan.activities[0].calendar == "night-shift"
    assert found.plan.calendars["night-shift"].hours == 2
    assert found.plan.calendars["night-shift"].shifts == ("22:00-00:00",)


def test_days_off_and_days_worked_besides() -> None:
    odd = {"2026-01-06": False, "2026-01-10": True, "2026-01-07": 4.0}
    uneven = [DAY] * 4 + [[["08:00", "12:00"]], [], []]
    found = read(project(task("1"), calendars=[calendar(odd=odd, week=uneven)]))
    assert found.plan.calendar.holidays == (dt.date(2026, 1, 6),)
    assert found.plan.calendar.working == (dt.date(2026, 1, 10),)
    assert "1 days have other hours" in notes(found)
    assert "its days differ in length: each counts as 8 hours" in notes(found)


@pytest.mark.parametrize(
    ("raw", "kind"),
    [
        ("START_NO_EARLIER_THAN", "start_no_earlier_than"), ("MUST_FINISH_ON", "must_finish_on"),
        ("FINISH_ON", "must_finish_on"), ("FINISH_NO_LATER_THAN", "finish_no_later_than"),
    ],
)  # fmt: skip
def test_constraints(raw: str, kind: str) -> None:
    found = read(project(task("1", constraint=[raw, "2026-01-09T08:00"]))).plan.activities[0].constraint
    assert found is not None
    assert (found.kind, found.date) == (kind, dt.date(2026, 1, 9))


def test_as_soon_as_possible_is_none_and_as_late_as_possible_has_no_date() -> None:
    soon, late = (
        task("1", constraint=["AS_SOON_AS_POSSIBLE", None]),
        task("2", constraint=["AS_LATE_AS_POSSIBLE", None]),
    )
    first, second = read(project(soon, late)).plan.activities
    assert first.constraint is None
    assert second.constraint == Constraint(kind="as_late_as_possible")


def test_what_is_scheduled_by_hand_keeps_its_start_where_links_do_not_give_it() -> None:
    first = task("1", manual=True)
    second = task("2", manual=True, start="2026-01-06T08:00", links=[["1", "FS", None]])
    third = task("3", manual=True, start="2026-01-20T08:00", links=[["1", "FS", None]])
    found = read(project(first, second, third))
    assert [each.constraint is not None for each in found.plan.activities] == [False, False, True]
    assert "activity 3: its start on 2026-01-20 08:00:00 is later than its links ask" in notes(found)


def test_costs_baselines_and_deadlines() -> None:
    baselines = {"0": ["2026-01-05T08:00", "2026-01-06T17:00", 700.0], "3": [None, "2026-01-06T17:00", None]}
    given = task(
        "1", duration=[2.0, "DAYS"], cost=700.0, fixed_cost=100.0, accrual="START", baselines=baselines,
        deadline="2026-02-06T17:00",
    )  # fmt: skip
    found = read(project(given, project={"baselines": ["2025-12-01T09:00", *[None] * 10]}))
    activity, (baseline,) = found.plan.activities[0], found.plan.baselines
    assert (activity.cost, activity.at_start, activity.cost_per_day) == (100, 100, 300)
    assert activity.committed is not None
    assert activity.committed.finish == dt.date(2026, 2, 6)
    assert (baseline.id, baseline.set_on) == ("baseline", dt.date(2025, 12, 1))
    assert baseline.activities["1"].cost == Decimal(700)
    assert "baseline-3 has no start or no finish" in notes(found)


@pytest.mark.parametrize(
    ("kind", "stated", "kept"),
    [
        ("START_NO_EARLIER_THAN", "2026-01-06T08:00", dt.date(2026, 1, 6)),
        ("START_NO_EARLIER_THAN", "2026-01-06T13:00", dt.datetime(2026, 1, 6, 13)),
        ("MUST_FINISH_ON", "2026-01-06T17:00", dt.date(2026, 1, 6)),
        ("MUST_FINISH_ON", "2026-01-06T23:59", dt.date(2026, 1, 6)),
        ("MUST_FINISH_ON", "2026-01-06T10:00", dt.datetime(2026, 1, 6, 10)),
    ],
)
def test_a_constraint_keeps_its_hour_inside_the_day(kind: str, stated: str, kept: dt.date) -> None:
    constraint = read(project(task("1", constraint=[kind, stated]))).plan.activities[0].constraint
    assert constraint is not None
    assert constraint.date == kept


def test_days_off_of_resources_and_breaks_in_tasks_are_said() -> None:
    people = [
        {"key": "1", "name": "Ann", "group": None, "type": "WORK", "max": 100.0, "code": None, "id": None,
         "calendar": "Ann"},
        {"key": "2", "name": "Ben", "group": None, "type": "WORK", "max": 100.0, "code": None, "id": None,
         "calendar": "Ben"},
    ]  # fmt: skip
    assigned = [{"task": "1", "resource": "1", "units": 100.0}]
    found = read(project(task("1", splits=2), resources=people, assignments=assigned), party="acme")
    notes = [str(note) for note in found.report.notes]
    assert notes == [
        "task 1: 2 interruptions of its work: it is worked on without a break here (changed)",
        "resource 'Ann': its own calendar 'Ann' is not kept: work goes on by the activity's or the plan's (dropped)",
    ]


def test_resources_limit_and_may_name_the_party() -> None:
    resources = [
        {
            "key": "1",
            "name": "Ann",
            "group": "Acme",
            "type": "WORK",
            "max": 200.0,
            "code": None,
            "id": None,
            "calendar": None,
        },
        {
            "key": "2",
            "name": "Steel",
            "group": None,
            "type": "MATERIAL",
            "max": None,
            "code": None,
            "id": None,
            "calendar": None,
        },
    ]
    assigned = [{"task": "1", "resource": key, "units": 50.0} for key in ("1", "2")]
    found = read(project(task("1"), resources=resources, assignments=assigned), party_from="group")
    assert [(each.name, each.capacity, each.party) for each in found.plan.resources] == [("Ann", 2, "Acme")]
    assert dict(found.plan.activities[0].needs) == {"Ann": Decimal("0.5")}
    assert found.plan.activities[0].party == "Acme"
    assert "material and cost limit no plan: Steel" in notes(found)


def test_progress_is_as_of_the_status_date() -> None:
    given = task(
        "1", percent=40.0, actual_start="2026-01-05T08:00", actual_cost=12.5, remaining=[0.6, "DAYS"],
    )  # fmt: skip
    (row,) = read(project(given, task("2", percent=0.0), project={"status": "2026-01-09T17:00"})).progress
    assert row["status_date"] == dt.date(2026, 1, 9)
    assert (row["percent"], row["remaining_days"], row["actual_cost"]) == (40.0, 0.6, Decimal("12.5"))


def test_actuals_after_the_status_date_are_said_and_cut() -> None:
    given = task("1", percent=100.0, actual_start="2026-01-05T08:00", actual_finish="2026-01-20T17:00")
    found = read(project(given, project={"status": "2026-01-09T17:00"}))
    assert found.progress[0]["actual_finish"] == dt.date(2026, 1, 9)
    assert "lies after the status date" in notes(found)


def test_what_is_no_activity_here_is_dropped_with_a_note() -> None:
    found = read(project(task("1"), task("2", external=True), task("3", active=False, links=[["1", "FS", None]])))
    assert [each.id for each in found.plan.activities] == ["1"]
    assert "belongs to another project" in notes(found)
    assert "is inactive" in notes(found)


def test_a_lag_in_percent_is_the_time_that_it_is_now() -> None:
    given = task("2", links=[["1", "FS", [50.0, "PERCENT"]]])
    found = read(project(task("1", duration=[4.0, "DAYS"]), given))
    assert [str(link) for link in found.plan.activities[1].after] == ["1 FS+2d"]
    assert "a lag of 50 %" in notes(found)


def test_primavera_knows_its_activities_by_their_own_ids() -> None:
    found = read(project(task("7", code="A1000"), task("8", code="A1010", links=[["7", "FS", None]])))
    assert [str(link) for link in found.plan.activities[1].after] == ["A1000"]
