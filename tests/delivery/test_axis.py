"""Days as moments and back."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from trueup.delivery.axis import Axis
from trueup.delivery.calendar import WorkingTime, table
from trueup.delivery.documents import Calendar
from trueup.vocabulary import InputError

MONDAY = dt.date(2026, 1, 5)
SHIFTS = Calendar(shifts=("08:00-12:00", "13:00-17:00"))


def axis(calendar: Calendar | None = None) -> Axis:
    calendar = calendar or Calendar()
    return Axis(MONDAY, WorkingTime.of(table(calendar, MONDAY, 400)), calendar)


@given(st.integers(-1000, 4000))
def test_a_day_that_ends_is_the_day_of_that_finish(offset: int) -> None:
    day = MONDAY + dt.timedelta(days=offset)
    assert axis().begin_of(day) == offset
    assert axis().day_of_start(axis().begin_of(day)) == day
    # Moment 0 is both the end of the day before the plan and where a milestone at its start lies.
    assert axis().day_of_finish(axis().end_of(day)) == (MONDAY if offset == -1 else day)


def test_what_is_done_at_the_very_start_is_done_on_the_first_day() -> None:
    assert axis().day_of_finish(0.0) == MONDAY


def test_a_finish_inside_a_day_is_on_it() -> None:
    assert axis().day_of_finish(4.25) == dt.date(2026, 1, 9)
    assert axis().day_of_finish(5.0) == dt.date(2026, 1, 9)
    assert axis().day_of_start(4.25) == dt.date(2026, 1, 9)


def test_sums_of_fractions_do_not_reach_into_the_next_day() -> None:
    assert axis().day_of_finish(0.1 * 30 + 1e-10) == dt.date(2026, 1, 7)
    assert axis().day_of_start(3 - 1e-10) == dt.date(2026, 1, 8)


def test_an_hour_is_its_share_of_the_shifts() -> None:
    noon, evening = dt.datetime(2026, 1, 6, 12), dt.datetime(2026, 1, 6, 17)
    assert axis(SHIFTS).begin_of(noon) == 1.5
    assert axis(SHIFTS).end_of(evening) == 2.0
    assert axis(SHIFTS).begin_of(dt.datetime(2026, 1, 6, 8)) == 1.0
    assert axis().begin_of(noon) == 1.5
    assert axis().begin_of(evening) == pytest.approx(1 + 17 / 24)


def test_work_between_days_skips_the_weekend() -> None:
    assert axis().work_between(0.0, 14.0) == 10
    assert axis().work_between(14.0, 4.5) == -5.5
    assert axis().moment_after(4.0, 2.0) == 8.0


def test_a_schedule_beyond_all_calendars_says_so() -> None:
    with pytest.raises(InputError, match="wrong unit"):
        axis().day_of_finish(4e6)
    with pytest.raises(InputError, match="no moment"):
        axis().day_of_start(float("nan"))
