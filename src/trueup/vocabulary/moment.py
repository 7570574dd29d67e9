"""The moment a question is asked for: true by `as_of`, known by `known_at`; and the day of an instant."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from trueup.vocabulary.errors import InputError


@dataclass(frozen=True, slots=True)
class Moment:
    """What had begun before `as_of`, as far as it was known at `known_at`.

    Days are half-open like periods: `as_of` is the beginning of that day in the book's time zone, so an
    actual is seen once its period has begun before it (start < as_of), and sums run up to, not including,
    that day. `known_at` None means everything known by now.
    """

    as_of: dt.date
    known_at: dt.datetime | None = None

    def __post_init__(self) -> None:
        if self.known_at is not None and self.known_at.tzinfo is None:
            raise ValueError("known_at needs a time zone, e.g. 2026-03-31T18:00:00+00:00")


def day_of(at: dt.datetime, zone: dt.tzinfo) -> dt.date:
    """The day on which an instant falls where the book is; the offset it is written with says nothing of that.

    Raises ValueError for a time without a zone, which is no instant.
    """
    if at.tzinfo is None:
        raise ValueError(f"{at} has no time zone: it is no instant")
    return at.astimezone(zone).date()


def day_given(given: object) -> dt.date | None:
    """A date, or one written in ISO 8601; None stays None. Raises InputError, also for a day with a time."""
    try:
        day = dt.date.fromisoformat(given) if isinstance(given, str) else given
    except ValueError:
        day = given
    if day is None or (isinstance(day, dt.date) and not isinstance(day, dt.datetime)):
        return day
    raise InputError(f"{given!r} is not a day", where="as_of", do="give a date, or write it as 2026-10-01")


def instant_given(given: object) -> dt.datetime | None:
    """A datetime, or one written in ISO 8601; None stays None. Raises InputError for anything else."""
    try:
        known = dt.datetime.fromisoformat(given) if isinstance(given, str) else given
    except ValueError:
        known = given
    if known is None or isinstance(known, dt.datetime):
        return known
    raise InputError(
        f"{given!r} is not a moment", where="known_at", do="give a datetime, or write it as 2026-10-01T09:00:00+02:00"
    )
