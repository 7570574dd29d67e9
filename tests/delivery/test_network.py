"""A plan as numbers, and every reason for which it cannot become them."""

from __future__ import annotations

import datetime as dt
from typing import Any

import numpy as np
import pytest

from tests.delivery.drawn import START, plan_of
from trueup.delivery.network import LONGEST_TABLE, compile_plan
from trueup.delivery.schedule import schedule
from trueup.stats.network.model import ELAPSED, FF, FS, SS
from trueup.vocabulary import DocumentError


def said(activities: list[dict[str, Any]], **more: Any) -> str:
    with pytest.raises(DocumentError) as raised:
        compile_plan(plan_of(activities, **more))
    return str(raised.value)


def test_activities_keep_their_place() -> None:
    compiled = compile_plan(plan_of([{"id": "b", "duration": "1w", "after": ["a"]}, {"id": "a", "duration": "4h"}]))
    assert compiled.ids == ("b", "a")
    assert compiled.duration.tolist() == [5.0, 0.5]
    assert compiled.network.order.tolist() == [1, 0]


def test_links_stand_as_in_the_network() -> None:
    activities = [
        {"id": "c", "duration": "1d", "after": ["b FF", "a SS+2d"]},
        {"id": "a", "duration": "1d"},
        {"id": "b", "duration": "1d", "after": ["a FS-1ed"]},
    ]
    compiled = compile_plan(plan_of(activities))
    network = compiled.network
    assert [str(link) for link in compiled.links] == ["b FF", "a SS+2d", "a FS-1ed"]
    assert network.before.tolist() == [compiled.index[link.before] for link in compiled.links]
    assert network.kind.tolist() == [FF, SS, FS]
    assert network.lag.tolist() == [0, 2, -1]
    assert network.lag_calendar.tolist() == [0, 0, ELAPSED]


def test_lags_run_in_the_calendar_of_what_waits() -> None:
    activities = [
        {"id": "a", "duration": "1d"},
        {"id": "b", "duration": "3ed", "calendar": "six", "after": ["a FS+1w"]},
    ]
    six = {"week": ["mon", "tue", "wed", "thu", "fri", "sat"]}
    compiled = compile_plan(plan_of(activities, calendars={"six": six}))
    assert compiled.network.lag.tolist() == [6]
    assert compiled.network.lag_calendar.tolist() == [1]
    assert compiled.network.calendar.tolist() == [0, 2]


def test_a_cycle_is_printed_as_a_path_through_links_of_any_kind() -> None:
    activities = [
        {"id": "z", "duration": "1d", "after": ["c"]},
        {"id": "a", "duration": "1d", "after": ["c FF"]},
        {"id": "b", "duration": "1d", "after": ["a SS+2d"]},
        {"id": "c", "duration": "1d", "after": ["b"]},
    ]
    assert "these activities wait for one another: a -> b (SS+2d) -> c -> a (FF)" in said(activities)


def test_two_cycles_are_two_errors() -> None:
    activities = [
        {"id": "a", "duration": "1d", "after": ["b"]},
        {"id": "b", "duration": "1d", "after": ["a"]},
        {"id": "c", "duration": "1d", "after": ["d"]},
        {"id": "d", "duration": "1d", "after": ["c"]},
    ]
    message = said(activities)
    assert "a -> b -> a" in message
    assert "c -> d -> c" in message
    assert message.startswith("2 errors")


def test_a_long_cycle_is_found() -> None:
    size = 3000
    activities = [{"id": f"a{at}", "duration": "1d", "after": [f"a{(at - 1) % size}"]} for at in range(size)]
    assert "a0 -> a1 -> a2" in said(activities)


@pytest.mark.parametrize(
    ("activity", "words"),
    [
        ({"after": ["biuld"]}, "comes after 'biuld', and there is no such activity (did you mean 'build'?)"),
        ({"after": ["last"]}, "'last' comes after itself"),
        ({"after": ["build SS", "build FF", "build SS+2d"]}, "'last' comes after 'build' twice by SS"),
        ({"three_point": ["3d", "2d", "9d"]}, "optimistic 3d is longer than most likely 2d"),
        ({"three_point": ["1d", "2d", "1d"]}, "most likely 2d is longer than pessimistic 1d"),
        ({"three_point": ["1ed", "2d", "3d"]}, "mixes elapsed and working time"),
        ({"three_point": ["1ed", "2ed", "3ed"]}, "mixes elapsed and working time with the duration"),
        ({"calendar": "night"}, "there is no calendar 'night'"),
        ({"duration": "9" * 400 + "d"}, "is longer than two hundred years"),
    ],
)
def test_says_why_there_can_be_no_schedule(activity: dict[str, Any], words: str) -> None:
    message = said([{"id": "build", "duration": "1d"}, {"id": "last", "duration": "2d"} | activity])
    assert words in message
    assert "plan p: error: activities[1]" in message


def test_three_points_may_mix_units_of_working_time() -> None:
    activity = {"id": "a", "duration": "1w", "three_point": ["16h", "1w", "10d"]}
    assert compile_plan(plan_of([activity])).duration.tolist() == [5.0]


def test_a_plan_beyond_its_table_goes_on() -> None:
    """Ten times two hundred years: the table ends, the schedule does not."""
    activities = [{"id": f"a{at}", "duration": "70000d", "after": [f"a{at - 1}"] if at else []} for at in range(3)]
    found = schedule(plan_of(activities))
    assert found.compiled.network.work.shape[1] == LONGEST_TABLE + 1
    assert found.finish == pytest.approx(210_000 * 7 / 5, abs=3)


def test_the_table_reaches_beyond_the_worst_that_can_happen() -> None:
    plan = plan_of(
        [{"id": "a", "duration": "10d", "three_point": ["8d", "10d", "900d"]}],
        risks=[
            {"id": "r", "name": "R", "probability": 0.1, "activities": ["a"], "impact": ["1d", "2d", "100d"]},
        ],
    )
    assert compile_plan(plan).network.work[0, -1] > 1000


def test_holidays_far_ahead_count() -> None:
    holidays = [START + dt.timedelta(days=700 + day) for day in range(30)]
    with_them = schedule(plan_of([{"id": "a", "duration": "520d"}], calendar={"holidays": holidays}))
    without = schedule(plan_of([{"id": "a", "duration": "520d"}]))
    assert with_them.finish - without.finish > 25


def test_every_day_a_working_day_is_the_fast_path() -> None:
    week = {"week": ["mon", "tue", "wed", "thu", "fri", "sat", "sun"]}
    assert compile_plan(plan_of([{"id": "a", "duration": "1d"}], calendar=week)).network.straight
    assert not compile_plan(plan_of([{"id": "a", "duration": "1d"}])).network.straight


def test_nothing_of_a_plan_without_dates_is_bound() -> None:
    network = compile_plan(plan_of([{"id": "a", "duration": "1d"}])).network
    assert network.resume == 0.0
    assert np.isinf(network.latest).all()
    assert np.isnan(network.started).all()


def test_a_plan_may_begin_in_a_shutdown() -> None:
    shut = tuple(START + dt.timedelta(days=day) for day in range(60))
    planned = schedule(plan_of([{"id": "a", "duration": "1d"}], calendar={"holidays": [str(day) for day in shut]}))
    first = planned.start_day(0)
    assert first > shut[-1]
    assert planned.finish_day(0) == first
