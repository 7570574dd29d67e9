from __future__ import annotations

import datetime as dt
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from trueup.vocabulary import day_of

INSTANTS = st.datetimes(dt.datetime(1990, 1, 1), dt.datetime(2090, 1, 1), timezones=st.just(dt.UTC))
ZONES = st.sampled_from(["UTC", "America/New_York", "Europe/Berlin", "Pacific/Auckland", "Pacific/Kiritimati"])
OFFSETS = st.integers(-14 * 60, 14 * 60).map(lambda minutes: dt.timezone(dt.timedelta(minutes=minutes)))


@given(INSTANTS, OFFSETS, ZONES)
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
