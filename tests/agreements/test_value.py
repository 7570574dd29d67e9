"""Value arithmetic against sums worked out by hand, and its invariants."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.agreements.build import day, promise, series
from trueup.agreements.amounts import NO_ACTUALS, NO_ERROR, Sum, apportion, rounded, total
from trueup.agreements.path import path_of
from trueup.agreements.value import potential, potentials, realised
from trueup.vocabulary import DAYS_PER_MONTH, Grade, Grain, add_months

MONTHLY = {"per_unit": 1000, "per": "month", "until": "2028-01-01"}


def worth_of(values, as_of="2030-01-01", first="2026-01-01", direction="decrease", grade=Grade.reported, **more):
    made = promise(
        direction, value=more.pop("value", MONTHLY), **{k: v for k, v in more.items() if k not in {"grades"}}
    )
    found = realised(made, series(values, first, grades=more.get("grades", Grade.reported)), day(as_of))
    return found.at_grade[grade].expected


class TestRealised:
    def test_a_month_of_a_monthly_kpi_is_exactly_one(self):
        # baseline 12: 2 + 3 + 4 days better, a thousand each, although the months have 31, 28 and 31 days
        assert worth_of([10, 9, 8]) == 9000

    def test_a_worse_period_costs_value(self):
        assert worth_of([10, 13]) == 2000 - 1000

    def test_increase_turns_the_sign(self):
        assert worth_of([14, 11], direction="increase", target=20) == 2000 - 1000

    def test_a_range_is_worth_nothing_inside_and_costs_its_distance_outside(self):
        assert worth_of([4, 2, 7], direction="maintain", target=[3, 5], baseline=None) == -1000 * (0 + 1 + 2)

    def test_a_period_that_straddles_the_start_counts_by_its_days(self):
        # go-live on 14 July: 18 of 31 days
        assert worth_of([10], "2027-01-01", "2026-07-01", **{"from": "2026-07-14"}) == 2000 * Fraction(18, 31)

    def test_a_period_that_straddles_as_of_counts_up_to_that_day(self):
        assert worth_of([10, 10], "2026-02-15") == 2000 + 2000 * Fraction(14, 28)

    def test_until_ends_it(self):
        value = MONTHLY | {"until": "2026-02-15"}
        assert worth_of([10, 10, 10], value=value) == 2000 + 2000 * Fraction(14, 28)

    def test_numbers_count_as_written(self):
        assert worth_of([11.9, 11.8, 11.7]) == 600

    def test_a_quarter_and_a_year_are_exactly_one_of_their_own(self):
        for grain, months in ((Grain.quarter, 3), (Grain.year, 12)):
            at = [day("2026-01-01")], [add_months(day("2026-01-01"), months)]
            made = promise(grain=grain.value, value=MONTHLY | {"per": grain.value})
            found = realised(made, series([10], at=at, grain=grain), day("2030-01-01"))
            assert found.at_grade[Grade.reported].expected == 2000

    def test_any_other_length_converts_by_days(self):
        month = Fraction(3652425, 10000) / 12
        at = [day("2026-01-01")], [day("2026-04-01")]
        made = promise(grain="quarter", value=MONTHLY)
        found = realised(made, series([10], at=at, grain=Grain.quarter), day("2030-01-01"))
        assert found.at_grade[Grade.reported].expected == 2000 * 90 / month
        assert worth_of([10], value=MONTHLY | {"per": "quarter"}) == 2000 * 31 / (3 * month)

    def test_other_lengths_convert_by_days(self):
        assert worth_of([10], value=MONTHLY | {"per": "day"}) == 2000 * 31
        assert worth_of([10], value=MONTHLY | {"per": "week"}) == 2000 * Fraction(31, 7)
        week = [day("2026-01-05")], [day("2026-01-12")]
        made = promise(grain="week", value=MONTHLY)
        found = realised(made, series([10], at=week, grain=Grain.week), day("2030-01-01"))
        assert found.at_grade[Grade.reported].expected == 2000 * 7 / DAYS_PER_MONTH

    def test_a_period_without_an_actual_is_worth_nothing_and_listed(self):
        found = realised(promise(value=MONTHLY), series([10, None, 10]), day("2026-04-10"))
        assert found.at_grade[Grade.reported].expected == 4000
        assert [(str(period), why) for period, why in found.missing] == [
            ("2026-02-01/2026-03-01", "no actual"),
            ("2026-04-01/2026-05-01", "it has not ended"),
        ]
        assert found.unmeasured == 1

    def test_without_until_it_runs_on(self):
        value = {"per_unit": 1000, "per": "month"}
        assert worth_of([10] * 18, value=value) == 36000


class TestGrades:
    def test_each_grade_sums_what_is_at_least_of_it(self):
        grades = [Grade.reported, Grade.verified, Grade.attested]
        found = realised(promise(value=MONTHLY), series([11, 10, 9], grades=grades), day("2030-01-01"))
        sums = [found.at_grade[grade].expected for grade in Grade]
        assert sums == [6000, 5000, 3000]


class TestInterval:
    def test_none_is_invented(self):
        found = realised(promise(value=MONTHLY), series([10]), day("2030-01-01")).at_grade[Grade.reported]
        assert found.low_end == found.high_end == found.expected
        assert found.note() == NO_ERROR

    def test_independent_errors_add_in_quadrature(self):
        found = realised(promise(value=MONTHLY), series([10, 10], stderr=[0.3, 0.4]), day("2030-01-01"))
        half = found.at_grade[Grade.reported].high_end - 4000
        assert float(half) == pytest.approx(1.959963984540054 * 500)

    def test_the_error_of_the_baseline_is_shared_by_all_periods(self):
        made = promise(value=MONTHLY, baseline={"actual": 12, "stderr": 0.5})
        found = realised(made, series([10, 10], stderr=0.0), day("2030-01-01")).at_grade[Grade.reported]
        assert float(found.expected - found.low_end) == pytest.approx(1.959963984540054 * 1000)
        assert "the error of the baseline" in found.note()

    def test_cases_give_the_error_of_a_proportion_but_not_of_a_mean(self):
        share = promise("increase", unit="%", target=90, baseline={"actual": 80}, value=MONTHLY)
        found = realised(share, series([85], n=96), day("2030-01-01")).at_grade[Grade.reported]
        middle = (81.6 + 2) / 100
        half = 1.959963984540054 * 100 * np.sqrt(middle * (1 - middle) / 100) * 1000
        assert float(found.high_end - found.expected) == pytest.approx(half)
        mean = realised(promise(value=MONTHLY), series([10], n=96), day("2030-01-01")).at_grade[Grade.reported]
        assert mean.note() == NO_ERROR

    def test_a_dispute_gives_the_hull(self):
        disputed = series([10, 9], low=[10, 9], high=[10, 11])
        found = realised(promise(value=MONTHLY), disputed, day("2030-01-01")).at_grade[Grade.reported]
        assert (found.low_end, found.expected, found.high_end) == (3000, 5000, 5000)
        assert "dispute" in found.note()

    def test_a_range_cannot_be_kept_better_than_inside(self):
        made = promise("maintain", target=[3, 5], baseline=None, value=MONTHLY)
        found = realised(made, series([4.5], stderr=1.0), day("2030-01-01")).at_grade[Grade.reported]
        assert found.high_end == found.expected == 0
        assert found.low_end < 0

    def test_nothing_known(self):
        found = realised(promise(value=MONTHLY), series([]), day("2030-01-01")).at_grade[Grade.reported]
        assert found.note() == NO_ACTUALS


class TestPotential:
    def test_step_is_worth_nothing_before_due_and_all_after(self):
        made = promise(path="step", due="2026-12-31", value=MONTHLY | {"until": "2028-01-01"})
        # the due day itself and the twelve months after it, 7 days better
        assert potential(made, path_of(made), day("2028-01-01")) == 7000 * (Fraction(1, 31) + 12)

    def test_linear_counts_each_day_at_its_promise(self):
        made = promise(due="2026-03-01", value=MONTHLY, baseline={"actual": 12}, target=5)
        # 59 days from 1 January to 1 March; day k is promised 7 k / 59 better and is 1/31 or 1/28 of a month
        by_day = sum(Fraction(7 * k, 59) / (31 if k < 31 else 28) for k in range(59)) * 1000
        assert potential(made, path_of(made), day("2026-03-01")) == by_day

    def test_points_and_days(self):
        made = promise(
            path=[["2026-01-11", 10], ["2026-01-21", 9]], due="2026-01-21", target=5, value=MONTHLY | {"per": "day"}
        )
        first = sum(Fraction(2 * k, 10) for k in range(10))
        second = sum(2 + Fraction(k, 10) for k in range(10))
        assert potential(made, path_of(made), day("2026-01-21")) == 1000 * (first + second)
        assert potential(made, path_of(made), day("2026-01-22")) == 1000 * (first + second + 7)

    def test_a_running_sum_is_promised_period_by_period(self):
        made = promise(
            "increase",
            unit="count",
            type="cumulative",
            baseline={"actual": 10},
            target=240,
            value=MONTHLY,
            due="2026-12-31",
        )
        # 240 in 365 days against 10 a month
        year = sum(Fraction(240 * days, 365) - 10 for days in (31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31))
        assert potential(made, path_of(made), day("2028-01-01")) == 1000 * year == 120_000

    def test_a_range_outside_which_the_baseline_lies_costs_until_it_is_reached(self):
        made = promise(
            "maintain", target=[3, 5], baseline={"actual": 9}, due="2026-01-05", value=MONTHLY | {"per": "day"}
        )
        assert potential(made, path_of(made), day("2026-02-01")) == -1000 * (4 + 3 + 2 + 1)

    def test_a_range_from_inside_is_worth_nothing(self):
        made = promise("maintain", target=[3, 5], baseline={"actual": 4}, value=MONTHLY)
        assert potential(made, path_of(made), day("2027-02-01")) == 0

    def test_a_promise_to_stay_at_nothing_is_worth_nothing_to_any_day(self):
        made = promise(baseline={"actual": 0}, target=0, value=MONTHLY)
        assert potentials(made, path_of(made), (day("2026-05-01"), day("2028-01-01"))) == [0, 0]


actuals = st.lists(st.decimals(-1000, 1000, places=3).map(float) | st.none(), min_size=1, max_size=24)
dates = st.dates(day("2025-06-01"), day("2028-06-01"))


@given(actuals, dates, dates, dates)
def test_value_is_additive_over_a_partition_of_time(values, start, middle, end):
    start, middle, end = sorted((start, middle, end))

    def part(first: dt.date, last: dt.date) -> Fraction:
        value = MONTHLY | {"until": last.isoformat()}
        return worth_of(values, value=value, **{"from": first.isoformat()})

    assert part(start, end) == part(start, middle) + part(middle, end)


@given(dates, dates, dates, st.sampled_from(["linear", "step", [["2026-09-30", 9]]]))
def test_potential_is_additive_over_a_partition_of_time(one, two, three, path):
    one, two, three = sorted((one, two, three))
    made = promise(path=path, value=MONTHLY, **{"from": one.isoformat()})
    line = path_of(made)
    whole = potential(made, line, three)
    first = potential(made, line, two)
    by_day = Fraction(0)
    current = two
    while current < three:
        days = (add_months(current.replace(day=1), 1) - current.replace(day=1)).days
        by_day += (12 - line.on(current)) * 1000 / days
        current += dt.timedelta(days=1)
    assert whole - first == by_day


@given(actuals, st.lists(st.sampled_from(list(Grade)), min_size=24, max_size=24))
def test_grades_only_remove(values, grades):
    known = series(values, grades=grades[: len(values)])
    found = realised(promise(value=MONTHLY), known, day("2030-01-01"))
    measured = [found.at_grade[grade].measured for grade in Grade]
    assert measured == sorted(measured, reverse=True)
    for grade in Grade:
        alone = realised(promise(value=MONTHLY), known.at_grade(grade), day("2030-01-01"))
        assert alone.at_grade[Grade.reported] == found.at_grade[grade]


@given(st.lists(st.fractions(-(10**6), 10**6), max_size=12), st.sampled_from(["EUR", "JPY", "BHD"]))
def test_money_is_never_created_by_rounding(parts, currency):
    shown = apportion(parts, currency)
    assert sum(shown, Decimal(0)) == rounded(sum(parts, Fraction(0)), currency)
    unit = {"EUR": Fraction(1, 100), "JPY": Fraction(1), "BHD": Fraction(1, 1000)}[currency]
    assert all(abs(Fraction(each) - part) < unit for each, part in zip(shown, parts, strict=True))


@given(st.lists(st.floats(-1e12, 1e12), min_size=1, max_size=12))
def test_sums_are_exact_whatever_the_numbers(values):
    expected = sum((12 - Fraction(repr(value)) for value in values), Fraction(0)) * 1000
    assert worth_of(values) == expected


def test_rounding_is_half_to_even_and_once():
    assert rounded(Fraction(1, 200), "EUR") == Decimal("0.00")
    assert rounded(Fraction(3, 200), "EUR") == Decimal("0.02")
    assert rounded(Fraction(-5, 2), "JPY") == Decimal("-2")
    assert str(rounded(Fraction(-1, 300), "EUR")) == "0.00"


def test_sums_add_their_errors_as_independent():
    both = total([Sum(variance_low=9.0, variance_high=9.0, measured=1, with_error=1)] * 2)
    assert (both.variance_low, both.measured) == (18.0, 2)
