"""What a calculator of a yearly amount is: named inputs with units and bounds, and one formula over them."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import Literal, Protocol, TypeVar

from trueup.stats.arrays import Floats

T = TypeVar("T", Fraction, Floats)
"""Exact for the case as written, arrays of draws where figures are uncertain: a formula multiplies and subtracts."""

Side = Literal["benefit", "cost"]
ZERO, ONE = Decimal(0), Decimal(1)


@dataclass(frozen=True, slots=True)
class Input:
    """One figure that a calculator asks for; `default` None: it must be given. Bounds are inclusive, None is open."""

    name: str
    unit: str
    means: str
    least: Decimal | None = ZERO
    most: Decimal | None = None
    default: Decimal | None = None


class Yearly(Protocol):
    """The amount of a year at full adoption, in the currency of the line, from one figure for each input."""

    def __call__(self, given: Mapping[str, T]) -> T:
        """Money per year."""


@dataclass(frozen=True, slots=True)
class Driver:
    """A calculator: what it reckons, of which side of a case, from which inputs, by which formula."""

    name: str
    side: Side
    means: str
    inputs: tuple[Input, ...]
    formula: str
    yearly: Yearly

    def arithmetic(self, given: Mapping[str, str]) -> str:
        """The formula with the figures in the place of the names."""
        return re.sub(r"[a-z_]+", lambda found: given[found[0]], self.formula)
