"""Numbers and limits as a sponsor reads them, and the words that sentences share."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

from trueup.vocabulary import Figure, Grade, Said, said

_COUNTABLE = frozenset({"day", "hour", "minute", "second", "millisecond", "week", "month", "year"})
_EVIDENCE = {
    Grade.reported: said("an actual"),
    Grade.verified: said("verification"),
    Grade.attested: said("attestation"),
}


def number(value: float | Decimal | Fraction) -> Figure:
    """At most two decimals, three digits for what is smaller than a tenth, no trailing zeros: 1,234.5."""
    figure = float(value)
    if figure and abs(figure) < 0.1:
        return Figure(f"{figure:.3g}")
    text = f"{figure:,.2f}".rstrip("0").rstrip(".")
    return Figure("0" if text == "-0" else text)


def quantity(value: float | Decimal | Fraction, unit: str) -> Figure | Said:
    """A number with its unit: "5.2 days", "1 day", "95 %", "40" for a plain count."""
    text = number(value)
    if unit in {"count", "ratio"}:
        return text
    if unit not in _COUNTABLE:
        return said("{number} {unit}", number=text, unit=unit)
    return said("{number} {unit}", number=text, unit=said(unit) if text == "1" else several(unit))


def between(low: Fraction | None, high: Fraction | None, unit: str) -> Said:
    """A limit in words: "at most 5 days", "at least 95 %", "between 3 and 5 days"."""
    if low is None:
        return said("at most {limit}", limit=quantity(high or 0, unit))
    if high is None:
        return said("at least {limit}", limit=quantity(low, unit))
    return said("between {low} and {high}", low=number(low), high=quantity(high, unit))


def chance(probability: float) -> Figure | Said:
    """A probability with two decimals that never claims certainty it does not have."""
    if 0 < probability < 0.005:
        return said("below {chance}", chance=Figure("0.01"))
    if 0.995 < probability < 1:
        return said("above {chance}", chance=Figure("0.99"))
    return Figure(f"{probability:.2f}")


def counted(count: int, noun: str) -> Said:
    """1 actual, 2 actuals: a noun of ours, which has a translation."""
    return said("{count} {noun}", count=count, noun=said(noun) if count == 1 else several(noun))


def several(noun: str) -> Said:
    """Actuals."""
    plural = f"{noun}s"
    return said(plural)


def no_forecast(needs: int) -> Said:
    """There is none before `needs` more periods are known."""
    return said("no forecast yet: needs {periods}", periods=counted(needs, "more period"))


def evidence(grade: Grade) -> Said:
    """What raises an actual to `grade`: an actual, verification, attestation."""
    return _EVIDENCE[grade]


def named(name: str) -> Said:
    """A status, a verdict, or whether value is created, as it is said: at risk, not at_risk."""
    words = name.replace("_", " ")
    return said(words)
