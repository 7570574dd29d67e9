"""How often a source is loaded, as people choose it."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Self

from trueup.web.work.models import Schedule


@dataclass(frozen=True, slots=True)
class Repeat:
    """Every so often, or at a time of day in the book's time zone, on one weekday (0 is Monday) or all."""

    every: dt.timedelta | None = None
    at: dt.time | None = None
    weekday: int | None = None

    @classmethod
    def of(cls, schedule: Schedule) -> Self:
        """How a schedule repeats."""
        return cls(schedule.every, schedule.at, schedule.weekday)

    @property
    def minutes(self) -> int:
        """Every so many minutes; 0 where it is a time of day."""
        return int(self.every.total_seconds() // 60) if self.every else 0

    @property
    def said(self) -> str:
        """The same in one word, for a digest."""
        if self.every is not None:
            return f"PT{int(self.every.total_seconds())}S"
        return f"{'' if self.weekday is None else self.weekday}@{self.at}"


def schedule_name(book: str, source: str) -> str:
    """What the schedule of a source is called."""
    return f"book.{book}.source.{source}"
