"""The schedule: the reference network exact, and every plan against a walk from day to day."""

from __future__ import annotations

import csv
import datetime as dt
from decimal import Decimal
from pathlib import Path

import numpy as np
import pytest
from hypothesis import assume, example, given, settings
from hypothesis import strategies as st

from tests.delivery.drawn import START, Oracle, plan_of, plans, works
from trueup.delivery.documents import Plan
from trueup.delivery.duration import Duration
from trueup.delivery.logic import calendar_of
from trueup.delivery.schedule import Schedule, baseline_of, rows, schedule, stated_baseline
from trueup.delivery.status import ActivityStatus, Progress
from trueup.vocabulary import Grade, UnknownName

EVERY_DAY = {"week": ["mon", "tue", "wed", "thu", "fri", "sat", "sun"]}
CLOSE = 1e-6


def progress(*states: ActivityStatus, on: dt.date) -> Progress:
    return Progress(status_date=on, by_activity={state.activity: state for state in states})


def status(
    activity: str, state: str, start: dt.date | None, finish: dt.date | None, percent: float, left: float | None = None
) -> ActivityStatus:
    return ActivityStatus(activity, state, start, finish, percent, None, left, START, "acme", Grade.reported)  # type: ignore[arg-type]


@pytest.fixture
def reliable(shared_reference: Path) -> Schedule:
    """Reliable Construction (Hillier & Lieberman, Introduction to Operations Research): weeks as days of a week."""
    with (shared_reference / "reliable_construction.csv").open(encoding="utf-8") as file:
        found = list(csv.DictReader(file))
    activities = [
        {"id": row["activity"], "duration": f"{float(row['mean']):g}d", "after": row["predecessors"].split()}
        for row in found
    ]
    return schedule(plan_of(activities, calendar=EVERY_DAY))


def test_reliable_construction_takes_44_weeks(reliable: Schedule) -> None:
    assert reliable.finish == 44.0


def test_its_floats_are_exact(reliable: Schedule) -> None:
    floats = dict(zip(reliable.compiled.ids, reliable.total_float.tolist(), strict=True))
    assert {name: left for name, left in floats.items() if left} == {"D": 4, "G": 4, "H": 4, "M": 4, "I": 2, "K": 1}
    free = dict(zip(reliable.compiled.ids, reliable.free_float.tolist(), strict=True))
    assert {name: left for name, left in free.items() if left} == {"M": 4, "I": 2, "K": 1}


def test_its_critical_path_is_abcefjln(reliable: Schedule) -> None:
    assert "".join(row.activity for row in rows(reliable) if row.critical) == "ABCEFJLN"


@settings(max_examples=200, deadline=None)
@given(plans(constrained=True))
def test_agrees_with_a_walk_from_day_to_day(plan: Plan) -> None:
    found, oracle = schedule(plan), Oracle(plan)
    assert found.finish == pytest.approx(oracle.end, abs=CLOSE)
    for at, name in enumerate(found.compiled.ids):
        assert found.early.start[at] == pytest.approx(oracle.start[name], abs=CLOSE), name
        assert found.early.finish[at] == pytest.approx(oracle.finish[name], abs=CLOSE), name


@settings(max_examples=80, deadline=None)
@given(plans())
def test_every_link_is_kept(plan: Plan) -> None:
    found, oracle = schedule(plan), Oracle(plan)
    index = found.compiled.index
    for activity in plan.activities:
        at = index[activity.id]
        for link in activity.after:
            moment = (found.early.start if link.kind in ("FS", "SS") else found.early.finish)[at]
            assert moment >= oracle.asked(activity, link) - CLOSE


@settings(max_examples=80, deadline=None)
@given(plans(constrained=True))
def test_no_float_is_negative_without_latest_dates(plan: Plan) -> None:
    found = schedule(plan)
    assert (found.total_float >= -CLOSE).all()
    assert (found.free_float >= -CLOSE).all()
    assert (found.free_float <= found.total_float + CLOSE).all()


@settings(max_examples=80, deadline=None)
@given(plans(kinds=("FS",)))
def test_a_slip_of_the_total_float_moves_nothing_and_a_day_more_does(plan: Plan) -> None:
    found = schedule(plan)
    for at, activity in enumerate(plan.activities):
        left = found.total_float[at]
        assume(left == round(left) and (activity.duration.amount or left))
        assert schedule(_longer(plan, at, int(left))).finish <= found.finish + CLOSE
        assert schedule(_longer(plan, at, int(left) + 1)).finish > found.finish + CLOSE


def _longer(plan: Plan, at: int, days: int) -> Plan:
    activity = plan.activities[at]
    length = Duration(activity.duration.amount + Decimal(days), activity.duration.unit)
    longer = activity.model_copy(update={"duration": length})
    return plan.model_copy(update={"activities": (*plan.activities[:at], longer, *plan.activities[at + 1 :])})


