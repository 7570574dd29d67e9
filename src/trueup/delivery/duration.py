"""Lengths of working time as people write them: 40d, 12h, 2w, and 3ed for days that pass whether or not one works."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from typing import Annotated, Any

from pydantic import WithJsonSchema

from trueup.vocabulary.annotation import Read, Written

_PATTERN = re.compile(r"^([+-]?\d+(?:\.\d+)?)\s*(ed|eh|h|d|w)$")
UNITS = {
    "h": "working hours",
    "d": "working days",
    "w": "working weeks",
    "ed": "elapsed days",
    "eh": "elapsed hours",
}


@dataclass(frozen=True, slots=True)
class Duration:
    """A signed length of time in its own unit; the calendar turns it into working days."""

    amount: Decimal
    unit: str

    @classmethod
    def parse(cls, text: str) -> Duration:
        """Read "40d"; ValueError says what is wrong and how it is written."""
        found = _PATTERN.match(text.strip().lower())
        if found is None:
            raise ValueError(f"{text!r} is no length of time: write 40d, 12h, 2w, or 3ed for elapsed days")
        return cls(Decimal(found[1]), found[2])

    @property
    def elapsed(self) -> bool:
        """Whether nights, weekends and holidays count."""
        return self.unit.startswith("e")

    def days(self, hours: float = 8.0, week: int = 5) -> float:
        """In working days of a calendar with so many hours a day and days a week; elapsed lengths in days of 24 h."""
        per = {"d": 1.0, "ed": 1.0, "h": 1 / hours, "eh": 1 / 24, "w": float(week)}
        return float(self.amount) * per[self.unit]

    def __str__(self) -> str:
        return f"{self.amount.normalize():f}{self.unit}"


def _parse(value: Any) -> Any:
    return Duration.parse(value) if isinstance(value, str) else value


def _not_negative(value: Any) -> Any:
    parsed = _parse(value)
    if isinstance(parsed, Duration) and parsed.amount < 0:
        raise ValueError(f"{value}: a duration cannot be negative")
    return parsed


_SCHEMA = WithJsonSchema({"type": "string", "pattern": r"^[+-]?\d+(\.\d+)?\s*(ed|eh|h|d|w)$"})
DurationText = Annotated[Duration, Read(_not_negative), Written(str, str), _SCHEMA]
LagText = Annotated[Duration, Read(_parse), Written(str, str), _SCHEMA]
