"""How days fall into the periods of a grain: in an engine as whole numbers, here as arrays of days.

A bucket is the number of a period: the day's ordinal, the ISO week since 0001-01-01, or months counted from year 0 in
steps of the grain. Whole-number arithmetic gives the same bucket on every engine, where truncation, intervals and time
zones differ. Proleptic Gregorian calendar, as `datetime.date` has it.
"""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from trueup.vocabulary import Grain

if TYPE_CHECKING:
    import narwhals.stable.v2 as nw

    Expr = nw.Expr
else:
    Expr = Any

Ints = NDArray[np.int64]
Days = NDArray[np.datetime64]

EPOCH = dt.date(1970, 1, 1).toordinal()
LONGEST = {Grain.day: 1, Grain.week: 7, Grain.month: 31, Grain.quarter: 92, Grain.year: 366}
"""Days of the longest period of a grain: an actual for longer than that does not fit into it."""


def ordinal(day: Expr) -> Expr:
    """The number of a day, as `date.toordinal` counts it. `day` is a date or a timestamp column."""
    import narwhals.stable.v2 as nw

    years = day.dt.year().cast(nw.Int64) - 1
    leap_days = _whole(years, 4) - _whole(years, 100) + _whole(years, 400)
    return years * 365 + leap_days + day.dt.ordinal_day()


def _whole(number: Expr, divisor: int) -> Expr:
    """What `//` gives; but that is written out for every type and sign of number, in half a thousand characters."""
    import narwhals.stable.v2 as nw

    return (number / divisor).floor().cast(nw.Int64)


def bucket(day: Expr, grain: Grain | None, fiscal_year_start: int = 1) -> Expr:
    """The number of the period that a day falls into; 0 for all time (`grain` None)."""
    import narwhals.stable.v2 as nw

    if grain is None:
        return ordinal(day) * 0
    if grain is Grain.day:
        return ordinal(day)
    if grain is Grain.week:
        return _whole(ordinal(day) - 1, 7)
    month = day.dt.year().cast(nw.Int64) * 12 + day.dt.month() - 1
    length = grain.months
    assert length is not None
    return month if length == 1 else _whole(month - _shift(length, fiscal_year_start), length)


def buckets(days: Days, grain: Grain | None, fiscal_year_start: int = 1) -> Ints:
    """`bucket` for an array of days, datetime64[D]."""
    ordinals = days.astype("datetime64[D]").astype(np.int64) + EPOCH
    if grain is None:
        return np.zeros(len(days), dtype=np.int64)
    if grain is Grain.day:
        return ordinals
    if grain is Grain.week:
        return (ordinals - 1) // 7
    length = grain.months
    assert length is not None
    months = days.astype("datetime64[M]").astype(np.int64) + 1970 * 12
    return (months - _shift(length, fiscal_year_start)) // length


def bucket_of(day: dt.date, grain: Grain | None, fiscal_year_start: int = 1) -> int:
    """`bucket` for one day."""
    return int(buckets(np.array([day], dtype="datetime64[D]"), grain, fiscal_year_start)[0])


def starts(buckets: Ints, grain: Grain, fiscal_year_start: int = 1) -> Days:
    """First days of the periods with these numbers, datetime64[D]."""
    if grain is Grain.day:
        return _days(buckets)
    if grain is Grain.week:
        return _days(buckets * 7 + 1)
    length = grain.months
    assert length is not None
    months = buckets * length + _shift(length, fiscal_year_start)
    return (months - 1970 * 12).astype("datetime64[M]").astype("datetime64[D]")


def ends(buckets: Ints, grain: Grain, fiscal_year_start: int = 1) -> Days:
    """The days on which the periods have ended, datetime64[D]: where the next ones start."""
    return starts(buckets + 1, grain, fiscal_year_start)


def _shift(length: int, fiscal_year_start: int) -> int:
    return 0 if length == 1 else fiscal_year_start - 1


def _days(ordinals: Ints) -> Days:
    return (ordinals - EPOCH).astype("datetime64[D]")
