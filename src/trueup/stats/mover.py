"""The interval of a weighted sum of independent estimates, from theirs (MOVER).

Source: Zou and Donner, Construction of confidence limits about effect measures: a general approach, Statistics in
Medicine 27 (2008): the variance at each end of the sum is recovered from the intervals of its terms, so that skewed and
bounded ones (a share near 1) stay so.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from trueup.vocabulary import InputError


@dataclass(frozen=True, slots=True)
class Term:
    """A term of the sum: its weight (above 0), its estimate, and the ends of its interval around that."""

    weight: float
    value: float
    low: float
    high: float

    def __post_init__(self) -> None:
        if not (self.weight > 0 and self.low <= self.value <= self.high):
            raise InputError(f"{self.low} to {self.high} is no interval around {self.value}", where="term")


def weighted_mean(terms: Sequence[Term]) -> Term:
    """The weighted mean with its interval; its weight is that of all terms. InputError for no term."""
    if not terms:
        raise InputError("a mean of nothing", where="terms")
    total = math.fsum(term.weight for term in terms)
    value = _within(math.fsum(term.weight * term.value for term in terms) / total, terms)
    below = math.hypot(*(term.weight * (term.value - term.low) for term in terms)) / total
    above = math.hypot(*(term.weight * (term.high - term.value) for term in terms)) / total
    return Term(total, value, value - below, value + above)


def _within(value: float, terms: Sequence[Term]) -> float:
    """A mean lies between the least and the greatest, whatever rounding says."""
    return min(max(value, min(term.value for term in terms)), max(term.value for term in terms))
