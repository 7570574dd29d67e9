"""Half-open periods of days, and the grains that cut time into them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction
from functools import lru_cache

DAYS_PER_YEAR = Fraction(3652425, 10000)
DAYS_PER_MONTH = DAYS_PER_YEAR / 12
_MONTHS = {"month": 1, "quarter": 3, "year": 12}


@dataclass(frozen=True, order=True, slots=True)
class Period:
    """Days from `start` up to, not including, `end`, in the time zone of the book."""

    start: dt.date
    end: dt.date

    def __post_init__(self) -> None:
        if self.end <= self.start:
            raise ValueError(f"period {self.start}/{self.end} ends before it has begun")

    def __str__(self) -> str:
        return _written(self)

    @property
    def label(self) -> str:
        """The short name: 2026, 2026-Q3, 2026-07, 2026-W05, 2026-07-14, or start/end."""
        return _label(self)

    @classmethod
    def parse(cls, text: str) -> Period:
        """Read "2025-10-01/2026-01-01"; ValueError says what is wrong."""
        start, slash, end = text.partition("/")
        if not slash:
            raise ValueError(f"a period is written start/end, not {text!r}")
        return cls(dt.date.fromisoformat(start.strip()), dt.date.fromisoformat(end.strip()))

    @property
    def days(self) -> int:
        """Number of days in the period."""
        return (self.end - self.start).days

    def overlap(self, other: Period) -> int:
        """Days that both periods share."""
        return max(0, (min(self.end, other.end) - max(self.start, other.start)).days)

    def share(self, other: Period) -> Fraction:
        """The part of this period's days that lies inside `other`, exact, 0 to 1."""
        return Fraction(self.overlap(other), self.days)


# A book has few periods, and names them a hundred thousand times.
@lru_cache(maxsize=4096)
def _written(period: Period) -> str:
    return f"{period.start.isoformat()}/{period.end.isoformat()}"


@lru_cache(maxsize=4096)
def _label(period: Period) -> str:
    start, months = period.start, whole_months(period.start, period.end)
    if start.day == 1 and months == 1:
        return f"{start:%Y-%m}"
    if start.day == 1 and months == 3 and start.month % 3 == 1:
        return f"{start.year}-Q{start.month // 3 + 1}"
    if start.day == 1 and months == 12 and start.month == 1:
        return str(start.year)
    if period.days == 1:
        return start.isoformat()
    if period.days == 7 and start.weekday() == 0:
        return f"{start:%G-W%V}"
    return str(period)


class Grain(StrEnum):
    """How time is cut: weeks begin on Monday, quarters and years with the fiscal year."""

    day = "day"
    week = "week"
    month = "month"
    quarter = "quarter"
    year = "year"

    @property
    def months(self) -> int | None:
        """Length in calendar months; None for days and weeks."""
        return _MONTHS.get(self._value_)

    @property
    def per_year(self) -> int:
        """Periods in a year, as a season length for forecasts."""
        return {"day": 365, "week": 52, "month": 12, "quarter": 4, "year": 1}[self.value]

    @property
    def days(self) -> Fraction:
        """Mean length in days (a month is 365.2425 / 12)."""
        months = self.months
        if months is None:
            return Fraction(1 if self is Grain.day else 7)
        return DAYS_PER_MONTH * months

    def finer_than(self, other: Grain) -> bool:
        """Whether periods of this grain are shorter than those of `other`."""
        return self.per_year > other.per_year

    def period_of(self, day: dt.date, fiscal_year_start: int = 1) -> Period:
        """The period of this grain that contains `day`."""
        if self is Grain.day:
            return Period(day, day + dt.timedelta(days=1))
        if self is Grain.week:
            monday = day - dt.timedelta(days=day.weekday())
            return Period(monday, monday + dt.timedelta(days=7))
        months = self.months
        assert months is not None
        since = (day.month - fiscal_year_start) % 12 % months
        start = add_months(day.replace(day=1), -since)
        return Period(start, add_months(start, months))

    def periods(self, within: Period, fiscal_year_start: int = 1) -> Iterator[Period]:
        """Every period of this grain that touches `within`, in order."""
        current = self.period_of(within.start, fiscal_year_start)
        while current.start < within.end:
            yield current
            current = self.period_of(current.end, fiscal_year_start)


def add_months(first: dt.date, months: int) -> dt.date:
    """The first of the month `months` later; `first` must be the first of a month."""
    count = first.year * 12 + first.month - 1 + months
    return dt.date(count // 12, count % 12 + 1, 1)


def whole_months(start: dt.date, end: dt.date) -> int | None:
    """Calendar months from `start` to `end` where both fall on the same day of a month, else None."""
    if start.day != end.day:
        return None
    return (end.year - start.year) * 12 + end.month - start.month
