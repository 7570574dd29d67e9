"""The moment a question is asked for: true by `as_of`, known by `known_at`; and the day of an instant."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass


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
