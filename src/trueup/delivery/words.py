"""Days, amounts and lists in the sentences of delivery."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from decimal import Decimal


def day(date: dt.date, year: int | None = None) -> str:
    """2 March 2026, and 2 March where `year` is that year: the sentences of one plan need not repeat it."""
    text = f"{date.day} {date:%B}"
    return text if date.year == year else f"{text} {date.year}"


def number(value: float | Decimal) -> str:
    """At most two decimals, no trailing zeros: 1,234.5."""
    text = f"{value:,.2f}".rstrip("0").rstrip(".")
    return "0" if text == "-0" else text


def amount(value: Decimal, currency: str = "") -> str:
    """110,000 EUR; cents only where there are any."""
    text = f"{value:,.2f}".removesuffix(".00")
    return f"{text} {currency}".rstrip()


def counted(count: float, noun: str) -> str:
    """1 working day, 2.5 working days."""
    text = number(count)
    return f"{text} {noun}{'' if text == '1' else 's'}"


def listed(items: Sequence[str]) -> str:
    """a, b and c."""
    return " and ".join([", ".join(items[:-1]), items[-1]] if len(items) > 1 else items)


def upper_first(text: str) -> str:
    """The sentence with a capital at its beginning; the rest untouched."""
    return text[:1].upper() + text[1:]


def some(names: Sequence[str], most: int = 5) -> str:
    """a, b and c; of many the first few and how many more."""
    if len(names) <= most:
        return listed(names)
    return listed([*names[:most], f"{len(names) - most} more"])