@settings(max_examples=60, deadline=None)
@given(plans(), st.integers(0, 5))
def test_a_slip_of_the_free_float_moves_no_other(plan: Plan, pick: int) -> None:
    found = schedule(plan)
    at = pick % len(plan.activities)
    left = found.free_float[at]
    assume(left == round(left) and plan.activities[at].duration.amount)
    later = schedule(_longer(plan, at, int(left)))
    others = np.arange(len(plan.activities)) != at
    assert (later.early.finish[others] <= found.early.finish[others] + CLOSE).all()


@settings(max_examples=60, deadline=None)
@given(plans(constrained=True))
def test_nobody_works_on_a_day_off(plan: Plan) -> None:
    found = schedule(plan)
    for at, activity in enumerate(plan.activities):
        if activity.duration.amount and not activity.duration.elapsed:
            assert works(calendar_of(plan, activity), (found.start_day(at) - START).days)


def test_the_order_of_the_activities_means_nothing() -> None:
    activities = [{"id": "b", "duration": "2d", "after": ["a"]}, {"id": "a", "duration": "3d"}]
    assert schedule(plan_of(activities)).finish == schedule(plan_of(activities[::-1])).finish


@pytest.mark.parametrize(
    ("link", "start", "finish"),
    [
        ("a", "2026-01-14", "2026-01-15"),
        ("a FS+1d", "2026-01-15", "2026-01-16"),
        ("a FS-1d", "2026-01-13", "2026-01-14"),
        ("a FS+1ed", "2026-01-15", "2026-01-16"),
        ("a SS", "2026-01-07", "2026-01-08"),
        ("a SS+3d", "2026-01-12", "2026-01-13"),
        ("a SS+3ed", "2026-01-12", "2026-01-13"),
        ("a FF", "2026-01-12", "2026-01-13"),
        ("a FF+2d", "2026-01-14", "2026-01-15"),
        ("a SF+3d", "2026-01-08", "2026-01-09"),
    ],
)
def test_each_kind_of_link(link: str, start: str, finish: str) -> None:
    """`a` works Wednesday 7 to Tuesday 13 January; nobody works on the weekend of the 10th."""
    plan = plan_of([{"id": "a", "duration": "5d"}, {"id": "b", "duration": "2d", "after": [link]}])
    row = rows(schedule(plan))[1]
    assert (row.start.isoformat(), row.finish.isoformat()) == (start, finish)


@pytest.mark.parametrize(
    ("constraint", "start", "left"),
    [
        ({"kind": "start_no_earlier_than", "date": "2026-01-10"}, "2026-01-12", 1),
        ({"kind": "finish_no_earlier_than", "date": "2026-01-13"}, "2026-01-12", 1),
        ({"kind": "must_start_on", "date": "2026-01-09"}, "2026-01-09", 0),
        ({"kind": "must_finish_on", "date": "2026-01-12"}, "2026-01-09", 0),
        ({"kind": "start_no_later_than", "date": "2026-01-09"}, "2026-01-07", 2),
        ({"kind": "finish_no_later_than", "date": "2026-01-07"}, "2026-01-07", -1),
        ({"kind": "as_late_as_possible"}, "2026-01-13", 0),
    ],
)
def test_each_kind_of_constraint(constraint: dict[str, str], start: str, left: float) -> None:
    plan = plan_of(
        [
            {"id": "long", "duration": "6d"},
            {"id": "b", "duration": "2d", "constraint": constraint},
        ]
    )
    row = rows(schedule(plan))[1]
    assert (row.start.isoformat(), row.total_float) == (start, left)
    assert row.critical is (left <= 0 and constraint["kind"] != "as_late_as_possible")


def test_a_chain_as_late_as_possible_moves_as_one() -> None:
    late = {"kind": "as_late_as_possible"}
    plan = plan_of(
        [
            {"id": "long", "duration": "10d"},
            {"id": "a", "duration": "2d", "constraint": late},
            {"id": "b", "duration": "2d", "after": ["a"], "constraint": late},
        ],
        calendar=EVERY_DAY,
    )
    found = schedule(plan)
    assert found.early.start.tolist() == [0.0, 6.0, 8.0]
    assert found.finish == 10.0


def test_float_against_a_day_that_is_due() -> None:
    plan = plan_of([{"id": "a", "duration": "5d"}], calendar=EVERY_DAY)
    assert schedule(plan, due=START + dt.timedelta(days=2)).total_float.tolist() == [-2.0]
    assert schedule(plan, due=START + dt.timedelta(days=9)).total_float.tolist() == [5.0]


def test_a_commitment_alone_is_judged_and_not_scheduled() -> None:
    plan = plan_of([{"id": "a", "duration": "5d"}], commitment={"finish": START})
    assert schedule(plan).total_float.tolist() == [0.0]


