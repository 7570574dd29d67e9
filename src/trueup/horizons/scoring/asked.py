"""A criterion with what its level and document say about it."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from trueup.horizons.stakeholders import Criterion, HorizonLevel, Person, Stakeholders


@dataclass(frozen=True, slots=True)
class Asked:
    """A criterion, the days for which an answer to it holds, and the people of its level."""

    criterion: Criterion
    level: HorizonLevel
    cadence: int
    people: tuple[Person, ...] = ()

    def stale_on(self, answered: dt.date) -> dt.date:
        """From which day on an answer is stale."""
        return answered + dt.timedelta(days=self.cadence)


def asked(document: Stakeholders, level: HorizonLevel, criterion: Criterion) -> Asked:
    """The criterion as the document has it."""
    return Asked(criterion, level, document.cadence_of(level, criterion), document.people_of(level.horizon))
