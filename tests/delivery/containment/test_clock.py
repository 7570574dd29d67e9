from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.delivery.containment.plans import plan_of
from trueup.delivery.containment.build import build_problem
from trueup.delivery.containment.clock import Clock, grid, runs_of
from trueup.delivery.containment.problem import Run, Runs
from trueup.delivery.network import compile_plan


def image(runs: Runs, value: int) -> int:
    [run] = [each for each in runs if each.low <= value <= each.high]
    return run.to + run.slope * (value - run.low)


def clock_of(*activities: dict[str, Any], **keys: Any) -> Clock:
    return build_problem(compile_plan(plan_of(list(activities), **keys))).clock


@pytest.mark.parametrize(
    ("lengths", "units", "exact"),
    [([1.0, 3.0], 1, True), ([0.5, 1 / 3], 6, True), ([1 / 7, 1 / 480], 480, False), ([0.123456], 480, False)],
)
def test_the_grid_is_the_coarsest_that_holds_all_lengths(lengths: list[float], units: int, exact: bool) -> None:
    assert grid(lengths) == (units, exact)


def test_positions_count_only_days_on_which_anyone_works() -> None:
    clock = clock_of({"id": "a", "duration": "12h"})
    assert clock.units == 2
    assert clock.by(5.0) == clock.by(7.0) == 10  # Friday evening and Monday morning are one position
    assert clock.ended(10) == 5.0
    assert clock.begin(np.array([10]))[0] == 7.0
    assert clock.at_or_after(np.array([4.25, 5.0, 6.5, 7.0])).tolist() == [9, 10, 10, 10]


def test_a_calendar_with_fewer_days_becomes_runs() -> None:
    clock = clock_of(
        {"id": "a", "duration": "2d"},
        {"id": "b", "duration": "2d", "calendar": "odd"},
        calendars={"odd": {"week": ["tue", "thu"]}},
    )
    assert clock.calendar(0) is None
    runs = clock.calendar(1)
    assert runs is not None
    begin, end = runs
    assert [image(begin, work) for work in range(4)] == [1, 3, 6, 8]  # Tuesday, Thursday, Tuesday, Thursday
    assert [image(end, work) for work in range(4)] == [0, 2, 4, 7]


@given(st.lists(st.integers(0, 3), min_size=1, max_size=30))
def test_runs_are_the_table_they_were_made_of(steps: list[int]) -> None:
    table = np.cumsum(steps)
    runs = runs_of(table)
    assert [image(runs, at) for at in range(len(table))] == table.tolist()
    assert runs == tuple(sorted(runs, key=lambda run: run.low))


def test_straight_tables_are_one_run() -> None:
    assert runs_of(np.arange(5, dtype=np.int64) + 3) == (Run(0, 4, 3),)
