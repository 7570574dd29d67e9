"""Units as people write them, and the one way Trueup writes them."""

from __future__ import annotations

import re
from dataclasses import dataclass

_SPELLINGS: dict[str, tuple[str, ...]] = {
    "%": ("%", "percent", "percentage", "pct", "per cent", "percentages", "percent (%)", "% percent"),
    "day": ("day", "days", "d", "calendar day", "calendar days"),
    "hour": ("hour", "hours", "h", "hr", "hrs"),
    "minute": ("minute", "minutes", "min", "mins"),
    "second": ("second", "seconds", "s", "sec", "secs"),
    "millisecond": ("millisecond", "milliseconds", "ms", "msec"),
    "week": ("week", "weeks", "wk", "wks"),
    "month": ("month", "months", "mo"),
    "year": ("year", "years", "yr", "yrs"),
    "count": ("count", "number", "#", "no", "num", "number of", "quantity", "integer", "each", "counts", "numbers"),
    "ratio": ("ratio", "fraction", "proportion"),
    "score": ("score", "points", "point", "rating", "index"),
    "USD": ("usd", "$", "dollar", "dollars", "us dollars", "us$"),
    "EUR": ("eur", "€", "euro", "euros"),
    "GBP": ("gbp", "£", "pound", "pounds", "pounds sterling"),
}
_KNOWN = {spelling: unit for unit, spellings in _SPELLINGS.items() for spelling in spellings}
_DURATIONS = frozenset({"day", "hour", "minute", "second", "millisecond", "week", "month", "year"})


@dataclass(frozen=True, slots=True)
class Unit:
    """A normalised unit and the text it was written as."""

    name: str
    raw: str

    @classmethod
    def parse(cls, text: str) -> Unit:
        """Normalise the spellings that are known; keep any other text as it is."""
        folded = re.sub(r"\s+", " ", text.strip().rstrip(".").lower())
        return cls(_KNOWN.get(folded, text.strip()), text)

    @property
    def floor(self) -> float | None:
        """The value below which the unit makes no sense, if there is one."""
        return 0.0 if self.name in _DURATIONS | {"count", "%"} else None

    @property
    def ceiling(self) -> float | None:
        """No unit has a natural ceiling: availability ends at 100 %, growth in % does not."""
        return None

    def __str__(self) -> str:
        return self.name
