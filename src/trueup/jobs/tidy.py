"""Answers as a table that people and programs can use, and that can be read back without loss.

Long: a row a rated outcome; without a rating the cell is empty. Wide: a row a respondent and two columns an outcome;
empty is "was not shown", NO_RATING "was shown and not rated". A rating of 0 is a 0.
"""

from __future__ import annotations

import datetime as dt
import json
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from trueup.jobs.hiding import shown
from trueup.jobs.survey import Survey
from trueup.vocabulary import Insufficient

KEY = "key:"
"""How the column of a segment key is called."""
NO_RATING = "NA"
IMPORTANCE, SATISFACTION = "imp_", "sat_"
Columns = tuple[str, ...]
Rows = list[tuple[Any, ...]]
_RATED = ("outcome", "importance", "satisfaction", "weight", "answered_at")


@dataclass(frozen=True, slots=True)
class Answer:
    """What one respondent said of one outcome; `keys` is what is known of the respondent."""

    respondent: str
    outcome: str
    importance: int | None
    satisfaction: int | None
    answered_at: dt.datetime
    customer: str | None = None
    weight: float | None = None
    keys: tuple[tuple[str, str], ...] = ()

    @classmethod
    def of(cls, row: Mapping[str, Any]) -> Answer:
        """A row of the table `responses`."""
        said = {name: row[name] for name in ("respondent", "outcome", "importance", "satisfaction", "answered_at")}
        return cls(**said, customer=row["customer"], weight=row["weight"], keys=_keys(row["segment_keys"]))


def _keys(text: str | None) -> tuple[tuple[str, str], ...]:
    found = json.loads(text or "{}")
    pairs = found.items() if isinstance(found, dict) else ()
    return tuple(
        sorted(
            (key, value if isinstance(value, str) else json.dumps(value)) for key, value in pairs if value is not None
        )
    )


def releasable(answers: Sequence[Answer], survey: Survey) -> Sequence[Answer] | Insufficient:
    """What may leave: of an anonymous survey no customer, and no keys that fewer than the smallest group share.

    Insufficient where fewer people than that have answered at all.
    """
    if not survey.anonymous:
        return answers
    minimum = int(survey.minimum_group)
    known = {answer.respondent: answer.keys for answer in answers}
    if len(known) < minimum:
        return Insufficient("answers of an anonymous survey", have=len(known), need=minimum)
    allowed = shown(Counter(known.values()), minimum)
    return [
        replace(answer, customer=None, keys=answer.keys if known[answer.respondent] in allowed else ())
        for answer in answers
    ]


def long(answers: Iterable[Answer], outcomes: Sequence[str]) -> tuple[Columns, Rows]:
    """A row a rated outcome, by respondent and in the order of the outcomes."""
    ordered = _ordered(answers, outcomes)
    keys = _every_key(ordered)
    columns = ("respondent", "customer", *(KEY + key for key in keys), *_RATED)
    rows = [
        (
            each.respondent, each.customer, *(dict(each.keys).get(key) for key in keys), each.outcome, each.importance,
            each.satisfaction, each.weight, each.answered_at,
        )
        for each in ordered
    ]  # fmt: skip
    return columns, rows


@dataclass(frozen=True, slots=True)
class Wide:
    """A row a respondent. `several` counts those of whom rows said different things: what was said last is given."""

    columns: Columns
    rows: Rows
    several: int


def wide(answers: Iterable[Answer], outcomes: Sequence[str]) -> Wide:
    """A row a respondent and two columns an outcome, importance and satisfaction."""
    ordered = _ordered(answers, outcomes)
    keys = _every_key(ordered)
    asked = tuple(dict.fromkeys((*outcomes, *(each.outcome for each in ordered))))
    people: dict[str, list[Answer]] = {}
    for each in ordered:
        people.setdefault(each.respondent, []).append(each)
    rated = [prefix + name for name in asked for prefix in (IMPORTANCE, SATISFACTION)]
    columns = ("respondent", "customer", *(KEY + key for key in keys), "weight", "answered_at", *rated)
    rows = [_person(said, keys, asked) for said in people.values()]
    several = sum(len({_about(each) for each in said}) > 1 for said in people.values())
    return Wide(columns, rows, several)


def _person(said: Sequence[Answer], keys: Sequence[str], outcomes: Sequence[str]) -> tuple[Any, ...]:
    last = max(said, key=lambda each: each.answered_at)
    by_outcome = {each.outcome: each for each in said}
    cells = [cell for name in outcomes for cell in _cells(by_outcome.get(name))]
    known = dict(last.keys)
    return (last.respondent, last.customer, *map(known.get, keys), last.weight, last.answered_at, *cells)


def _cells(answer: Answer | None) -> tuple[str | None, str | None]:
    if answer is None:
        return None, None
    importance, satisfaction = (
        NO_RATING if rating is None else str(rating) for rating in (answer.importance, answer.satisfaction)
    )
    return importance, satisfaction


def _about(answer: Answer) -> tuple[Any, ...]:
    return answer.customer, answer.weight, answer.answered_at, answer.keys


def _ordered(answers: Iterable[Answer], outcomes: Sequence[str]) -> list[Answer]:
    place = {name: at for at, name in enumerate(outcomes)}
    return sorted(answers, key=lambda each: (each.respondent, place.get(each.outcome, len(place)), each.outcome))


def _every_key(answers: Iterable[Answer]) -> list[str]:
    return sorted({key for answer in answers for key, _ in answer.keys})
