"""Dated targets: which is in force, and how actuals stand to it in every direction."""

from __future__ import annotations

import datetime as dt
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.kpis.worlds import kpi
from trueup.kpis.targets import attainment, brought, in_force, margin, stated
from trueup.vocabulary import Direction

JAN, FEB, MAR = (np.datetime64(f"2026-0{m}-01") for m in (1, 2, 3))
DAY = dt.date


def bounds(targets: list[dict[str, Any]], direction: str = "decrease") -> Any:
    document = kpi("k", direction=direction, targets=targets)
    return in_force(stated(document), np.array([JAN, FEB]), np.array([FEB, MAR]))


def test_one_number_holds_on_the_side_the_direction_asks_for() -> None:
    assert (bounds([{"target": 5}]).high.tolist(), bounds([{"target": 5}], "increase").low.tolist()) == ([5, 5], [5, 5])
    kept = bounds([{"target": [2, 4]}], "maintain")
    assert (kept.low[0], kept.high[0], kept.direction[0]) == (2, 4, Direction.maintain)


def test_the_shortest_that_holds_is_in_force_and_the_later_of_equals() -> None:
    year = {"from": DAY(2026, 1, 1), "until": DAY(2027, 1, 1), "target": 5}
    month = {"from": DAY(2026, 2, 1), "until": DAY(2026, 3, 1), "target": 4}
    assert bounds([month, year, {"target": 9}]).high.tolist() == [5, 4]
    assert bounds([month, {**month, "target": 3}]).high.tolist()[1] == 3


def test_a_period_between_two_targets_has_none() -> None:
    found = bounds([{"until": DAY(2026, 1, 15), "target": 5}, {"from": DAY(2026, 1, 15), "target": 4}])
    assert found.direction == (None, Direction.decrease)
    assert np.isnan(found.high[0])
    assert found.known.tolist() == [False, True]


def test_nothing_is_in_force_without_targets() -> None:
    assert bounds([]).direction == (None, None)


def test_a_target_from_a_source_may_turn_the_direction() -> None:
    row = {"period_start": DAY(2026, 1, 1), "period_end": DAY(2027, 1, 1), "project": "p", "provider": None}
    given_one = brought(kpi("k"), {**row, "target_low": 3.0, "target_high": 3.0, "direction": "increase"})
    assert (given_one.low, given_one.high, given_one.direction, given_one.project) == (3, None, Direction.increase, "p")
    own = brought(kpi("k"), {**row, "target_low": 3.0, "target_high": None, "direction": None})
    assert (own.low, own.high, own.direction) == (None, 3, Direction.decrease)


@pytest.mark.parametrize(
    ("direction", "target", "value", "expected"),
    [
        ("decrease", 5, 5, 1.0),
        ("decrease", 5, 6, 0.8),
        ("decrease", 5, 4, 1.2),
        ("increase", 5, 4, 0.8),
        ("increase", -5, -6, 0.8),
        ("maintain", [4, 8], 6, 1.0),
        ("maintain", [4, 8], 4, 1.0),
        ("maintain", [4, 8], 3, 0.75),
        ("maintain", [4, 8], 10, 0.75),
    ],
)
def test_attainment_is_one_when_the_target_is_reached(
    direction: str, target: Any, value: float, expected: float
) -> None:
    assert attainment(np.array([value, value], dtype=float), bounds([{"target": target}], direction))[0] == expected


def test_no_attainment_without_a_target_or_of_a_target_of_zero() -> None:
    assert np.isnan(attainment(np.array([1.0, 2.0]), bounds([]))).all()
    assert np.isnan(attainment(np.array([1.0, 2.0]), bounds([{"target": 0}]))).all()


@given(st.integers(-50, 50), st.integers(-50, 50).filter(bool))
def test_a_kpi_and_its_mirror_image_attain_the_same(value: int, target: int) -> None:
    down = bounds([{"target": target}], "decrease")
    up = bounds([{"target": -target}], "increase")
    same, mirrored = np.array([value, value], dtype=float), np.array([-value, -value], dtype=float)
    assert attainment(same, down).tolist() == attainment(mirrored, up).tolist()
    assert margin(same, down).tolist() == margin(mirrored, up).tolist()
