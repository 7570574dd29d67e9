"""The years of a business case as days: year 0 is its first day, the others follow a year apart."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise

from trueup.value.business_case import BusinessCase
from trueup.vocabulary import Period


@dataclass(frozen=True, slots=True)
class CaseYears:
    """The day on which the flows of year 0 fall, and the periods of the years 1, 2, ... that have days."""

    start: dt.date
    periods: tuple[Period, ...]

    @property
    def end(self) -> dt.date:
        """The day on which the last year is over."""
        return self.periods[-1].end

    def passed(self, year: int, as_of: dt.date) -> Fraction:
        """The part of a year, 0 to 1, whose days had passed when `as_of` began; year 0 is one moment."""
        if year == 0:
            return Fraction(self.start < as_of)
        period = self.periods[year - 1]
        return period.share(Period(period.start, as_of)) if as_of > period.start else Fraction(0)


def years_of(case: BusinessCase, effective: dt.date | None = None) -> CaseYears | None:
    """The years as days; numbered ones begin on the case's `start`, else when the agreement takes effect.

    None where neither is known: then nothing can be compared with what came.
    """
    if not isinstance(case.years, int):
        return CaseYears(case.start or case.years[0].start, case.years) if case.years else None
    start = case.start or effective
    if start is None:
        return None
    edges = [later(start, year) for year in range(case.years + 1)]
    return CaseYears(start, tuple(Period(first, last) for first, last in pairwise(edges)))


def later(day: dt.date, years: int) -> dt.date:
    """The same day some years later; 29 February is 28 February in other years."""
    try:
        return day.replace(year=day.year + years)
    except ValueError:
        return day.replace(year=day.year + years, day=28)


def is_a_year(period: Period) -> bool:
    """Whether a period is as long as a year."""
    return period.end == later(period.start, 1)


def unordered(periods: Sequence[Period]) -> tuple[int, str] | None:
    """The first year that does not follow the one before it, by its place, and how: "overlaps" or "leaves a gap"."""
    for place, (before, after) in enumerate(pairwise(periods), start=1):
        if after.start != before.end:
            return place, "overlaps" if after.start < before.end else "leaves a gap"
    return None
