"""The hours of a working day for tools that need them, where a calendar only says how many there are."""

from __future__ import annotations

from trueup.delivery.documents import Calendar

_NOON, _ONE, _EVENING, _DAY = 12 * 60, 13 * 60, 17 * 60, 24 * 60


def day_hours(calendar: Calendar) -> tuple[tuple[str, str], ...]:
    """(from, to) of each shift. Without shifts the day ends at 17:00 with an hour off at noon, or fills the clock.

    >>> day_hours(Calendar())
    (('08:00', '12:00'), ('13:00', '17:00'))
    """
    if calendar.shifts:
        return tuple((shift[:5], shift[6:]) for shift in calendar.shifts)
    minutes = round(calendar.hours * 60)
    afternoon = min(minutes, _EVENING - _ONE)
    morning = minutes - afternoon
    if minutes > _EVENING - 60:
        return ((_clock(0), _clock(minutes)),)
    shifts = [(_NOON - morning, _NOON)] if morning else []
    return tuple((_clock(begin), _clock(end)) for begin, end in (*shifts, (_EVENING - afternoon, _EVENING)))


def _clock(minutes: int) -> str:
    return f"{minutes // 60:02}:{minutes % 60:02}"
