from __future__ import annotations

import datetime as dt
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given as tried
from hypothesis import strategies as st

from trueup.vocabulary import InputError, day_of
from trueup.vocabulary.moment import day_given, instant_given

INSTANTS = st.datetimes(dt.datetime(1990, 1, 1), dt.datetime(2090, 1, 1), timezones=st.just(dt.UTC))
ZONES = st.sampled_from(["UTC", "America/New_York", "Europe/Berlin", "Pacific/Auckland", "Pacific/Kiritimati"])
OFFSETS = st.integers(-14 * 60, 14 * 60).map(lambda minutes: dt.timezone(dt.timedelta(minutes=minutes)))


@tried(INSTANTS, OFFSETS, ZONES)
def test_the_offset_that_an_instant_is_written_with_says_nothing(at: dt.datetime, offset: dt.tzinfo, zone: str) -> None:
    there = ZoneInfo(zone)
    day = day_of(at, there)
    assert day_of(at.astimezone(offset), there) == day
    assert dt.datetime.combine(day, dt.time(), there).timestamp() <= at.timestamp()
    assert at.timestamp() < dt.datetime.combine(day + dt.timedelta(days=1), dt.time(), there).timestamp()


def test_the_days_of_a_change_to_summer_time_are_shorter_and_longer() -> None:
    berlin = ZoneInfo("Europe/Berlin")
    for day, hours in ((dt.date(2026, 3, 29), 23), (dt.date(2026, 10, 25), 25)):
        first = dt.datetime.combine(day, dt.time(), berlin).astimezone(dt.UTC)
        quarters = [first + dt.timedelta(minutes=15 * n) for n in range(100)]
        assert sum(day_of(each, berlin) == day for each in quarters) == hours * 4


def test_a_time_without_a_zone_is_no_instant() -> None:
    with pytest.raises(ValueError, match="no time zone"):
        day_of(dt.datetime(2026, 1, 1, 12), dt.UTC)


def test_a_day_and_a_moment_may_be_written() -> None:
    assert day_given("2026-10-01") == day_given(dt.date(2026, 10, 1)) == dt.date(2026, 10, 1)
    assert instant_given("2026-10-01T09:00:00+02:00") == dt.datetime(2026, 10, 1, 7, tzinfo=dt.UTC)
    assert day_given(None) is None
    assert instant_given(None) is None


@pytest.mark.parametrize("given", ["2026-13-01", "soon", 20261001, dt.datetime(2026, 10, 1, 9)])
def test_what_is_no_day_is_refused(given: object) -> None:
    with pytest.raises(InputError, match="is not a day"):
        day_given(given)


@pytest.mark.parametrize("given", ["soon", 5, dt.date(2026, 10, 1)])
def test_what_is_no_moment_is_refused(given: object) -> None:
    with pytest.raises(InputError, match="is not a moment"):
        instant_given(given)
