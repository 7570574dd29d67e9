"""Calendars of MPXJ as those of a plan: a week, hours, shifts, days off and days that are worked besides."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

from trueup.delivery.documents import WEEKDAYS, Calendar
from trueup.sources.plans.draft import Draft

_DAY = 24 * 60


def calendar(raw: Mapping[str, Any], draft: Draft) -> Calendar:
    """One calendar. Days with other hours than usual count as whole days, with a note; so do unequal weekdays."""
    place = f"calendar {raw['name'] or raw['key']!r}"
    week = tuple(day for day, hours in zip(WEEKDAYS, raw["week"], strict=True) if hours)
    if not week:
        draft.note("changed", place, "nobody ever works by it: Monday to Friday are taken")
        return Calendar()
    lengths = [_minutes(hours) for hours in raw["week"] if hours]
    usual = max(set(lengths), key=lengths.count)
    if len(set(lengths)) > 1:
        draft.note("changed", place, f"its days differ in length: each counts as {usual / 60:g} hours")
    shifts = next(hours for hours in raw["week"] if hours and _minutes(hours) == usual)
    _tell_odd_hours(raw["odd"], place, draft)
    return Calendar(
        week=week,
        hours=min(Decimal(usual) / 60, Decimal(24)).quantize(Decimal("1e-6")).normalize() + 0,
        shifts=tuple(f"{_clock(begin)}-{_clock(end)}" for begin, end in shifts),
        holidays=_days(raw["odd"], worked=False),
        working=_days(raw["odd"], worked=True),
    )


def _tell_odd_hours(odd: Mapping[str, Any], place: str, draft: Draft) -> None:
    other = [day for day, works in odd.items() if not isinstance(works, bool)]
    if other:
        draft.note(
            "changed", place, f"{len(other)} days have other hours than usual and count as whole days ({other[0]} ...)"
        )


def _days(odd: Mapping[str, Any], *, worked: bool) -> tuple[dt.date, ...]:
    return tuple(dt.date.fromisoformat(day) for day, works in odd.items() if works is worked)


def _minutes(hours: Sequence[Sequence[str]]) -> int:
    return sum((_at(end) or _DAY) - _at(begin) for begin, end in hours)


def _at(clock: str) -> int:
    hour, minute = clock.split(":")[:2]
    return int(hour) * 60 + int(minute)


def _clock(clock: str) -> str:
    return clock[:5]
