"""Whether realised or attributed value settles an objective: what was agreed before the result was known."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING

import numpy as np

from trueup.agreements.calendar import day_number
from trueup.agreements.promise import Promise
from trueup.scorecard.values import Values
from trueup.vocabulary import Grade, Period, Said, said

if TYPE_CHECKING:
    from trueup.agreements.amounts import Sum
    from trueup.value.attributed import Attributed


@dataclass(frozen=True, slots=True)
class Basis:
    """What settles an objective: `attributed`, or the reason why nothing may (`lacks`); neither: realised value.

    `note` says why realised value settles although something else is agreed on now.
    """

    attributed: Attributed | None = None
    lacks: Said | None = None
    note: Said | None = None


def basis_of(values: Values, agreement: str, objective: str) -> Basis:
    """Attributed value where a counterfactual was agreed on in time, realised value where none is agreed on."""
    every = (each for version in values.versions(agreement) for each in version.objectives)
    if not any(each.id == objective and each.attribution.agreed for each in every):
        return Basis()
    from trueup.scorecard.value_attribution import work

    if values.agreement(agreement).objective(objective) is None:
        return Basis(lacks=said("it is no longer in the agreement, so what was caused of it cannot be told"))
    found = next(iter(work(values, agreement, objective)))
    if not found.declared.agreed:
        return Basis()
    caused = found.caused()
    if not caused.decides:
        return Basis(note=said("before against after was declared in time, and what was chosen later does not count"))
    if caused.lacks is not None or found.counting is None or found.counting.attributed is None:
        return Basis(lacks=said("{reason}", reason=caused.lacks or said("what was caused cannot be told")))
    return Basis(found.counting.attributed)


def caused_in(attributed: Attributed, promise: Promise, period: Period, grade: Grade) -> Sum:
    """What was caused on the days of a period, by the terms of `promise`, over the evidence of at least a grade."""
    return attributed.sum(period, grade, promise)


def uncovered(attributed: Attributed, period: Period, grade: Grade) -> Fraction:
    """The share of a period's days for which what was caused is not known at a grade.

    From the first whole period after the start: before it nothing was caused.
    """
    start, end = max(day_number(period.start), int(attributed.starts[0])), day_number(period.end)
    known = attributed.grade >= grade
    inside = np.minimum(attributed.ends, end) - np.maximum(attributed.starts, start)
    covered = int(np.maximum(inside, 0)[known].sum())
    return Fraction(max(0, end - start - covered), period.days)
