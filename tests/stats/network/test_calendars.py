import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.stats.network.networks import CALENDARS, SHORT_WEEK, working_days
from trueup.stats.network.calendars import Calendars, check_work, day_table, outer_rates

TABLES = Calendars(check_work(CALENDARS), outer_rates(CALENDARS), day_table(CALENDARS))
FRIDAY_EVENING, MONDAY_MORNING = 5.0, 7.0


def moments() -> st.SearchStrategy:
    return st.lists(st.floats(-30, 450), min_size=1, max_size=30).map(np.array)


@given(moments(), st.integers(0, 2))
def test_the_first_and_the_last_moment_enclose_all_with_so_much_work_done(t, c) -> None:
    work = TABLES.before(c, t)
    first, last = TABLES.first(c, work), TABLES.last(c, work)
    assert (first <= t + 1e-7).all()
    assert (last >= t - 1e-7).all()
    assert TABLES.before(c, first) == pytest.approx(work, abs=1e-8)
    assert TABLES.before(c, last) == pytest.approx(work, abs=1e-8)


def test_work_done_on_friday_evening_is_done_then_and_more_begins_on_monday_morning() -> None:
    five = np.array([5.0, 5.0 - 1e-12, 5.0 + 1e-12])  # as sums of fractions come out
    assert TABLES.first(1, five) == pytest.approx(FRIDAY_EVENING, abs=1e-9)
    assert TABLES.last(1, five) == pytest.approx(MONDAY_MORNING, abs=1e-9)


def test_half_days_take_a_whole_day() -> None:
    table = working_days(SHORT_WEEK)
    assert table[:8].tolist() == [0, 1, 1, 2, 2.5, 2.5, 2.5, 2.5]
    assert TABLES.first(2, np.array([2.25])) == pytest.approx(3.5)


def test_past_its_ends_a_calendar_goes_on_at_its_pace() -> None:
    assert TABLES.before(1, np.array([-7.0, 400.0, 414.0])) == pytest.approx([-5, 286, 296])
    assert TABLES.first(1, np.array([296.0])) == pytest.approx(414)


def test_different_rows_take_different_calendars() -> None:
    rows = np.array([[0], [1]], dtype=np.int32)
    assert TABLES.before(rows, np.full((2, 1), 14.0)).tolist() == [[14.0], [10.0]]


def test_before_a_table_that_begins_in_a_shutdown_work_goes_at_the_pace_of_the_whole() -> None:
    table = np.array([working_days((0.0,) * 35 + (1.0,) * 65, 100)])
    tables = Calendars(check_work(table), outer_rates(table), day_table(table))
    assert tables.before(0, np.array([-20.0, 0.0, 35.0, 40.0, 100.0, 120.0])) == pytest.approx([-13, 0, 0, 5, 65, 85])
    assert tables.last(0, np.zeros(1)).tolist() == [35.0]
    assert tables.first(0, np.array([-13.0, 0.0, 85.0])) == pytest.approx([-20, 0, 120])
