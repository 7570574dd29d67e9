"""Calendars as tables: what is a working day, and what lies between two moments."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.delivery.drawn import START, calendars, works
from trueup.delivery.calendar import WorkingTime, elapsed, in_days, table
from trueup.delivery.documents import Calendar
from trueup.delivery.duration import Duration
from trueup.stats.network.calendars import Calendars, day_table, outer_rates

MONDAY = dt.date(2026, 1, 5)


def test_a_week_has_five_working_days() -> None:
    assert table(Calendar(), MONDAY, 14).tolist() == [0, 1, 2, 3, 4, 5, 5, 5, 6, 7, 8, 9, 10, 10, 10]


def test_a_holiday_is_off_and_an_extra_day_is_on() -> None:
    calendar = Calendar(holidays=(dt.date(2026, 1, 6),), working=(dt.date(2026, 1, 10),))
    assert table(calendar, MONDAY, 7).tolist() == [0, 1, 1, 2, 3, 4, 5, 5]


def test_days_off_outside_the_table_are_no_matter() -> None:
    calendar = Calendar(holidays=(dt.date(2025, 12, 25), dt.date(2030, 1, 1)))
    assert table(calendar, MONDAY, 7).tolist() == table(Calendar(), MONDAY, 7).tolist()


@given(calendars(), st.integers(1, 90))
def test_counts_the_days_that_a_walk_counts(calendar: Calendar, days: int) -> None:
    steps = np.diff(table(calendar, START, days))
    assert steps.tolist() == [float(works(calendar, day)) for day in range(days)]


def test_work_is_done_on_friday_evening_and_goes_on_on_monday_morning() -> None:
    time = WorkingTime.of(table(Calendar(), MONDAY, 60))
    assert time.done(5.0) == 5.0
    assert time.next(5.0) == 7.0
    assert time.next(6.5) == 7.0
    assert time.next(7.5) == 7.5
    assert time.before(6.3) == 5.0
    assert time.before(7.5) == 5.5
    assert time.done(5.5) == 7.5


def test_beyond_its_table_a_calendar_goes_on_as_it_ended() -> None:
    time = WorkingTime.of(table(Calendar(), MONDAY, 56))
    assert time.before(56 + 70) == pytest.approx(40 + 50)
    assert time.done(40 + 50) == pytest.approx(56 + 70)
    assert time.next(500.0) == 500.0


@given(calendars(), st.floats(0, 120), st.floats(0.001, 80))
def test_agrees_with_the_tables_of_many(calendar: Calendar, moment: float, work: float) -> None:
    """One moment at a time gives what the passes compute for all at once."""
    one = table(calendar, START, 150)
    wide = one[np.newaxis, :]
    many = Calendars(wide, outer_rates(wide), day_table(wide))
    time = WorkingTime.of(one)
    assert time.before(moment) == pytest.approx(float(many.before(0, np.array(moment))), abs=1e-9)
    if work < one[-1] - 1:
        assert time.done(work) == pytest.approx(float(many.first(0, np.array(work))), abs=1e-6)


@given(calendars(), st.floats(0, 100))
def test_what_lies_before_the_moment_it_is_done_is_the_work(calendar: Calendar, work: float) -> None:
    time = WorkingTime.of(table(calendar, START, 300))
    assert time.before(time.done(work)) == pytest.approx(work, abs=1e-6)


def test_elapsed_time_is_the_clock() -> None:
    assert elapsed(3).tolist() == [0, 1, 2, 3]


@pytest.mark.parametrize(
    ("text", "days"), [("3d", 3), ("12h", 2), ("2w", 8), ("3ed", 3), ("36eh", 1.5), ("0d", 0), ("0.5d", 0.5)]
)
def test_lengths_are_days_of_their_calendar(text: str, days: float) -> None:
    calendar = Calendar(week=("mon", "tue", "wed", "thu", "thu"), hours=Decimal(6))
    assert in_days(Duration.parse(text), calendar) == days
