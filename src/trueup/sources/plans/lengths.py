"""Lengths of time as people and tools write them: 43d, 1d 4h, 2 wks, 5h, 3 edays, 0."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal

from trueup.delivery.documents import Calendar
from trueup.delivery.duration import Duration

_PART = re.compile(r"(\d+(?:[.,]\d+)?)\s*([^\W\d_]*)")
_WHOLE = re.compile(r"\s*[+-]?\s*(?:\d+(?:[.,]\d+)?\s*[^\W\d_]*\s*)+\??\s*")
_NAMES = {
    "min": "m min mins minute minutes minuten minutos",
    "h": "h hr hrs hour hours u uur std stunde stunden heure heures hora horas",
    "d": "d day days dag dagen dy tag tage t j jour jours día días",
    "w": "w wk wks week weeks wo woche wochen sem semaine semaines semana semanas",
    "mon": "mo mon mons month months monat monate mois mes meses",
}
_UNITS = {name: unit for unit, names in _NAMES.items() for name in names.split()}
_MONTH = 20
"""Working days, as in the settings that Microsoft Project comes with."""


@dataclass(frozen=True, slots=True)
class Lengths:
    """Reads lengths by a calendar: how many hours its day has and how many days its week."""

    hours: Decimal
    week: int

    @classmethod
    def of(cls, calendar: Calendar) -> Lengths:
        """The lengths of a calendar."""
        return cls(calendar.hours, len(calendar.week))

    def read(self, words: str, bare: str = "d") -> Duration | None:
        """`1d 4h` in its smallest unit, hours where there are any, else days; None for what is no length.

        A bare number is in the unit `bare`; a question mark (estimated, in Microsoft Project) changes nothing.
        """
        words = words.strip()
        if not _WHOLE.fullmatch(words):
            return None
        sign = -1 if words.startswith("-") else 1
        parts = [(sign * Decimal(amount.replace(",", ".")), unit.lower()) for amount, unit in _PART.findall(words)]
        if len(parts) == 1 and parts[0][1].startswith("e"):
            return self._elapsed(*parts[0])
        units = [_UNITS.get(unit) if unit else bare for _, unit in parts]
        if None in units:
            return None
        return self._worked([amount for amount, _ in parts], [unit or bare for unit in units])

    def _worked(self, amounts: list[Decimal], units: list[str]) -> Duration:
        day = self.hours
        per = {"mon": day * _MONTH, "w": day * self.week, "d": day, "h": Decimal(1), "min": Decimal(1) / 60}
        hours = sum((amount * per[unit] for amount, unit in zip(amounts, units, strict=True)), Decimal(0))
        if any(unit in ("h", "min") for unit in units):
            return Duration(hours, "h")
        return Duration(hours / self.hours, "d")

    def _elapsed(self, amount: Decimal, unit: str) -> Duration | None:
        known = {"d": (Decimal(1), "ed"), "w": (Decimal(7), "ed"), "mon": (Decimal(30), "ed"), "h": (Decimal(1), "eh")}
        found = known.get(_UNITS.get(unit[1:], ""))
        return Duration(amount * found[0], found[1]) if found else None

    def days(self, length: Duration) -> Decimal:
        """A length in working days, exactly; elapsed lengths in days of 24 hours."""
        per = {"h": 1 / self.hours, "w": Decimal(self.week), "eh": Decimal(1) / 24}
        return length.amount * per.get(length.unit, Decimal(1))
