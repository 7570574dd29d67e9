"""Cells of a table as what they mean: days and hours, numbers, yes and no, however a person or tool wrote them."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable
from decimal import Decimal, InvalidOperation
from typing import Any

_EPOCH = dt.datetime(1899, 12, 30)  # noqa: DTZ001 (a workbook has no time zones)
_ISO = re.compile(r"^(\d{4})-(\d\d?)-(\d\d?)(?:[T ](\d\d?):(\d\d))?")
_DAY_FIRST = re.compile(r"^(\d\d?)[./-](\d\d?)[./-](\d{4})(?:,?\s+(\d\d?):(\d\d))?")
_YES = frozenset(("yes", "y", "ja", "oui", "si", "sí", "sim", "true", "x", "1"))


def text(value: Any) -> str:
    """The cell as a person would have typed it; whole numbers without a point."""
    if value is None:
        return ""
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value).strip()


def moment(value: Any) -> dt.datetime | None:
    """A date or hour; text is ISO or day first (24/05/2011 17:00), a number is Excel's count of days."""
    if isinstance(value, dt.datetime):
        return value.replace(tzinfo=None)
    if isinstance(value, dt.date):
        return dt.datetime.combine(value, dt.time())
    if isinstance(value, int | float) and not isinstance(value, bool) and 1 < value < 200_000:
        return _EPOCH + dt.timedelta(minutes=round(value * 1440))
    return _written(text(value))


def _written(words: str) -> dt.datetime | None:
    found = _ISO.match(words)
    parts = (found[1], found[2], found[3], found[4], found[5]) if found else None
    if parts is None and (found := _DAY_FIRST.match(words)):
        parts = (found[3], found[2], found[1], found[4], found[5])
    if parts is None:
        return None
    try:
        return dt.datetime(*(int(part or 0) for part in parts))  # type: ignore[arg-type]  # noqa: DTZ001
    except ValueError:
        return None


def decimal_mark(words: Iterable[str]) -> str | None:
    """The decimal mark of a file, where any of its numbers tells it and none tells the other: 12,5 or 1.234,50."""
    told = {mark for each in words if (mark := _told(_bare(each)))}
    return told.pop() if len(told) == 1 else None


def _told(bare: str) -> str:
    """The mark that can only be decimal: it stands last of two, or no three digits follow it, or a lone 0 precedes."""
    marks = [sign for sign in bare if sign in ".,"]
    if len(set(marks)) == 2:
        return marks[-1]
    if len(marks) > 1:
        return "," if marks[0] == "." else "."
    alone = re.fullmatch(r"[+-]?(\d*)([.,])(\d*)", bare)
    return alone[2] if alone and (len(alone[3]) != 3 or alone[1] in ("", "0") or len(alone[1]) > 3) else ""


def number(value: Any, mark: str | None = None) -> Decimal | None:
    """A finite number; text may hold currency, blanks and either decimal mark (1.234,50 or 1,234.50).

    `mark` is the decimal one, where the file tells it (`decimal_mark`).
    """
    if isinstance(value, bool):
        return None
    words = repr(value) if isinstance(value, int | float) else _point(text(value), mark)
    try:
        found = Decimal(words)
    except InvalidOperation:
        return None
    return found if found.is_finite() else None


def _bare(words: str) -> str:
    return re.sub(r"[^\d.,+-]", "", words)


def _point(words: str, mark: str | None) -> str:
    """The last mark that is followed by other than three digits, or that stands beside another mark, is the decimal."""
    bare = _bare(words)
    if mark:
        return bare.replace("." if mark == "," else ",", "").replace(mark, ".")
    if "," in bare and "." in bare:
        at = max(bare.rindex(","), bare.rindex("."))
        return re.sub(r"[.,]", "", bare[:at]) + "." + bare[at + 1 :]
    if bare.count(",") == 1 and not re.search(r",\d{3}$", bare):
        return bare.replace(",", ".")
    return bare.replace(",", "") if "," in bare else bare


def yes(value: Any) -> bool:
    """Whether a cell says yes."""
    return text(value).casefold() in _YES
