"""Numbers and periods as people write them in spreadsheets. What could be read in two ways is refused, not guessed."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable
from typing import Literal

from trueup.vocabulary import Grain, Period

Mark = Literal[".", ","]
Order = Literal["dmy", "mdy"]

_SPACES = re.compile(r"[\s\u00a0\u2007\u202f'\u2019]")
_FIGURE = re.compile(r"[-+]?(\d[\d.,]*|[.,]\d+)([eE][-+]?\d+)?")
_UNSURE = re.compile(r"[-+]?[1-9]\d{0,2}[.,]\d{3}")
_MONTHS = {
    name: number
    for number, names in enumerate(
        (
            "jan january januar jänner", "feb february februar", "mar march mär märz mrz", "apr april", "may mai",
            "jun june juni", "jul july juli", "aug august", "sep sept september", "oct october okt oktober",
            "nov november", "dec december dez dezember",
        ),
        start=1,
    )
    for name in names.split()
}  # fmt: skip


def decimal_mark(texts: Iterable[str]) -> Mark | None:
    """The decimal mark that all of these numbers can be read with; None where they leave it open.

    "12,5" needs a comma, "1,234.5" a point; "1,234" could be either. Raises ValueError where some need the one and some
    the other.
    """
    needed: dict[Mark, str] = {}
    for text in texts:
        mark = _needed(_plain(text))
        if mark is not None:
            needed.setdefault(mark, text.strip())
    if len(needed) == 2:
        raise ValueError(f"{needed['.']!r} has a decimal point and {needed[',']!r} a decimal comma")
    return next(iter(needed), None)


def number(text: str, mark: Mark | None) -> float:
    """A number with that decimal mark; a percent sign is left to the caller. ValueError says what is wrong."""
    plain = _plain(text)
    if not _FIGURE.fullmatch(plain):
        raise ValueError("is not a number")
    if mark is None and _UNSURE.fullmatch(plain):
        raise ValueError("could have a decimal mark or one for thousands: say which decimal mark is used")
    if mark is None:
        mark = _needed(plain) or "."
    other = "," if mark == "." else "."
    whole, *rest = plain.split(mark)
    if len(rest) > 1 or (rest and other in rest[0]) or not _grouped(whole, other):
        raise ValueError(f"is not a number with the decimal mark {mark!r}")
    return float(plain.replace(other, "").replace(mark, "."))


def _plain(text: str) -> str:
    return _SPACES.sub("", text).replace("\N{MINUS SIGN}", "-").removesuffix("%")


def _needed(plain: str) -> Mark | None:
    """The decimal mark that one number can only be read with."""
    points, commas = plain.count("."), plain.count(",")
    if points and commas:
        return "." if plain.rindex(".") > plain.rindex(",") else ","
    if points > 1 or commas > 1:
        return "," if points else "."
    if points + commas == 0 or _UNSURE.fullmatch(plain):
        return None
    return "." if points else ","


def _grouped(whole: str, mark: str) -> bool:
    """Whether thousands are marked as such, or not at all."""
    digits = whole.lstrip("+-")
    if mark not in digits:
        return True
    first, *groups = digits.split(mark)
    return 1 <= len(first) <= 3 and all(len(group) == 3 for group in groups)


def period(text: str, grain: Grain, fiscal_year_start: int = 1, order: Order | None = None) -> Period:
    """The period that a text names; a day names the period of the grain around it.

    Understood: 2026-06-30, 2026-06, 2026-Q2, 2026 (the fiscal year that ends in it), 2026-06-01/2026-07-01, 30.06.2026,
    06.2026, 06/2026, June 2026, Jun-26, and 06/30/2026 where `order` or the day itself tells month from day.
    ValueError for anything else, and for a period that is longer than the grain.
    """
    found = _period(text.strip(), grain, fiscal_year_start, order)
    around = grain.period_of(found.start, fiscal_year_start)
    if found.end > around.end:
        raise ValueError(f"is longer than one {grain} of the KPI")
    return found


def span(text: str, fiscal_year_start: int = 1, order: Order | None = None) -> Period:
    """The period that a text names, however long: a year, a quarter, a month, a day, start/end. ValueError as above."""
    return _period(text.strip(), Grain.day, fiscal_year_start, order)


def _period(text: str, grain: Grain, fiscal: int, order: Order | None) -> Period:
    if re.fullmatch(r"\d{4}-\d\d-\d\d\s*/\s*\d{4}-\d\d-\d\d", text):
        return Period.parse(text)
    if match := re.fullmatch(r"(\d{4})-?Q([1-4])|Q([1-4])[ -/]?(\d{4})", text, re.IGNORECASE):
        year, quarter = int(match[1] or match[4]), int(match[2] or match[3])
        return Grain.quarter.period_of(dt.date(year, quarter * 3, 1))
    if re.fullmatch(r"\d{4}", text):
        return Grain.year.period_of(dt.date(int(text), fiscal - 1 or 12, 1), fiscal)
    month = _month(text)
    if month is not None:
        return Grain.month.period_of(month)
    return grain.period_of(_day(text, order), fiscal)


def _month(text: str) -> dt.date | None:
    """The first of a month that is named without a day."""
    if match := re.fullmatch(r"(\d{4})-(\d\d)", text):
        return dt.date(int(match[1]), int(match[2]), 1)
    if match := re.fullmatch(r"(\d\d?)[./](\d{4})", text):
        return dt.date(int(match[2]), int(match[1]), 1)
    match = re.fullmatch(r"([A-Za-zäÄ]+)\.?[ -]?(\d{4}|\d\d)", text)
    if match and match[1].lower() in _MONTHS:
        year = int(match[2])
        return dt.date(year if year > 99 else 2000 + year, _MONTHS[match[1].lower()], 1)
    return None


def _day(text: str, order: Order | None) -> dt.date:
    if match := re.fullmatch(r"(\d{4})-(\d\d)-(\d\d)([T ]00:00(:00)?)?", text):
        return dt.date(int(match[1]), int(match[2]), int(match[3]))
    if match := re.fullmatch(r"(\d\d?)\.(\d\d?)\.(\d{4})", text):
        return dt.date(int(match[3]), int(match[2]), int(match[1]))
    if match := re.fullmatch(r"(\d\d?)/(\d\d?)/(\d{4})", text):
        return _slashed(int(match[1]), int(match[2]), int(match[3]), order)
    raise ValueError("is not a period: write 2026-06, 2026-06-30 or 2026-06-01/2026-07-01")


def _slashed(first: int, second: int, year: int, order: Order | None) -> dt.date:
    if order is None and first <= 12 and second <= 12 and first != second:
        raise ValueError("could be day/month or month/day: say which")
    monthly = order == "mdy" if order else second > 12
    return dt.date(year, first, second) if monthly else dt.date(year, second, first)
