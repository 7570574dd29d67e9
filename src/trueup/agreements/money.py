"""Value against cost for one promise and one grade of evidence, exact until it is shown."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction

from trueup.agreements.amounts import Sum, total
from trueup.agreements.cost import CostSum
from trueup.agreements.promise import Promise
from trueup.agreements.results import Created
from trueup.agreements.value import Realised
from trueup.vocabulary import Grade, joined, said

NO_WORTH = said("no objective states what a unit of improvement is worth: judged by the objectives alone")


@dataclass(frozen=True, slots=True)
class Worth:
    """Value of one objective; `realised` None where it cannot be computed, with the reason in `lacks`."""

    promise: Promise
    potential: Fraction
    to_date: Fraction
    realised: Realised | None
    lacks: str | None = None


@dataclass(frozen=True, slots=True)
class Books:
    """All the money of one promise: what each objective is worth, and what it costs.

    `cost` to date and the sums by grade are worked out once, by `books`.
    """

    worths: tuple[Worth, ...]
    costs: tuple[CostSum, ...]
    last_value: dt.date | None
    cost: Fraction
    at_grade: Mapping[Grade, Sum]
    at_required: Mapping[Grade, Sum]

    @property
    def priced(self) -> bool:
        """Whether any objective states what a unit of improvement is worth."""
        return any(worth.promise.objective.value is not None for worth in self.worths)

    @property
    def computable(self) -> bool:
        """Whether every stated worth can be computed."""
        return all(worth.lacks is None for worth in self.worths)

    def lacking(self) -> str:
        """The objectives whose worth cannot be computed, and why; empty where there is none."""
        each = [
            said("{title}: {reason}", title=worth.promise.title, reason=worth.lacks)
            for worth in self.worths
            if worth.lacks is not None
        ]
        return joined(each, "; ")

    def realised(self, grade: Grade) -> Sum:
        """Value from the actuals of at least `grade`."""
        return self.at_grade[grade]

    def required(self, grade: Grade) -> Sum:
        """Value of each objective at the grade its own evidence rule asks, and at least at `grade`."""
        return self.at_required[grade]

    def status(self, graded: Sum, grade: Grade) -> Created:
        """Created, not created or undetermined by the evidence in `graded`, of all that is known at `grade`.

        What is not yet at the grade is not zero: it leaves the answer open wherever it could turn it.
        """
        if not self.priced or not self.computable:
            return "undetermined"
        everything = self.realised(grade)
        if min(graded.low_end, everything.low_end) > self.cost:
            return "created"
        return "not_created" if max(graded.high_end, everything.high_end) < self.cost else "undetermined"


def books(worths: tuple[Worth, ...], costs: tuple[CostSum, ...], last_value: dt.date | None) -> Books:
    """Add up the money of one promise."""
    known = [
        (worth.realised.at_grade, worth.promise.objective.evidence) for worth in worths if worth.realised is not None
    ]
    return Books(
        worths=worths,
        costs=costs,
        last_value=last_value,
        cost=sum((cost.to_date for cost in costs), Fraction(0)),
        at_grade={grade: total(sums[grade] for sums, _ in known) for grade in Grade},
        at_required={grade: total(sums[max(grade, asked)] for sums, asked in known) for grade in Grade},
    )
