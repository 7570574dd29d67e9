"""What one's own side said last of each question, to be seen before it answers again."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import narwhals.stable.v2 as nw

from trueup.horizons.stakeholders import Criterion
from trueup.web.documents.books import store_of
from trueup.web.horizons.confidence import held_of, pseudonym
from trueup.web.horizons.scope import Scope


@dataclass(frozen=True, slots=True)
class LastSaid:
    """The last answer of a side to a question: an `item`, about a `person`, or the criterion as a whole (both None).

    `held`: it was said in confidence and waits for others.
    """

    criterion: str
    item: str | None
    person: str | None
    value: float
    n: int | None
    stderr: float | None
    answered_on: dt.date
    who: str | None
    held: bool

    @property
    def field(self) -> str:
        """Its field in the form of the criterion."""
        if self.item:
            return f"item-{self.item}"
        return f"person-{self.person}" if self.person else "value"


def last_said(scope: Scope, criterion: str | None = None) -> tuple[LastSaid, ...]:
    """The last answer of the seat to each question of a criterion, or of all that people answer.

    Of what single people say, each is told nothing but their own.
    """
    every = [each for _, each in scope.place.document.criteria() if not each.measured]
    asked = {each.id: each for each in every if criterion in (None, each.id)}
    return tuple(_latest([*_landed(scope, asked), *_held(scope, asked.values())]))


def _latest(said: Iterable[LastSaid]) -> Iterator[LastSaid]:
    """Of several the one of the latest day; what is held was said after what has landed."""
    last: dict[tuple[str, str, str], LastSaid] = {}
    for each in sorted(said, key=lambda each: (each.answered_on, each.held)):
        last[each.criterion, each.item or "", each.person or ""] = each
    return (last[question] for question in sorted(last))


def _landed(scope: Scope, asked: Mapping[str, Criterion]) -> Iterator[LastSaid]:
    with store_of(scope.book.slug).snapshot() as snapshot:
        if not asked or not snapshot.has("answers"):
            return
        only = {"stakeholders": [scope.place.id], "criterion": sorted(asked), "reported_by": [scope.seat]}
        wanted = nw.all_horizontal(*(nw.col(name).is_in(values) for name, values in only.items()), ignore_nulls=False)
        rows = snapshot.collect(snapshot.latest("answers", only).filter(wanted)).to_pylist()
    for row in rows:
        if _is_own(scope, asked[row["criterion"]], row):
            yield _said(row, _about(asked[row["criterion"]], row["person"]))


def _is_own(scope: Scope, criterion: Criterion, row: Mapping[str, Any]) -> bool:
    if criterion.kind == "people":
        return row["person"] is not None
    if row["person"] is None:
        return not criterion.confidential
    return bool((criterion.sus or criterion.confidential) and row["person"] == pseudonym(scope, criterion.id))


def _about(criterion: Criterion, person: str | None) -> str | None:
    """Who is meant; the word by which one's own answers are known again is nobody's business."""
    return person if criterion.kind == "people" else None


def _held(scope: Scope, asked: Iterable[Criterion]) -> Iterator[LastSaid]:
    own = {each.id: pseudonym(scope, each.id) for each in asked if each.confidential}
    for row in held_of(scope, own, person__in=own.values()) if own else ():
        yield LastSaid(row.criterion, row.item or None, None, row.value, None, None, row.answered_on, None, held=True)


def _said(row: Mapping[str, Any], person: str | None) -> LastSaid:
    return LastSaid(
        row["criterion"], row["item"], person, row["value"], row["n"], row["stderr"], row["answered_on"], row["who"],
        held=False,
    )  # fmt: skip
