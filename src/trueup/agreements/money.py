"""Value against cost for one promise and one grade of evidence, exact until it is shown."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction

from trueup.agreements.amounts import Sum, total
from trueup.agreements.caused import Caused
from trueup.agreements.cost import CostSum
from trueup.agreements.promise import Promise
from trueup.agreements.results import Created
from trueup.agreements.value import Realised
from trueup.vocabulary import Grade, joined, said

NO_WORTH = said("no objective states what a unit of improvement is worth: judged by the objectives alone")


@dataclass(frozen=True, slots=True)
class Worth:
    """Value of one objective; `realised` None where it cannot be computed, with the reason in `lacks`.

    `caused` is what attribution found, where a counterfactual is agreed on.
    """

    promise: Promise
    potential: Fraction
    to_date: Fraction
    realised: Realised | None
    lacks: str | None = None
    caused: Caused | None = None

    @property
    def attributed(self) -> bool:
        """Whether what was caused counts, and not what was realised."""
        return self.caused is not None and self.caused.decides

    @property
    def open(self) -> str | None:
        """Why its value cannot be told: no baseline, or nothing shown to be caused of what was realised."""
        if self.lacks is not None or not self.attributed or self.caused is None or self.realised is None:
            return self.lacks
        return self.caused.lacks if self.realised.at_grade[Grade.reported].measured else None

    def counted(self, grade: Grade) -> Sum:
        """What counts of it, from evidence of at least `grade`: caused where that decides, else realised."""
        if self.attributed and self.caused is not None:
            return self.caused.at_grade.get(grade, Sum())
        return self.realised.at_grade[grade] if self.realised is not None else Sum()


@dataclass(frozen=True, slots=True)
class Books:
    """All the money of one promise: what each objective is worth, and what it costs.

    `cost` to date and the sums by grade are worked out once, by `books`: `at_grade` is realised, `counted_at` what
    counts (caused where that was agreed on, else realised), `at_required` the same at the grade each objective asks.
    """

    worths: tuple[Worth, ...]
    costs: tuple[CostSum, ...]
    last_value: dt.date | None
    cost: Fraction
    at_grade: Mapping[Grade, Sum]
    counted_at: Mapping[Grade, Sum]
    at_required: Mapping[Grade, Sum]

    @property
    def priced(self) -> bool:
        """Whether any objective states what a unit of improvement is worth."""
        return any(worth.promise.objective.value is not None for worth in self.worths)

    @property
    def computable(self) -> bool:
        """Whether every stated worth can be computed."""
        return all(worth.open is None for worth in self.worths)

    def lacking(self) -> str:
        """The objectives whose worth cannot be computed, and why; empty where there is none."""
        each = [
            said("{title}: {reason}", title=worth.promise.title, reason=worth.open)
            for worth in self.worths
            if worth.open is not None
        ]
        return joined(each, "; ")

    def realised(self, grade: Grade) -> Sum:
        """Value from the actuals of at least `grade`."""
        return self.at_grade[grade]

    def counted(self, grade: Grade) -> Sum:
        """What counts, from evidence of at least `grade`: caused where that was agreed on, else realised."""
        return self.counted_at[grade]

    def attributed(self, grade: Grade) -> Sum | None:
        """What was caused, over the objectives for which that counts; None where there is none."""
        found = [each.caused.at_grade[grade] for each in self.worths if _found(each) and each.caused is not None]
        return total(found) if found else None

    def required(self, grade: Grade) -> Sum:
        """What counts of each objective at the grade its own evidence rule asks, and at least at `grade`."""
        return self.at_required[grade]

    def status(self, graded: Sum, grade: Grade) -> Created:
        """Created, not created or undetermined by the evidence in `graded`, of all that is known at `grade`.

        What is not yet at the grade is not zero: it leaves the answer open wherever it could turn it.
        """
        if not self.priced or not self.computable:
            return "undetermined"
        everything = self.counted(grade)
        if min(graded.low_end, everything.low_end) > self.cost:
            return "created"
        return "not_created" if max(graded.high_end, everything.high_end) < self.cost else "undetermined"


def books(worths: tuple[Worth, ...], costs: tuple[CostSum, ...], last_value: dt.date | None) -> Books:
    """Add up the money of one promise."""
    at_grade = {grade: total(worth.realised.at_grade[grade] for worth in worths if worth.realised) for grade in Grade}
    caused = any(worth.attributed for worth in worths)
    return Books(
        worths=worths,
        costs=costs,
        last_value=last_value,
        cost=sum((cost.to_date for cost in costs), Fraction(0)),
        at_grade=at_grade,
        counted_at={grade: total(worth.counted(grade) for worth in worths) for grade in Grade} if caused else at_grade,
        at_required={
            grade: total(worth.counted(max(grade, worth.promise.objective.evidence)) for worth in worths)
            for grade in Grade
        },
    )


def _found(worth: Worth) -> bool:
    return worth.attributed and worth.caused is not None and bool(worth.caused.at_grade)
