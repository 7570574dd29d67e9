"""Amounts of money: exact until they are shown, rounded once, half to even."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import ROUND_HALF_EVEN, Decimal
from fractions import Fraction

from trueup.vocabulary.errors import MoneyError

# ISO 4217: currencies whose minor unit is not a hundredth.
_MINOR_DIGITS = {
    **dict.fromkeys(("BIF", "CLP", "DJF", "GNF", "ISK", "JPY", "KMF", "KRW"), 0),
    **dict.fromkeys(("PYG", "RWF", "UGX", "UYI", "VND", "VUV", "XAF", "XOF", "XPF"), 0),
    **dict.fromkeys(("BHD", "IQD", "JOD", "KWD", "LYD", "OMR", "TND"), 3),
    **dict.fromkeys(("CLF", "UYW"), 4),
}


def minor_digits(currency: str) -> int:
    """Digits after the point of a currency's minor unit (ISO 4217)."""
    return _MINOR_DIGITS.get(currency, 2)


@dataclass(frozen=True, slots=True)
class Money:
    """An exact amount in one currency. Adding two currencies is a MoneyError."""

    amount: Decimal
    currency: str

    def __post_init__(self) -> None:
        if not self.amount.is_finite():
            raise MoneyError(f"{self.amount} is not an amount of money")

    @classmethod
    def zero(cls, currency: str) -> Money:
        """Nothing, in `currency`."""
        return cls(Decimal(0), currency)

    @classmethod
    def sum(cls, amounts: Iterable[Money], currency: str) -> Money:
        """Exact sum in `currency`."""
        total = cls.zero(currency)
        for amount in amounts:
            total = total + amount
        return total

    def __add__(self, other: Money) -> Money:
        self._same(other)
        return Money(self.amount + other.amount, self.currency)

    def __sub__(self, other: Money) -> Money:
        self._same(other)
        return Money(self.amount - other.amount, self.currency)

    def __neg__(self) -> Money:
        return Money(-self.amount, self.currency)

    def __lt__(self, other: Money) -> bool:
        self._same(other)
        return self.amount < other.amount

    def __le__(self, other: Money) -> bool:
        self._same(other)
        return self.amount <= other.amount

    def rounded(self) -> Money:
        """To minor units, half to even: once, at the end."""
        step = Decimal(1).scaleb(-minor_digits(self.currency))
        return Money(self.amount.quantize(step, rounding=ROUND_HALF_EVEN), self.currency)

    def __str__(self) -> str:
        return f"{self.rounded().amount:,} {self.currency}"

    def _same(self, other: Money) -> None:
        if self.currency != other.currency:
            raise MoneyError(
                f"{self.currency} and {other.currency} cannot be combined",
                do="convert one of them at a dated rate first",
            )


def short(amount: Decimal) -> str:
    """Three significant digits, for people: "850", "250 k", "1.24 M", "5 bn", with a true minus sign."""
    scales = ((10**9, " bn"), (10**6, " M"), (10**3, " k"), (1, ""))
    size = abs(amount)
    scale, name = next((each for each in scales if size >= each[0] * Decimal("0.9995")), scales[-1])
    scaled = size / scale
    text = f"{scaled:,.{max(0, min(12, 2 - scaled.adjusted())) if scaled else 0}f}"
    text = text.rstrip("0").rstrip(".") if "." in text else text
    return f"\N{MINUS SIGN}{text}{name}" if amount < 0 and text != "0" else text + name


def exact(value: float | int | Decimal | Fraction) -> Fraction:
    """The number as a person wrote it, exactly: 0.1 is one tenth, not its binary neighbour."""
    return Fraction(repr(value)) if isinstance(value, float) else Fraction(value)


def to_decimal(value: Fraction) -> Decimal:
    """A fraction as a Decimal of 28 digits; Money.rounded() then rounds once."""
    return Decimal(value.numerator) / Decimal(value.denominator)
