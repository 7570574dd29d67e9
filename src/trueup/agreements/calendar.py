"""Periods as arrays of day numbers, and how long they are in the units that worth is stated per."""

from __future__ import annotations

import datetime as dt
from fractions import Fraction
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from trueup.vocabulary import Grain

Ints = NDArray[np.int64]


def day_number(day: dt.date) -> int:
    """Days since 1970-01-01: the number that numpy gives the same day."""
    return day.toordinal() - 719163


def day_of(number: int) -> dt.date:
    """The day of that number."""
    return dt.date.fromordinal(number + 719163)


@lru_cache(maxsize=256)
def grid(grain: Grain, start: int, end: int, fiscal_year_start: int = 1) -> tuple[Ints, Ints]:
    """Day numbers (first, past the last) of every period of `grain` that touches the days [start, end).

    Both arrays have shape (periods,), the second is where the next period begins; empty where end <= start. They are
    kept and closed for writing: the objectives of a book ask for the same few grids again and again.
    """
    if end <= start:
        return np.empty(0, np.int64), np.empty(0, np.int64)
    edges = (
        _day_edges(grain, start, end) if grain.months is None else _month_edges(grain, start, end, fiscal_year_start)
    )
    edges.setflags(write=False)
    return edges[:-1], edges[1:]


def _day_edges(grain: Grain, start: int, end: int) -> Ints:
    step = int(grain.days)
    # 1970-01-01 was a Thursday: weeks that begin on Monday begin at day numbers 4 modulo 7.
    first = start if step == 1 else start - (start - 4) % 7
    return np.arange(first, end + step, step, dtype=np.int64)


def _month_edges(grain: Grain, start: int, end: int, fiscal_year_start: int) -> Ints:
    step = grain.months or 1
    first, last = (_month_number(day_of(day)) for day in (start, end - 1))
    first -= (first - (fiscal_year_start - 1)) % step
    months = np.arange(first, last + step + 1, step, dtype="datetime64[M]")
    edges: Ints = months.astype("datetime64[D]").astype(np.int64)
    return edges[: int(np.searchsorted(edges, end)) + 1]


def _month_number(day: dt.date) -> int:
    return (day.year - 1970) * 12 + day.month - 1


def months_between(starts: Ints, ends: Ints) -> Ints:
    """Whole calendar months of each period; 0 where it does not begin and end on the same day of a month."""
    first, last = starts.astype("datetime64[D]"), ends.astype("datetime64[D]")
    first_month, last_month = first.astype("datetime64[M]"), last.astype("datetime64[M]")
    same_day = (first - first_month) == (last - last_month)
    months: Ints = np.where(same_day, (last_month - first_month).astype(np.int64), 0)
    return months


def grain_lengths(grain: Grain, starts: Ints, ends: Ints, per: Grain) -> tuple[Ints, Fraction]:
    """`lengths` of the periods of a grid, of which it is known whether they are whole `per`s."""
    if per.months is None or grain.months != per.months:
        return ends - starts, 1 / per.days
    return np.ones(len(starts), dtype=np.int64), Fraction(1)


def lengths(starts: Ints, ends: Ints, per: Grain) -> tuple[Ints, Fraction]:
    """How many `per`s each whole period lasts, as (integers, common factor); the length is their product.

    A period of exactly one calendar month, quarter or year is exactly 1 per month, quarter or year. Any other length
    converts by days, a month being 365.2425 / 12 days. An integer of 0 marks a period that must be converted by days
    although others of its series are exact.
    """
    if per.months is None:
        return ends - starts, 1 / per.days
    exact: Ints = (months_between(starts, ends) == per.months).astype(np.int64)
    if not exact.any():
        return ends - starts, 1 / per.days
    return exact, Fraction(1)
