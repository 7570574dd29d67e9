"""Earned schedule against published periods, and where planned value stands still or jumps."""

from __future__ import annotations

import csv
import math
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from trueup.delivery.earned_schedule import Curve, earned_schedule, timing
from trueup.vocabulary import InputError

PV = [10.0, 25.0, 45.0, 70.0, 100.0]


def test_the_reference_periods(shared_reference: Path) -> None:
    with (shared_reference / "earned_schedule.csv").open(encoding="utf-8") as file:
        rows = [{name: float(value) for name, value in row.items()} for row in csv.DictReader(file)]
    assert [row["PV_cum"] for row in rows] == [*PV, 100]
    for row in rows:
        found = earned_schedule(PV, row["EV_cum"], row["actual_time"])
        assert found.es == pytest.approx(row["ES"], abs=1e-6)
        assert found.sv_t == pytest.approx(row["SV_t"], abs=1e-6)
        assert found.spi_t == pytest.approx(row["SPI_t"], abs=1e-6)
        assert found.ieac_t == pytest.approx(row["IEAC_t_PD5"], abs=1e-6)


def test_nothing_earned() -> None:
    found = earned_schedule(PV, 0, 2)
    assert (found.es, found.spi_t, found.ieac_t) == (0, 0, None)


def test_all_earned_early() -> None:
    found = earned_schedule(PV, 100, 4)
    assert (found.es, found.spi_t, found.ieac_t) == (5, 1.25, 4)


def test_periods_after_the_planned_end_add_nothing() -> None:
    assert earned_schedule([*PV, 100, 100], 100, 7) == earned_schedule(PV, 100, 7)


def test_before_anything_could_be_earned() -> None:
    assert timing(0, 0, 5).spi_t is None


def test_where_planned_value_stands_still_the_nearest_moment_counts() -> None:
    curve = Curve(np.array([0.0, 2, 5, 8]), np.array([0.0, 40, 40, 100]))
    assert [curve.reached(40, near) for near in (1.0, 3.5, 7.0)] == [2, 3.5, 5]


def test_a_jump_is_reached_at_its_time() -> None:
    curve = Curve(np.array([0.0, 0, 4, 4, 10]), np.array([0.0, 20, 40, 60, 100]))
    assert curve.reached(10, 9.0) == 0
    assert curve.reached(50, 9.0) == 4
    assert curve.reached(30, 9.0) == 2
    assert (curve.at(4), curve.at(4.0001) > 60, curve.at(0), curve.at(-1), curve.at(11)) == (40, True, 0, 0, 100)


@pytest.mark.parametrize(
    ("pv", "ev", "at", "message"),
    [
        ([10, 5], 5, 1, "falls from 10 to 5"),
        ([10, math.nan], 5, 1, "finite"),
        ([10, 20], 21, 1, "outside 0 to the budget"),
        ([10, 20], -1, 1, "outside 0 to the budget"),
        ([10, 20], math.nan, 1, "outside 0 to the budget"),
        ([], 0, 1, "planned value by period"),
        ([10], 0, -1, "planned value by period"),
    ],
)
def test_figures_that_cannot_be(pv: list[float], ev: float, at: float, message: str) -> None:
    with pytest.raises(InputError, match=message):
        earned_schedule(pv, ev, at)


def test_a_curve_of_nothing() -> None:
    with pytest.raises(InputError, match="at least one"):
        Curve(np.array([]), np.array([]))
    with pytest.raises(InputError, match="go back"):
        Curve(np.array([1.0, 0]), np.array([0.0, 1]))


STEPS = st.lists(st.integers(0, 50), min_size=1, max_size=12).filter(any)


@given(STEPS, st.floats(0, 1), st.floats(0, 1), st.floats(0, 20))
def test_more_earned_is_never_less_schedule(steps: list[int], one: float, other: float, at: float) -> None:
    pv = np.cumsum(steps, dtype=float)
    low, high = sorted((one, other))
    assert earned_schedule(list(pv), low * pv[-1], at).es <= earned_schedule(list(pv), high * pv[-1], at).es + 1e-6


@given(STEPS, st.floats(0.001, 0.999))
def test_planned_value_at_the_earned_schedule_is_what_is_earned(steps: list[int], share: float) -> None:
    pv = [0.0, *np.cumsum(steps, dtype=float)]
    ev = share * pv[-1]
    es = earned_schedule(pv[1:], ev, 3).es
    assert np.interp(es, range(len(pv)), pv) == pytest.approx(ev, rel=1e-6)
