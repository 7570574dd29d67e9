"""Numbers, limits and periods in words; periods as arrays."""

from __future__ import annotations

import datetime as dt
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from trueup.agreements import words
from trueup.agreements.calendar import day_number, day_of, grain_lengths, grid, lengths
from trueup.vocabulary import DAYS_PER_MONTH, Grain, Period


@pytest.mark.parametrize(
    ("value", "text"),
    [(5.0, "5"), (1234.5, "1,234.5"), (0.0123456, "0.0123"), (-0.001, "-0.001"), (0, "0"), (Fraction(1, 3), "0.33")],
)
def test_numbers(value, text):
    assert words.number(value) == text


def test_units():
    assert [words.quantity(each, "day") for each in (1, 2.5)] == ["1 day", "2.5 days"]
    assert words.quantity(95, "%") == "95 %"
    assert words.quantity(40, "count") == "40"


def test_limits():
    low, high = Fraction(3), Fraction(5)
    assert words.between(None, high, "day") == "at most 5 days"
    assert words.between(low, None, "%") == "at least 3 %"
    assert words.between(low, high, "day") == "between 3 and 5 days"


@pytest.mark.parametrize(
    ("period", "name"),
    [
        ("2026-01-01/2027-01-01", "2026"),
        ("2026-07-01/2026-10-01", "2026-Q3"),
        ("2026-10-01/2027-01-01", "2026-Q4"),
        ("2026-12-01/2027-01-01", "2026-12"),
        ("2026-01-26/2026-02-02", "2026-W05"),
        ("2026-07-14/2026-07-15", "2026-07-14"),
        ("2026-02-01/2026-05-01", "2026-02-01/2026-05-01"),
    ],
)
def test_periods(period, name):
    assert Period.parse(period).label == name


def test_chances_claim_no_certainty():
    assert [words.chance(each) for each in (0, 0.001, 0.5, 0.999, 1)] == [
        "0.00",
        "below 0.01",
        "0.50",
        "above 0.99",
        "1.00",
    ]


days = st.dates(dt.date(2019, 1, 1), dt.date(2030, 1, 1))


@given(st.sampled_from(list(Grain)), days, days, st.integers(1, 12))
def test_the_grid_is_that_of_the_grain(grain, one, other, fiscal):
    first, last = sorted((one, other))
    starts, ends = grid(grain, day_number(first), day_number(last), fiscal)
    found = [Period(day_of(start), day_of(end)) for start, end in zip(starts.tolist(), ends.tolist(), strict=True)]
    expected = list(grain.periods(Period(first, last), fiscal)) if last > first else []
    assert found == expected


@given(st.sampled_from(list(Grain)), st.sampled_from(list(Grain)), days, st.integers(1, 900))
def test_both_ways_to_a_length_agree(grain, per, first, count):
    starts, ends = grid(grain, day_number(first), day_number(first) + count)
    ints, factor = lengths(starts, ends, per)
    same, scale = grain_lengths(grain, starts, ends, per)
    assert (ints.tolist(), factor) == (same.tolist(), scale)


def test_a_period_that_is_no_whole_month_converts_by_days():
    import numpy as np

    starts = np.array([day_number(dt.date(2026, 1, 1)), day_number(dt.date(2026, 2, 1))])
    ends = np.array([day_number(dt.date(2026, 2, 1)), day_number(dt.date(2026, 2, 15))])
    assert lengths(starts, ends, Grain.month) == (pytest.approx([1, 0]), 1)
    assert lengths(starts[1:], ends[1:], Grain.month)[1] == 1 / DAYS_PER_MONTH
