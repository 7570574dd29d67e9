"""Answers and efforts of a relationship, read from the facts as known at the snapshot's moment."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from trueup.facts import Snapshot
from trueup.horizons.answered import Answer, Effort
from trueup.horizons.figure import Timeline
from trueup.horizons.scoring.asked import Asked
from trueup.horizons.scoring.kinds import ANSWERED
from trueup.horizons.stakeholders import Sides
from trueup.vocabulary import Grade


@dataclass(frozen=True)
class Given:
    """The answers to each criterion, by its id, in order."""

    answers: Mapping[str, tuple[Answer, ...]]

    def timeline(self, about: Asked) -> Timeline:
        """What was answered to a criterion over time."""
        return ANSWERED[about.criterion.kind](about, self.answers.get(about.criterion.id, ()))

    def to_come(self, day: dt.date) -> int:
        """How many answers do not count yet when the day begins."""
        return sum(each.on >= day for rows in self.answers.values() for each in rows)


Row = dict[str, Any]
Grades = Callable[[str], Grade]
"""What a party's word is worth."""


@dataclass(frozen=True)
class Told:
    """The rows of answers and efforts about the relationships of a book.

    One relationship is asked for alone; who asks for a second has all of them read at once.
    """

    snapshot: Snapshot
    _read: dict[str, dict[str, list[Row]]] = field(default_factory=dict)

    def rows(self, table: str, stakeholders: str) -> Sequence[Row]:
        """The latest known rows about one relationship."""
        if not self.snapshot.has(table):
            return ()
        if table not in self._read:
            self._read[table] = {stakeholders: self._asked(table, {"stakeholders": [stakeholders]})}
        elif stakeholders not in self._read[table]:
            every = defaultdict[str, list[Row]](list)
            for row in self._asked(table, None):
                every[row["stakeholders"]].append(row)
            self._read[table] = every
        return self._read[table][stakeholders]

    def _asked(self, table: str, only: Mapping[str, Sequence[str]] | None) -> list[Row]:
        rows: list[Row] = self.snapshot.collect(self.snapshot.latest(table, only=only)).to_pylist()
        return rows


def answers_of(told: Told, stakeholders: str, sides: Sides, grades: Grades) -> Given:
    """The answers about one relationship by its parties; those of anybody else are no answers to it."""
    found: dict[str, list[Answer]] = {}
    for row in told.rows("answers", stakeholders):
        side = sides.side(row["reported_by"])
        if side is not None:
            found.setdefault(row["criterion"], []).append(
                Answer(
                    criterion=row["criterion"],
                    item=row["item"] or "",
                    person=row["person"] or "",
                    value=row["value"],
                    n=row["n"],
                    stderr=row["stderr"],
                    on=row["answered_on"],
                    by=row["reported_by"],
                    side=side,
                    grade=grades(row["reported_by"]),
                )
            )
    return Given({name: tuple(sorted(rows, key=_order)) for name, rows in found.items()})


def _order(answer: Answer) -> tuple[object, ...]:
    """Whatever order an engine gives them in, they are read in one."""
    return answer.on, answer.by, answer.person, answer.item


def efforts_of(told: Told, stakeholders: str) -> Sequence[Effort]:
    """What was spent at the horizons of one relationship."""
    return tuple(
        Effort(
            horizon=row["horizon"],
            party=row["party"],
            on=row["spent_on"],
            hours=row["hours"],
            amount=row["amount"],
            currency=row["currency"],
            what=row["what"] or "",
        )
        for row in told.rows("efforts", stakeholders)
    )
