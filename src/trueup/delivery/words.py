"""Days, amounts and lists in the sentences of delivery."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from decimal import Decimal

from trueup.vocabulary import Day, Figure, Said, listed, said


def day(date: dt.date, year: int | None = None) -> Day:
    """2 March 2026, and 2 March where `year` is that year: the sentences of one plan need not repeat it."""
    return Day(date, date.year != year)


def number(value: float | Decimal) -> Figure:
    """At most two decimals, no trailing zeros: 1,234.5."""
    text = f"{value:,.2f}".rstrip("0").rstrip(".")
    return Figure("0" if text == "-0" else text)


def amount(value: Decimal, currency: str = "") -> Figure:
    """110,000 EUR; cents only where there are any."""
    text = f"{value:,.2f}".removesuffix(".00")
    return Figure(f"{text} {currency}".rstrip())


def counted(count: float, noun: str) -> Said:
    """1 working day, 2.5 working days: a noun of ours, which has a translation."""
    text = number(count)
    called = noun if text == "1" else f"{noun}s"
    return said("{count} {noun}", count=text, noun=said(called))


def upper_first(text: str) -> Said:
    """The sentence with a capital at its beginning; the rest untouched."""
    return said("{Text}", Text=text)


def whole(text: str) -> Said:
    """A whole sentence: a capital at its beginning, a full stop at its end."""
    return said("{Text}.", Text=text)


def some(names: Sequence[str], most: int = 5) -> str:
    """a, b and c; of many the first few and how many more."""
    if len(names) <= most:
        return listed(names)
    return listed([*names[:most], said("{n} more", n=len(names) - most)])


def either(names: Sequence[str]) -> str:
    """a or b or c."""
    *first, last = names
    return said("{first} or {last}", first=either(first), last=last) if first else last
