"""Answers and efforts of a relationship, read from the facts as known at the snapshot's moment."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from trueup.book.book import Book
from trueup.facts import Snapshot
from trueup.horizons.answered import Answer, Effort
from trueup.horizons.figure import Timeline
from trueup.horizons.scoring.asked import Asked
from trueup.horizons.scoring.kinds import ANSWERED
from trueup.horizons.stakeholders import Sides
from trueup.scorecard.standing import grade_of


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


def read_answers(book: Book, snapshot: Snapshot, stakeholders: str, sides: Sides) -> Given:
    """The answers about one relationship by its parties; those of anybody else are no answers to it."""
    found: dict[str, list[Answer]] = {}
    for row in _rows(snapshot, "answers", stakeholders):
        side = sides.side(row["reported_by"])
        if side is not None:
            grade = grade_of(book.parties.get(row["reported_by"]))
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
                    grade=grade,
                )
            )
    return Given({name: tuple(sorted(rows, key=_order)) for name, rows in found.items()})


def _order(answer: Answer) -> tuple[object, ...]:
    """Whatever order an engine gives them in, they are read in one."""
    return answer.on, answer.by, answer.person, answer.item


def read_efforts(snapshot: Snapshot, stakeholders: str) -> Sequence[Effort]:
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
        for row in _rows(snapshot, "efforts", stakeholders)
    )


def _rows(snapshot: Snapshot, table: str, stakeholders: str) -> Iterator[dict[str, Any]]:
    if snapshot.has(table):
        yield from snapshot.collect(snapshot.latest(table, only={"stakeholders": [stakeholders]})).to_pylist()
