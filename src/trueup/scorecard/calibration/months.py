"""The moments at which a book is looked at again: the first days of past months, all of them or evenly some."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

MOST_MONTHS = 36


def month_ends(first: dt.date, last: dt.date, most: int = MOST_MONTHS) -> tuple[dt.date, ...]:
    """The month beginnings after `first` up to `last`, at most `most`, evenly, the latest always among them.

    As of the first day of a month is what was known at the end of the month before.
    """
    count = (last.year - first.year) * 12 + last.month - first.month
    every = [_month(first, number) for number in range(1, count + 1)]
    step = -(-len(every) // most) if every else 1
    return tuple(reversed(every[::-1][::step]))


def _month(first: dt.date, number: int) -> dt.date:
    months = first.year * 12 + first.month - 1 + number
    return dt.date(months // 12, months % 12 + 1, 1)


def earliest(days: Iterable[dt.date]) -> dt.date | None:
    """The first of some days; None where there is none."""
    return min(days, default=None)
