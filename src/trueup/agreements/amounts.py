"""Exact sums of money with what is known of their error, rounded once."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from trueup.agreements.results import Range
from trueup.vocabulary import exact, minor_digits, said

Z95 = 1.959963984540054

_NOTHING = Fraction(0)
NO_ERROR = said("no interval: actuals are given without error")
NO_ACTUALS = said("no actuals yet")
CAUSED = said("95 % interval of what was caused, against what would have happened anyway")


@dataclass(frozen=True, slots=True)
class Sum:
    """An exact amount: `low` and `high` are its hull over open disputes, the variances its error on either side.

    `measured` actuals went in, `with_error` of them came with an error of their own; `baseline_error` says whether a
    baseline's error went in, `caused` whether it is what an agreement caused, with the error of that. Adding two sums
    takes their errors as independent.
    """

    expected: Fraction = _NOTHING
    low: Fraction = _NOTHING
    high: Fraction = _NOTHING
    variance_low: float = 0.0
    variance_high: float = 0.0
    measured: int = 0
    with_error: int = 0
    baseline_error: bool = False
    caused: bool = False

    def __add__(self, other: Sum) -> Sum:
        expected = self.expected + other.expected
        one = self._one_figure and other._one_figure
        return Sum(
            expected,
            expected if one else self.low + other.low,
            expected if one else self.high + other.high,
            self.variance_low + other.variance_low,
            self.variance_high + other.variance_high,
            self.measured + other.measured,
            self.with_error + other.with_error,
            self.baseline_error or other.baseline_error,
            self.caused or other.caused,
        )

    @property
    def low_end(self) -> Fraction:
        """The lower end of the 95 % interval (normal), from the lower figure of every open dispute."""
        return self.low - exact(Z95 * math.sqrt(self.variance_low)) if self.variance_low else self.low

    @property
    def high_end(self) -> Fraction:
        """The upper end of the 95 % interval (normal), from the higher figure of every open dispute."""
        return self.high + exact(Z95 * math.sqrt(self.variance_high)) if self.variance_high else self.high

    @property
    def disputed(self) -> bool:
        """Whether an open dispute widens it."""
        return self.low is not self.high and self.low != self.high

    @property
    def _one_figure(self) -> bool:
        """Whether the hull is the amount itself, so that there is one figure to reckon with and not three."""
        return self.low is self.expected and self.high is self.expected

    def note(self) -> str:
        """What the interval rests on."""
        if not self.measured:
            return NO_ACTUALS
        rests = self._rests_on() if self.with_error or self.baseline_error or self.caused else NO_ERROR
        return said("{note}; widened to both sides of an open dispute", note=rests) if self.disputed else rests

    def _rests_on(self) -> str:
        if self.caused:
            return CAUSED
        return said(
            "95 % interval from {sources}; errors of different periods are taken as independent",
            sources=self._sources(),
        )

    def _sources(self) -> str:
        if not self.with_error:
            return said("the error of the baseline alone: actuals are given without error")
        own = said("the errors of the actuals")
        if self.with_error < self.measured:
            own = said(
                "the errors of {some} of {all} actuals (the others are given without error)",
                some=self.with_error,
                all=self.measured,
            )
        return said("{actuals} and the error of the baseline", actuals=own) if self.baseline_error else own

    def range(self, currency: str) -> Range:
        """Rounded to minor units, with its note."""
        return Range(
            low=rounded(self.low_end, currency),
            expected=rounded(self.expected, currency),
            high=rounded(self.high_end, currency),
            note=self.note(),
        )


def total(sums: Iterable[Sum]) -> Sum:
    """The sum of sums."""
    first, *others = [*sums] or [Sum()]
    return sum(others, first)


def rounded(value: Fraction, currency: str) -> Decimal:
    """To minor units, half to even, straight from the exact fraction: rounded once."""
    digits = minor_digits(currency)
    return _decimal(round(value * 10**digits), digits)


def apportion(parts: Sequence[Fraction], currency: str) -> list[Decimal]:
    """Round parts so that they add up to their rounded total: largest remainder, ties to the earlier part.

    Every part is within one minor unit of its exact value, and no minor unit is made or lost.
    """
    digits = minor_digits(currency)
    below = math.lcm(*(part.denominator for part in parts))
    scaled = [part.numerator * (below // part.denominator) * 10**digits for part in parts]
    floors = [above // below for above in scaled]
    left = round(Fraction(sum(scaled), below)) - sum(floors)
    order = sorted(range(len(parts)), key=lambda index: (-(scaled[index] % below), index))
    for index in order[: max(left, 0)]:
        floors[index] += 1
    return [_decimal(part, digits) for part in floors]


def _decimal(minor: int, digits: int) -> Decimal:
    return Decimal(f"{minor}E-{digits}")
