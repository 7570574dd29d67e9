"""Money in sentences: three significant digits, as people speak of it."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

from trueup.vocabulary import Figure, to_decimal
from trueup.vocabulary.money import short


def brief(amount: Fraction | Decimal, currency: str) -> Figure:
    """3.1 M EUR, 850 EUR."""
    return Figure(f"{short(to_decimal(Fraction(amount)))} {currency}")


def share(part: Fraction, whole: Fraction) -> Figure:
    """71 %; more digits would claim what nobody knows."""
    return Figure(f"{float(100 * part / whole):,.0f} %")
