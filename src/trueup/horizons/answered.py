"""Answers and efforts as the rules take them in, and whose answers decide.

A provider's word on itself stands until the customer or the observer has answered. From then on only they decide, and
only a later answer of theirs renews what they said: the provider's own is shown beside.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from trueup.horizons.stakeholders import Side
from trueup.vocabulary import Grade

ONE_DAY = dt.timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Answer:
    """A row of answers: `item` of a checklist or "", `person` or "" for a whole party.

    `value` is in the unit of the answer. `n` people and `stderr` stand behind a figure that was summed up elsewhere.
    It counts from the day after `on`, when that day begins.
    """

    criterion: str
    item: str
    person: str
    value: float
    n: int | None
    stderr: float | None
    on: dt.date
    by: str
    side: Side
    grade: Grade

    @property
    def who(self) -> tuple[str, str]:
        """Whose answer it is: a later one of the same replaces it."""
        return self.by, self.person


@dataclass(frozen=True, slots=True)
class Effort:
    """A row of efforts: what a party spent at a horizon on a day."""

    horizon: str
    party: str
    on: dt.date
    hours: float | None
    amount: Decimal | None
    currency: str | None
    what: str = ""


@dataclass(frozen=True, slots=True)
class Heard:
    """What was answered before a day: the answers that decide, whose side they are of, and the provider's beside."""

    side: Side
    deciding: tuple[Answer, ...]
    beside: tuple[Answer, ...]


def heard(answers: Iterable[Answer], day: dt.date) -> Heard | None:
    """Who decides as a day begins; None: nobody has answered.

    Of customer and observer the one who answered last does; on the same day the observer, who has no stake. An observer
    who has one is graded as the provider is, and overrides nobody.
    """
    known = [each for each in answers if each.on < day]
    independent = [each for each in known if each.grade > Grade.reported]
    among = independent or known
    if not among:
        return None
    side = max(among, key=lambda each: (each.on, each.side == "observer")).side
    beside = tuple(each for each in known if each.side == "provider") if independent else ()
    return Heard(side, tuple(each for each in among if each.side == side), beside)


def latest_by_who(answers: Iterable[Answer]) -> list[Answer]:
    """The last answer of each, in order of who they are."""
    last: dict[tuple[str, str], Answer] = {}
    for each in answers:
        before = last.get(each.who)
        if before is None or (before.on, before.value) <= (each.on, each.value):
            last[each.who] = each
    return [last[who] for who in sorted(last)]


def parties_of(answers: Iterable[Answer]) -> str:
    """Who said so, joined by a comma."""
    return ", ".join(sorted({each.by for each in answers}))


def least_grade(answers: Iterable[Answer]) -> Grade:
    """A figure has the least grade of what it rests on."""
    return min(each.grade for each in answers)


def days_of(answers: Sequence[Answer]) -> tuple[dt.date, ...]:
    """The days from which another answer counts."""
    return tuple(sorted({each.on + ONE_DAY for each in answers}))
