"""Hours of a day as a share of it: 08:00-12:00 and 13:00-17:00 make noon half a day."""

from __future__ import annotations

import datetime as dt

from trueup.delivery.documents import Calendar

_DAY = 24.0


def share_of_day(calendar: Calendar, time: dt.time) -> float:
    """How much of a working day lies before `time`, 0 to 1: by the calendar's shifts, else by the clock."""
    shifts = spans(calendar) or ((0.0, _DAY),)
    hour = _hours(time)
    before = sum(min(max(hour - begin, 0.0), end - begin) for begin, end in shifts)
    return before / sum(end - begin for begin, end in shifts)


def spans(calendar: Calendar) -> tuple[tuple[float, float], ...]:
    """The shifts as hours of the day from 0 to 24; ValueError for an hour that no day has. 00:00 as an end is 24:00."""
    return tuple(_span(text) for text in calendar.shifts)


def _span(text: str) -> tuple[float, float]:
    begin, end = (_clock(part) for part in text.split("-"))
    end = end or _DAY
    if begin >= end:
        raise ValueError(f"the shift {text} ends before it begins")
    return begin, end


def _clock(text: str) -> float:
    hour, minute = map(int, text.split(":"))
    if hour > 24 or minute > 59 or (hour == 24 and minute):
        raise ValueError(f"{text} is no time of a day")
    return hour + minute / 60


def _hours(time: dt.time) -> float:
    return time.hour + time.minute / 60 + time.second / 3600
