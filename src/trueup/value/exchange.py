"""Amounts in one currency, at rates that were stated with their day. No rate, no sum."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from trueup.agreements.terms import Rate
from trueup.vocabulary import MoneyError


@dataclass(frozen=True, slots=True)
class Exchange:
    """Converts into `to` at dated `rates`; of several the last that holds on the day."""

    to: str
    rates: tuple[Rate, ...] = ()

    def convert(self, amount: Decimal, currency: str, day: dt.date) -> Fraction:
        """The amount in `to`, exact. Raises MoneyError, with the pair and the day, where no rate holds."""
        rate = self.rate(currency, day)
        return Fraction(amount) if rate is None else Fraction(amount) * Fraction(rate.is_)

    def rate(self, currency: str, day: dt.date) -> Rate | None:
        """The rate for a currency on a day; None for `to` itself. Raises MoneyError where there is none."""
        if currency == self.to:
            return None
        known = [rate for rate in self.rates if rate.currency == currency and rate.on <= day]
        if not known:
            raise MoneyError(
                f"{currency} and {self.to} cannot be added up: no rate is stated for {day}",
                do=f"state one in book.yaml, rates: [{{currency: {currency}, on: {day}, is: ...}}]: "
                f"what 1 {currency} is in {self.to} from that day on",
            )
        return max(known, key=lambda rate: rate.on)


def only_currency(currencies: Sequence[str], book: str) -> str:
    """The one currency of some amounts; where there are several, the book's."""
    return currencies[0] if len(set(currencies)) == 1 else book
