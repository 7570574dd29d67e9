"""Attainment, by hand and mirrored."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from tests.agreements.build import assess, day, promise, series
from trueup.agreements.attainment import against_path, attained, attainment, baseline_note
from trueup.agreements.objective import attainment_now
from trueup.agreements.path import path_of
from trueup.vocabulary import InputError

numbers = st.decimals(-10000, 10000, places=3)


def test_one_is_the_target_and_zero_the_baseline():
    assert [attainment(Decimal(x), Decimal(12), Decimal(5)) for x in (12, 5, Decimal("8.5"), 13)] == [
        0,
        1,
        Fraction(1, 2),
        Fraction(-1, 7),
    ]


def test_equal_target_and_baseline_promise_nothing():
    with pytest.raises(InputError, match="both 5"):
        attainment(Decimal(4), Decimal(5), Decimal(5))
    assert attained(promise(target=12), Decimal(4)).reason == "target and baseline are equal: nothing was promised"


@given(numbers, numbers, numbers)
def test_attainment_is_direction_safe(actual, baseline, target):
    assume(baseline != target)
    mirrored = attainment(-actual, -baseline, -target)
    assert attainment(actual, baseline, target) == mirrored
    down, up = sorted((baseline, target), reverse=True), sorted((-baseline, -target))
    falls = promise("decrease", baseline={"actual": down[0]}, target=down[1])
    rises = promise("increase", baseline={"actual": up[0]}, target=up[1])
    assert attained(falls, actual).value == attained(rises, -actual).value
    assert falls.reached(actual) == rises.reached(-actual)
    assert falls.improvement(actual) == rises.improvement(-actual)


def test_no_baseline_no_actual_no_attainment():
    assert attained(promise(baseline=None), Decimal(4)).reason == "no baseline is agreed"
    assert attained(promise(), None).reason == "no actual yet"


def test_an_agreed_disbenefit_has_no_attainment():
    assert "disbenefit" in (attained(promise(target=14), Decimal(13)).reason or "")


def test_a_range_is_attained_inside_and_missed_by_its_distance():
    held = promise("maintain", target=[3, 5], baseline=None)
    assert attained(held, Decimal(4)).value == 1
    missed = attained(held, Decimal(7))
    assert (missed.value, missed.missed_by, missed.reason) == (None, 2.0, "the range is missed by 2 days")
    from_outside = promise("maintain", target=[3, 5], baseline={"actual": 9})
    assert attained(from_outside, Decimal(6)).value == 0.75


def test_against_the_path_compares_with_the_promise_for_the_same_period():
    made = promise(path="step", due="2026-02-15")
    known = series([12, 10])
    found = against_path(made, path_of(made), Decimal(10), known.period(1))
    # 14 days at 12, 14 at 5: 8.5 on average in February
    assert found.value == pytest.approx(2 / 3.5)
    early = against_path(made, path_of(made), Decimal(12), known.period(0))
    assert (early.value, early.reason) == (None, "nothing is promised yet for this period")


def test_a_running_sum_is_measured_against_what_would_have_come_anyway():
    made = promise("increase", type="cumulative", baseline={"actual": 10}, target=240)
    assert attainment_now(made, series([15.0] * 12), day("2027-01-01")).value == pytest.approx(
        (180 - 120) / (240 - 120)
    )
    # after 181 of 365 days
    half = attainment_now(made, series([15.0] * 6), day("2026-07-01")).value
    assert half == pytest.approx((90 - 120 * 181 / 365) / (240 - 120))
    from_nothing = promise("increase", type="cumulative", baseline=None, target=100)
    assert attainment_now(from_nothing, series([10.0, 15.0]), day("2026-03-01")).value == 0.25


def test_a_target_inside_the_noise_of_the_baseline_is_said_to_be():
    assert "not distinguishable from noise" in (baseline_note(promise(baseline={"actual": 12, "stderr": 4})) or "")
    assert baseline_note(promise(baseline={"actual": 12, "stderr": 3})) is None
    assert baseline_note(promise()) is None


def test_first_and_current_promise_are_both_kept():
    from tests.agreements.build import agreement, objective

    first = agreement(objective())
    second = agreement(objective(target=7), version=2, effective="2026-06-01")
    found = assess([first, second], series([8.5] * 7), "2026-08-01").objectives[0]
    assert (found.first_target, found.target) == (5, 7)
    assert found.attainment_first == 0.5
    assert found.attainment == 0.7
