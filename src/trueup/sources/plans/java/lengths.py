"""Lengths of time of MPXJ in the units of a plan."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from trueup.delivery.duration import Duration

_FACTOR = {
    "MINUTES": (Decimal(1) / 60, "h"),
    "HOURS": (Decimal(1), "h"),
    "DAYS": (Decimal(1), "d"),
    "WEEKS": (Decimal(1), "w"),
    "ELAPSED_MINUTES": (Decimal(1) / 60, "eh"),
    "ELAPSED_HOURS": (Decimal(1), "eh"),
    "ELAPSED_DAYS": (Decimal(1), "ed"),
    "ELAPSED_WEEKS": (Decimal(7), "ed"),
    "ELAPSED_MONTHS": (Decimal(30), "ed"),
    "ELAPSED_YEARS": (Decimal(365), "ed"),
}


@dataclass(frozen=True, slots=True)
class Lengths:
    """A project's day of `hours`, week of `week` hours and month of `month` days."""

    hours: Decimal
    week: Decimal
    month: Decimal

    @classmethod
    def of(cls, project: Mapping[str, Any]) -> Lengths:
        """From the project's own settings."""
        return cls(
            Decimal(project["minutes_per_day"]) / 60,
            Decimal(project["minutes_per_week"]) / 60,
            Decimal(project["days_per_month"]),
        )

    def read(self, raw: list[Any] | None, hours: Decimal | None = None, week: int = 5) -> Duration | None:
        """A length in its own unit; in hours where the calendar's day or week (`hours`, `week`) differs."""
        if raw is None:
            return None
        amount, unit = Decimal(repr(raw[0])), str(raw[1])
        if unit in ("MONTHS", "YEARS"):
            amount, unit = amount * self.month * (12 if unit == "YEARS" else 1), "DAYS"
        if unit not in _FACTOR:
            return None
        factor, name = _FACTOR[unit]
        return self._same(Duration(_short(amount * factor), name), hours or self.hours, week)

    def _same(self, length: Duration, hours: Decimal, week: int) -> Duration:
        if length.unit == "w" and (hours * week) != self.week:
            return Duration(_short(length.amount * self.week), "h")
        if length.unit == "d" and hours != self.hours:
            return Duration(_short(length.amount * self.hours), "h")
        return length

    def days(self, length: Duration, hours: Decimal | None = None) -> float:
        """In working days of so many hours (default: the project's); elapsed lengths in days of 24 hours."""
        day = hours or self.hours
        return length.days(float(day), round(float(self.week / self.hours)))


def _short(amount: Decimal) -> Decimal:
    """Without what dividing minutes by 60 leaves behind."""
    return amount.quantize(Decimal("1e-6")).normalize() + 0
