"""Numbers, periods and limits as a sponsor reads them."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

from trueup.vocabulary import Grade, Period

_COUNTABLE = frozenset({"day", "hour", "minute", "second", "millisecond", "week", "month", "year"})
_EVIDENCE = {Grade.reported: "an actual", Grade.verified: "verification", Grade.attested: "attestation"}


def number(value: float | Decimal | Fraction) -> str:
    """At most two decimals, three digits for what is smaller than a tenth, no trailing zeros: 1,234.5."""
    figure = float(value)
    if figure and abs(figure) < 0.1:
        return f"{figure:.3g}"
    text = f"{figure:,.2f}".rstrip("0").rstrip(".")
    return "0" if text == "-0" else text


def quantity(value: float | Decimal | Fraction, unit: str) -> str:
    """A number with its unit: "5.2 days", "1 day", "95 %", "40" for a plain count."""
    text = number(value)
    if unit in {"count", "ratio"}:
        return text
    return f"{text} {unit}{'s' if unit in _COUNTABLE and text != '1' else ''}"


def between(low: Fraction | None, high: Fraction | None, unit: str) -> str:
    """A limit in words: "at most 5 days", "at least 95 %", "between 3 and 5 days"."""
    if low is None:
        return f"at most {quantity(high or 0, unit)}"
    if high is None:
        return f"at least {quantity(low, unit)}"
    return f"between {number(low)} and {quantity(high, unit)}"


def label(period: Period) -> str:
    """The short name of a period: 2026, 2026-Q3, 2026-07, 2026-W05, 2026-07-14, or start/end."""
    return period.label


def chance(probability: float) -> str:
    """A probability with two decimals that never claims certainty it does not have."""
    if 0 < probability < 0.005:
        return "below 0.01"
    if 0.995 < probability < 1:
        return "above 0.99"
    return f"{probability:.2f}"


def counted(count: int, noun: str) -> str:
    """1 actual, 2 actuals."""
    return f"{count} {noun}{'' if count == 1 else 's'}"


def evidence(grade: Grade) -> str:
    """What raises an actual to `grade`: an actual, verification, attestation."""
    return _EVIDENCE[grade]
