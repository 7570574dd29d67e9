from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.delivery.test_simulate import BUILD, TEST, plan, progress, simulated, status
from trueup.delivery.pace import FURTHEST, HALF_80, HELD, LEAST, SPREAD, TAILS, paced, share_left, spread_of

FIXED = np.full(20_000, 100.0)


def test_the_factor_is_students_t_with_the_spread_over_the_root_of_what_is_left() -> None:
    from scipy.stats import t as student

    assert pytest.approx(student.ppf(0.9, TAILS)) == HALF_80
    for resume in (0.0, 75.0):
        scale = SPREAD / math.sqrt(1 - resume / 100)
        assert spread_of(FIXED, resume) == pytest.approx(scale)
        log = np.log((paced(FIXED, resume, 1) - resume) / (100 - resume))
        for share in (0.1, 0.3, 0.5, 0.8, 0.975):
            assert np.quantile(log, share) == pytest.approx(scale * student.ppf(share, TAILS), abs=0.06 * scale)


def test_the_median_stays_and_what_is_over_too() -> None:
    finish = np.random.default_rng(2).normal(100, 4, 20_000)
    assert np.median(paced(finish, 40.0, 3)) == pytest.approx(np.median(finish), abs=0.5)
    assert paced(np.array([10.0, 20.0]), 30.0, 3).tolist() == [10.0, 20.0]
    assert share_left(np.array([10.0, 20.0]), 30.0) == 0


def test_estimates_as_wide_as_real_projects_are_left_alone() -> None:
    wide = np.exp(np.random.default_rng(4).normal(4, 0.4, 5_000))
    assert spread_of(wide, 0.0) == 0
    assert np.array_equal(paced(wide, 0.0, 1), wide)
    some = np.exp(np.random.default_rng(4).normal(4, 0.05, 5_000))
    assert 0.8 * SPREAD < spread_of(some, 0.0) < SPREAD


@given(st.floats(0, 99.99), st.integers(0, 9))
def test_no_future_ends_before_it_goes_on_nor_without_bound(resume: float, seed: int) -> None:
    found = paced(FIXED[:300], resume, seed)
    left = (found - resume) / (100 - resume)
    assert left.min() >= math.exp(-FURTHEST) * (1 - 1e-9)
    assert left.max() <= math.exp(FURTHEST) * (1 + 1e-9)
    assert LEAST <= share_left(FIXED, resume) <= 1


def test_the_same_luck_whatever_the_plan_and_however_many_are_asked_for() -> None:
    many, few = paced(FIXED, 0.0, 7), paced(FIXED[:100], 0.0, 7)
    assert np.array_equal(many[:100], few)
    assert np.allclose(paced(2 * FIXED, 0.0, 7), 2 * many)
    assert not np.array_equal(paced(FIXED, 0.0, 8), many)


def test_a_simulation_says_both_and_leaves_what_was_stated_as_stated() -> None:
    due = {"finish": "2026-01-26", "budget": 15000, "must": ["finish"]}
    found, futures = simulated(plan(commitment=due))
    finish = paced(futures.finish, 0.0, 1)
    axis = futures.axis
    assert found.paced.on_time.p == pytest.approx((finish <= axis.end_of(axis.day_of_finish(22.0))).mean())
    assert found.paced.finish.p50 == axis.day_of_finish(float(np.quantile(finish, 0.5, method="inverted_cdf")))
    assert found.paced.finish.p95 > found.finish.p95
    assert found.paced.both.p <= min(found.paced.on_time.p, found.in_budget.p)
    assert found.paced.held == HELD
    assert 0 < found.paced.met.p < 1


def test_a_plan_without_ranges_is_not_certain() -> None:
    fixed = [{name: given for name, given in each.items() if name != "three_point"} for each in (BUILD, TEST)]
    found, _ = simulated(plan(*fixed, commitment={"finish": "2026-01-31"}))
    assert found.on_time.p == 1
    assert 0.8 < found.paced.on_time.p < 1


def test_only_what_is_left_is_stretched() -> None:
    half = progress(status("build", "under_way", percent=50.0))
    found, futures = simulated(plan(), half)
    resume = futures.uncertain.compiled.network.resume
    assert resume > 0
    assert found.paced.finish.p05 >= futures.axis.day_of_start(resume)
    assert found.paced.spread == pytest.approx(spread_of(futures.finish, resume), abs=1e-6)
