"""Numbers, dates and lists as people read them: the one way they are written in terminal and page."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Mapping
from decimal import Decimal

from trueup.agreements.results import Target
from trueup.report.language import say, separators, spoken
from trueup.vocabulary import Day, Figure, Period, Said, Slice, add_months
from trueup.vocabulary.money import short
from trueup.vocabulary.said import Piece, begun

MINUS = "\N{MINUS SIGN}"
_PLURAL = frozenset({"day", "hour", "minute", "second", "millisecond", "week", "month", "year"})
_SMALL = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine")
WORDED = re.compile(r"[^\W\d_](?![^{}]*\})")
"""A letter outside of all places: only such templates have a translation."""
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


def number(value: float | Decimal) -> str:
    """Four significant digits, thousands separated, a true minus sign: 1,234 or 12.34 or 0.1234."""
    decimal = Decimal(repr(value)) if isinstance(value, float) else Decimal(value)
    return signed(separators(_digits(abs(decimal))), decimal)


def signed(text: str, value: float | Decimal) -> str:
    """A true minus sign in front of `text` where `value` is negative, unless `text` reads zero."""
    return f"{MINUS}{text}" if value < 0 and any(digit in text for digit in "123456789") else text


def quantity(value: float, unit: str) -> str:
    """A number with its unit: "5 days", "93 %", "12" for a mere count."""
    if unit in {"count", "ratio", ""}:
        return number(value)
    plural = "s" if unit in _PLURAL and value != 1 else ""
    return f"{number(value)} {say(unit + plural)}"


def target(value: Target, unit: str) -> str:
    """A target with its unit; a range to maintain as "3 to 5 days"."""
    if isinstance(value, tuple):
        return say("{low} to {high}", low=number(value[0]), high=quantity(value[1], unit))
    return quantity(value, unit)


def money(value: Decimal, *, plus: bool = False) -> str:
    """An amount in three significant digits: "850", "250 k", "1.24 M"; the currency stands beside it."""
    text = separators(short(value))
    return f"+{text}" if plus and value > 0 and text != "0" else text


def amount(value: Decimal) -> str:
    """An amount in full, for tables: "1,240,000" or "12.50"."""
    places = 0 if value == value.to_integral_value() else 2
    return signed(separators(f"{abs(value):,.{places}f}"), value)


def share(value: float) -> str:
    """A probability or a share in per cent; the last per cent at either end is never rounded away."""
    if 0 < value < 0.01:
        return "<1 %"
    if 0.99 < value < 1:
        return ">99 %"
    return f"{signed(f'{abs(value) * 100:.0f}', value)} %"


def day(value: dt.date) -> str:
    """31 Dec 2026."""
    if spoken().code != "en":
        from babel.dates import format_date

        return format_date(value, "medium", spoken().code)
    return f"{value.day} {_MONTHS[value.month - 1]} {value.year}"


def instant(value: dt.datetime) -> str:
    """31 Dec 2026, 18:00 UTC."""
    zone = value.strftime("%Z") or value.strftime("%z")
    return f"{day(value)}, {value:%H:%M} {zone}"


def period(value: Period) -> str:
    """Sep 2026, Q3 2026, 2026, a single day, or both ends."""
    if value.start.day == 1:
        named = _calendar(value)
        if named:
            return named
    last = value.end - dt.timedelta(days=1)
    return day(last) if value.days == 1 else say("{low} to {high}", low=day(value.start), high=day(last))


def _calendar(value: Period) -> str | None:
    start = value.start
    if value.end == add_months(start, 1):
        return _month(start)
    if value.end == add_months(start, 3) and start.month % 3 == 1:
        return f"Q{start.month // 3 + 1} {start.year}"
    return str(start.year) if value.end == add_months(start, 12) and start.month == 1 else None


def _month(start: dt.date) -> str:
    if spoken().code == "en":
        return f"{_MONTHS[start.month - 1]} {start.year}"
    from babel.dates import format_date

    return format_date(start, "MMM y", spoken().code)


def listed(words: Iterable[str]) -> str:
    """a, b and c."""
    *head, last = list(words) or [""]
    return say("{first} and {last}", first=", ".join(head), last=last) if head else last


def counted(count: int, noun: str, plural: str | None = None) -> str:
    """1 agreement, 1,000 agreements."""
    return f"{separators(f'{count:,}')} {say(noun if count == 1 else plural or noun + 's')}"


def spelled(count: int) -> str:
    """A count inside a sentence: one to nine as words, more as figures."""
    return say(_SMALL[count]) if count < len(_SMALL) else separators(f"{count:,}")


def told(text: str) -> str:
    """What the engine said, in the reader's language; any other text as it stands."""
    if not isinstance(text, Said):
        return text
    if spoken().exact:
        return str(text)
    template = say(text.template) if WORDED.search(text.template) else text.template
    return template.format_map({name: _filled(name, part) for name, part in text.parts.items()})


def _filled(name: str, part: Piece) -> str:
    text = _piece(part)
    return begun(text) if name < "a" else text


def _piece(part: Piece) -> str:
    if isinstance(part, Figure):
        return separators(part)
    if isinstance(part, dt.date):
        return day(part)
    if isinstance(part, Day):
        return _written(part)
    if isinstance(part, Slice):
        return place(part)
    return period(part) if isinstance(part, Period) else told(str(part) if isinstance(part, int) else part)


def place(where: Slice) -> str:
    """Where something was measured: "stage marketing and sales, provider acme"."""
    return ", ".join(f"{say(name)} {_place(name, value)}" for name, value in where.bound.items()) or say("everything")


def called(where: Slice, names: Mapping[str, Mapping[str, str]]) -> Slice:
    """The slice by what people call its places (dimension -> id -> name), where they have a name for them."""
    return Slice(**{name: names.get(name, {}).get(value, value) for name, value in where.bound.items()})


def _place(name: str, value: str) -> str:
    """Stages and phases are words; projects, providers and segments are names that people gave."""
    return plain(value) if name in {"stage", "phase"} else value


def _written(value: Day) -> str:
    """2. März 2026, or 2. März."""
    if spoken().code == "en":
        return str(value)
    from babel.dates import format_date, format_skeleton

    if value.year:
        return format_date(value.date, "long", spoken().code)
    return format_skeleton("MMMMd", value.date, locale=spoken().code)


def sentence(text: str) -> str:
    """A reason as a sentence: a capital letter first, a full stop last."""
    text = told(text)
    whole = begun(text)
    return whole if whole.endswith((".", "!", "?")) else f"{whole}."


def plain(name: str) -> str:
    """An identifier as words: marketing_and_sales reads marketing and sales."""
    return say(name.replace("_", " "))


def _digits(value: Decimal) -> str:
    if value == 0:
        return "0"
    places = max(0, 3 - value.adjusted())
    text = f"{value:,.{min(places, 12)}f}"
    return text.rstrip("0").rstrip(".") if "." in text else text
