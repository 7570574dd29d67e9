"""Dates of a table: one reading for all of them, and no guess where a date could be two."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable
from dataclasses import dataclass

from trueup.vocabulary import SourceError

_ISO = re.compile(r"^(\d{4})-(\d\d?)-(\d\d?)(?:[T ]+(\d\d?):(\d\d)(?::\d\d(?:\.\d+)?)?\s*(Z|[+-]\d\d:?\d\d)?)?$")
_NUMBERS = re.compile(r"^(\d\d?)([./-])(\d\d?)\2(\d{4}|\d\d)(?:,?\s+(\d\d?):(\d\d)(?::\d\d)?\s*([AaPp][Mm])?)?$")
_NAMED = re.compile(
    r"^(\d\d?)[ /.-]+([A-Za-z]{3})[a-z]*\.?[ /.,-]+(\d{4}|\d\d)(?:,?\s+(\d\d?):(\d\d)(?::\d\d)?\s*([AaPp][Mm])?)?$"
)
_MONTH_FIRST = re.compile(
    r"^([A-Za-z]{3})[a-z]*\.?\s+(\d\d?),?\s+(\d{4})(?:,?\s+(\d\d?):(\d\d)(?::\d\d)?\s*([AaPp][Mm])?)?$"
)
_WEEKDAY = re.compile(r"^(?:mon|tue|wed|thu|fri|sat|sun)[a-z]*\.?,?\s+(?=\d)", re.IGNORECASE)
_MONTHS = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"]


@dataclass(frozen=True, slots=True)
class Dates:
    """Reads dates; `day_first` says how 03/04/2026 is meant, None that nothing in the file tells."""

    day_first: bool | None

    @classmethod
    def of(cls, texts: Iterable[str]) -> Dates:
        """How the file writes its dates: 31/01 or 01/31 anywhere in it tells; points are always day first."""
        firsts, seconds = [0], [0]
        for text in texts:
            found = _NUMBERS.match(_bare(text))
            if found and found[2] != ".":
                firsts.append(int(found[1]))
                seconds.append(int(found[3]))
        if max(firsts) > 12 and max(seconds) > 12:
            raise SourceError("dates are written both day first and month first", do="write them as 2026-01-31")
        return cls(True if max(firsts) > 12 else False if max(seconds) > 12 else None)

    def moment(self, text: str, where: str) -> dt.datetime | None:
        """The moment that a text names; None for an empty one or NA. SourceError, naming the place, for any other."""
        bare = _bare(text)
        if not bare or bare.casefold() in ("na", "n/a", "none", "null", "-"):
            return None
        try:
            found = self._parts(bare, where)
            if found is not None:
                return dt.datetime(*found)  # noqa: DTZ001 - the file names no zone
        except ValueError:
            pass
        raise SourceError(f"{text.strip()!r} is no date", where=where, do="write it as 2026-01-31")

    def _parts(self, text: str, where: str) -> tuple[int, int, int, int, int] | None:
        if found := _ISO.match(text):
            return int(found[1]), int(found[2]), int(found[3]), int(found[4] or 0), int(found[5] or 0)
        if found := _NAMED.match(text):
            return _year(found[3]), _month(found[2]), int(found[1]), *_clock(found[4], found[5], found[6])
        if found := _MONTH_FIRST.match(text):
            return _year(found[3]), _month(found[1]), int(found[2]), *_clock(found[4], found[5], found[6])
        if found := _NUMBERS.match(text):
            day, month = self._order(int(found[1]), int(found[3]), text, found[2], where)
            return _year(found[4]), month, day, *_clock(found[5], found[6], found[7])
        return None

    def _order(self, first: int, second: int, text: str, mark: str, where: str) -> tuple[int, int]:
        day_first = True if mark == "." or first == second else self.day_first
        if day_first is None:
            what = f"{text} could be two dates, and nothing in the file tells which"
            raise SourceError(what, where=where, do="write dates as 2026-01-31")
        return (first, second) if day_first else (second, first)


def _bare(text: str) -> str:
    """Without a weekday before it: Mon 05/01/26."""
    return _WEEKDAY.sub("", text.strip())


def _year(text: str) -> int:
    return int(text) + (2000 if len(text) == 2 else 0)


def _month(name: str) -> int:
    return _MONTHS.index(name[:3].lower()) + 1


def _clock(hour: str | None, minute: str | None, half: str | None) -> tuple[int, int]:
    hours = int(hour or 0)
    if half:
        hours = hours % 12 + (12 if half.lower() == "pm" else 0)
    return hours, int(minute or 0)