def test_a_milestone_after_friday_is_reached_on_friday() -> None:
    plan = plan_of([{"id": "a", "duration": "3d"}, {"id": "done", "duration": "0d", "after": ["a"]}])
    row = rows(schedule(plan))[1]
    assert row.start == row.finish == dt.date(2026, 1, 9)


def test_actuals_stand_and_the_rest_goes_on_after_the_status_date() -> None:
    plan = plan_of(
        [
            {"id": "a", "duration": "3d"},
            {"id": "b", "duration": "10d", "after": ["a"]},
            {"id": "c", "duration": "2d", "after": ["b"]},
        ]
    )
    known = progress(
        status("a", "done", START, dt.date(2026, 1, 13), 100),
        status("b", "under_way", dt.date(2026, 1, 14), None, 30),
        on=dt.date(2026, 1, 16),
    )
    found = {row.activity: row for row in rows(schedule(plan, known))}
    assert (found["a"].state, found["a"].finish, found["a"].total_float) == ("done", dt.date(2026, 1, 13), None)
    assert (found["b"].start, found["b"].finish) == (dt.date(2026, 1, 14), dt.date(2026, 1, 27))
    assert found["b"].percent == 30
    assert found["c"].start == dt.date(2026, 1, 28)
    assert not found["a"].critical
    assert found["b"].critical


def test_what_is_left_is_what_was_said_to_be_left() -> None:
    plan = plan_of([{"id": "a", "duration": "10d"}])
    known = progress(status("a", "under_way", START, None, 90, left=4.0), on=START)
    assert rows(schedule(plan, known))[0].finish == dt.date(2026, 1, 13)


def test_what_has_not_started_does_not_start_in_the_past() -> None:
    plan = plan_of([{"id": "a", "duration": "1d"}, {"id": "b", "duration": "1d"}])
    known = progress(status("a", "done", START, START, 100), on=dt.date(2026, 1, 20))
    assert rows(schedule(plan, known))[1].start == dt.date(2026, 1, 21)


@settings(max_examples=60, deadline=None)
@example(plan_of([{"id": "a0", "duration": "0d"}]), 0)
@given(plans(kinds=("FS",)), st.integers(0, 30))
def test_nothing_known_changes_nothing_on_the_day_before_the_start(plan: Plan, days: int) -> None:
    """A report as of the day before the start is as none; a later one never makes the plan end earlier."""
    before = progress(on=START - dt.timedelta(days=1))
    assert schedule(plan, before).finish == schedule(plan).finish
    late = progress(on=START + dt.timedelta(days=days))
    assert schedule(plan, late).finish >= schedule(plan).finish


def test_without_a_baseline_the_plan_is_its_own() -> None:
    plan = plan_of([{"id": "a", "duration": "3.5d", "cost": 100, "cost_per_day": 10, "at_start": 20}])
    own = baseline_of(plan)["a"]
    assert (own.start, own.finish, own.cost, own.at_start) == (START, dt.date(2026, 1, 12), Decimal("135.00"), 20)
    assert stated_baseline(plan) is None
    assert baseline_of(plan, "plan") == baseline_of(plan)


def test_the_latest_baseline_stands() -> None:
    planned = {"a": {"start": "2026-01-07", "finish": "2026-01-08"}}
    names = [("first", "2026-01-01"), ("third", "2026-03-01"), ("fourth", "2026-03-01"), ("second", "2026-02-01")]
    baselines = [{"id": name, "set_on": day, "activities": planned} for name, day in names]
    plan = plan_of([{"id": "a", "duration": "1d"}], baselines=baselines)
    found = stated_baseline(plan)
    assert found is not None
    assert found.id == "fourth"
    assert stated_baseline(plan, "second") == plan.baselines[3]
    with pytest.raises(UnknownName, match="did you mean 'second'"):
        baseline_of(plan, "secnd")


def test_rows_stand_beside_their_baseline_and_commitment() -> None:
    plan = plan_of(
        [{"id": "a", "name": "Dig", "party": "acme", "duration": "2d", "committed": {"finish": "2026-01-09"}}]
    )
    (row,) = rows(schedule(plan), baseline_of(plan), {"a": 0.75})
    assert (row.name, row.party, row.duration, row.criticality) == ("Dig", "acme", 2.0, 0.75)
    assert (row.baseline_start, row.baseline_finish) == (START, dt.date(2026, 1, 8))
    assert row.committed_finish == dt.date(2026, 1, 9)


def test_what_is_planned_as_late_as_possible_has_no_float_left_and_is_not_critical() -> None:
    late = {"id": "b", "duration": "2d", "constraint": {"kind": "as_late_as_possible"}}
    plan = plan_of([{"id": "a", "duration": "10d"}, late, {"id": "end", "duration": "0d", "after": ["a", "b"]}])
    found = schedule(plan)
    assert found.finish_day(1) == found.last_day
    assert found.total_float.tolist() == [0.0, 0.0, 0.0]
    assert found.critical.tolist() == [True, False, True]
