"""Half-open periods and the grains that cut time."""

from __future__ import annotations

import datetime as dt
import itertools
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from trueup.vocabulary import Grain, Period

DAYS = st.dates(dt.date(1990, 1, 1), dt.date(2060, 12, 31))


def test_a_period_is_half_open() -> None:
    first, second = Period.parse("2026-01-01/2026-02-01"), Period.parse("2026-02-01/2026-03-01")
    assert first.days == 31
    assert first.overlap(second) == 0
    assert str(first) == "2026-01-01/2026-02-01"


@pytest.mark.parametrize("text", ["2026-01-01", "2026-02-01/2026-01-01", "2026-01-01/2026-01-01", "x/y"])
def test_what_is_no_period_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r"period|isoformat|begun"):
        Period.parse(text)


def test_shares_are_exact() -> None:
    december = Period.parse("2026-12-01/2027-01-01")
    assert december.share(Period.parse("2026-01-01/2026-12-31")) == Fraction(30, 31)


@pytest.mark.parametrize(
    ("grain", "fiscal", "day", "expected"),
    [
        (Grain.day, 1, "2026-05-17", "2026-05-17/2026-05-18"),
        (Grain.week, 1, "2026-11-22", "2026-11-16/2026-11-23"),
        (Grain.month, 1, "2026-12-31", "2026-12-01/2027-01-01"),
        (Grain.quarter, 1, "2026-05-17", "2026-04-01/2026-07-01"),
        (Grain.year, 10, "2013-03-01", "2012-10-01/2013-10-01"),
        (Grain.quarter, 10, "2012-12-31", "2012-10-01/2013-01-01"),
        (Grain.year, 10, "2012-10-01", "2012-10-01/2013-10-01"),
    ],
)
def test_grains_follow_the_fiscal_year(grain: Grain, fiscal: int, day: str, expected: str) -> None:
    assert str(grain.period_of(dt.date.fromisoformat(day), fiscal)) == expected


@given(st.sampled_from(Grain), DAYS, st.integers(1, 12))
def test_every_day_lies_in_exactly_one_period(grain: Grain, day: dt.date, fiscal: int) -> None:
    period = grain.period_of(day, fiscal)
    assert period.start <= day < period.end
    assert grain.period_of(period.start, fiscal) == period
    assert grain.period_of(period.end, fiscal).start == period.end


@given(st.sampled_from(Grain), DAYS, st.integers(1, 400), st.integers(1, 12))
def test_periods_cover_a_stretch_without_gap_or_overlap(grain: Grain, day: dt.date, length: int, fiscal: int) -> None:
    stretch = Period(day, day + dt.timedelta(days=length))
    parts = list(grain.periods(stretch, fiscal))
    assert sum(part.overlap(stretch) for part in parts) == length
    assert all(a.end == b.start for a, b in itertools.pairwise(parts))
