"""Quiet hours and digests keep local time, on the days when clocks change too."""

from __future__ import annotations

import datetime as dt
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from trueup.web.notices.timing import Hours
from trueup.web.work.schedules import next_time

BERLIN = "Europe/Berlin"
NIGHT = Hours(BERLIN, quiet_from=dt.time(22), quiet_until=dt.time(7))


def utc(text: str) -> dt.datetime:
    return dt.datetime.fromisoformat(text).replace(tzinfo=dt.UTC)


@pytest.mark.parametrize(
    ("happens", "delivered"),
    [
        ("2026-01-15T12:00", "2026-01-15T12:00"),  # 13:00 local
        ("2026-01-15T21:30", "2026-01-16T06:00"),  # 22:30 local, until 07:00 CET
        ("2026-01-16T05:59", "2026-01-16T06:00"),
        ("2026-01-16T06:00", "2026-01-16T06:00"),
        ("2026-03-28T21:30", "2026-03-29T05:00"),  # the night that loses an hour: until 07:00 CEST
        ("2026-10-24T20:30", "2026-10-25T06:00"),  # the night that gains one: until 07:00 CET
    ],
)
def test_quiet_hours_end_at_the_local_time(happens: str, delivered: str) -> None:
    assert NIGHT.due(utc(happens), digest=False) == utc(delivered)


def test_a_digest_comes_at_its_local_time_on_both_sides_of_a_change() -> None:
    hours = Hours(BERLIN, digest_at=dt.time(8))
    assert hours.due(utc("2026-03-28T06:59"), digest=True) == utc("2026-03-28T07:00")  # CET
    assert hours.due(utc("2026-03-28T07:00"), digest=True) == utc("2026-03-29T06:00")  # CEST
    assert hours.due(utc("2026-10-24T06:00"), digest=True) == utc("2026-10-25T07:00")
    weekly = Hours(BERLIN, digest_at=dt.time(8), digest_weekday=0)
    assert weekly.due(utc("2026-10-24T06:00"), digest=True) == utc("2026-10-26T07:00")


def test_a_time_that_is_skipped_or_comes_twice_fires_once_that_day() -> None:
    def fires(day: str, at: dt.time) -> list[dt.datetime]:
        found, now = [], utc(f"{day}T00:00") - dt.timedelta(hours=3)
        while (now := next_time(now, every=None, at=at, weekday=None, zone=BERLIN)) < utc(f"{day}T21:00"):
            found.append(now)
        return found

    assert fires("2026-03-29", dt.time(2, 30)) == [utc("2026-03-29T01:30")]  # 03:30 CEST: 02:30 never was
    assert fires("2026-10-25", dt.time(2, 30)) == [utc("2026-10-25T00:30")]  # the first 02:30


moments = st.datetimes(dt.datetime(2025, 1, 1), dt.datetime(2028, 1, 1), timezones=st.just(dt.UTC))
zones = st.sampled_from(
    [BERLIN, "America/New_York", "Australia/Lord_Howe", "Asia/Kathmandu", "America/Sao_Paulo", "UTC"]
)


@given(moments, zones, st.times(), st.times(), st.booleans())
def test_nothing_is_delivered_in_quiet_hours_or_before_it_happened(
    now: dt.datetime, zone: str, begins: dt.time, ends: dt.time, digest: bool
) -> None:
    hours = Hours(zone, quiet_from=begins, quiet_until=ends)
    due = hours.due(now, digest=digest)
    assert due >= now
    assert due - now <= dt.timedelta(days=3)
    there = due.astimezone(ZoneInfo(zone)).time()
    inside = begins <= there < ends if begins <= ends else (there >= begins or there < ends)
    assert not inside


@given(moments, zones, st.times(), st.one_of(st.none(), st.integers(0, 6)))
def test_the_next_time_is_later_and_on_its_day(now: dt.datetime, zone: str, at: dt.time, weekday: int | None) -> None:
    due = next_time(now, every=None, at=at, weekday=weekday, zone=zone)
    assert now < due <= now + dt.timedelta(days=9)
    there = due.astimezone(ZoneInfo(zone))
    asked = dt.datetime.combine(there.date(), at, ZoneInfo(zone))
    assert abs(there.replace(tzinfo=None) - asked.replace(tzinfo=None)) <= dt.timedelta(hours=1)
    assert weekday is None or there.weekday() == weekday or there.time() < dt.time(1)
