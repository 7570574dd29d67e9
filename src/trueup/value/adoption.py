"""Why value stays behind its potential: too few use it, or it does too little for those who do."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from trueup.vocabulary import InputError

Figure = Decimal | Fraction | int


@dataclass(frozen=True, slots=True)
class Gap:
    """Potential less realised, split; `adoption + effect` is `total` exactly. A negative part was exceeded."""

    total: Fraction
    adoption: Fraction
    effect: Fraction


def split_gap(planned_use: Figure, planned_effect: Figure, use: Figure, effect: Figure) -> Gap:
    """Split planned_use x planned_effect - use x effect into what adoption and what effect fell short by.

    Adoption is the shortfall of use at the planned effect, effect the shortfall of effect at the actual use, in units
    of use x effect. InputError for a negative use.
    """
    if planned_use < 0 or use < 0:
        raise InputError(f"use is never negative: planned {planned_use}, actual {use}")
    adoption = (Fraction(planned_use) - Fraction(use)) * Fraction(planned_effect)
    shortfall = Fraction(use) * (Fraction(planned_effect) - Fraction(effect))
    return Gap(adoption + shortfall, adoption, shortfall)
