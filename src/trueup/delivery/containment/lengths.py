"""Taking one length of time off another, in the unit of the first."""

from __future__ import annotations

from decimal import Decimal

from trueup.delivery.documents import Calendar
from trueup.delivery.duration import Duration
from trueup.vocabulary import InputError


def shorter(length: Duration, saved: Duration, calendar: Calendar, *, where: str) -> Duration:
    """`length` less `saved`, never below zero. InputError where one counts nights and weekends and the other not."""
    return Duration(max(_difference(length, saved, calendar, where), Decimal(0)), length.unit)


def earlier(lag: Duration, saved: Duration, calendar: Calendar, *, where: str) -> Duration:
    """A lag less `saved`: a lead where it falls below zero. A lag of nothing takes the unit of what is saved."""
    if lag.amount == 0:
        return Duration(-saved.amount, saved.unit)
    return Duration(_difference(lag, saved, calendar, where), lag.unit)


def _difference(length: Duration, saved: Duration, calendar: Calendar, where: str) -> Decimal:
    if length.unit == saved.unit or saved.amount == 0:
        return length.amount - saved.amount
    if length.elapsed != saved.elapsed:
        raise InputError(
            f"{saved} cannot be taken off {length}: one is working time, the other passes at night too",
            where=where,
            do="write both as working time (10d) or both as elapsed time (10ed)",
        )
    return length.amount - saved.amount * _days(saved.unit, calendar) / _days(length.unit, calendar)


def _days(unit: str, calendar: Calendar) -> Decimal:
    """Days in one of a unit, exactly."""
    hours = Decimal(24) if unit == "eh" else calendar.hours
    return {"h": 1 / hours, "eh": 1 / hours, "w": Decimal(len(set(calendar.week)))}.get(unit, Decimal(1))
