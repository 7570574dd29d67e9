"""What taking answers or efforts in would mean: which are new, which correct something, which say nothing new."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import asdict
from typing import Any, TypeVar

import narwhals.stable.v2 as nw

from trueup.facts import Snapshot
from trueup.facts.registry import batch_name
from trueup.facts.tables import TABLES
from trueup.horizons.given import GivenAnswer, GivenEffort, answer_amiss, effort_amiss
from trueup.vocabulary import Refusal, said
from trueup.vocabulary.digest import digest
from trueup.web.documents.books import store_of
from trueup.web.evidence.prepared import Line, Prepared
from trueup.web.horizons.scope import Scope

Before = Mapping[str, Any]
Answers = Prepared[Scope, GivenAnswer, Before]
Efforts = Prepared[Scope, GivenEffort, Before]
RowT = TypeVar("RowT", GivenAnswer, GivenEffort)
ANSWERED = ("value", "n", "stderr")
SPENT = ("hours", "amount", "currency", "what")


def prepare_answers(scope: Scope, rows: Sequence[GivenAnswer], key: str, reason: str = "") -> Answers:
    """Hold answers against the criteria and against what is known."""
    refusals = [*_amiss(rows, lambda row: answer_amiss(scope.versions, scope.sides, row))]
    refusals += _to_come(scope, rows, "answered_on")
    return _prepared(scope, "answers", rows, refusals, key, reason, ANSWERED)


def prepare_efforts(scope: Scope, rows: Sequence[GivenEffort], key: str, reason: str = "") -> Efforts:
    """Hold efforts against what is known."""
    refusals = [*_amiss(rows, lambda row: effort_amiss(scope.sides, row)), *_to_come(scope, rows, "spent_on")]
    return _prepared(scope, "efforts", rows, refusals, key, reason, SPENT)


def columns(scope: Scope, table: str, rows: Iterable[GivenAnswer | GivenEffort], how: str) -> dict[str, list[Any]]:
    """The rows as columns of their table."""
    stated = [{**asdict(row), "stakeholders": scope.place.id, "source_ref": f"{how}:{row.line}"} for row in rows]
    names = (*(column.name for column in TABLES[table].columns), "source_ref")
    return {name: [row[name] for row in stated] for name in names}


def _amiss(rows: Iterable[RowT], judge: Callable[[RowT], Any]) -> Iterable[Refusal]:
    for row in rows:
        found = judge(row)
        if found is not None:
            yield Refusal(row.line, *found)


def _to_come(scope: Scope, rows: Iterable[GivenAnswer | GivenEffort], column: str) -> Iterable[Refusal]:
    for row in rows:
        day = getattr(row, column)
        if day > scope.today:
            yield Refusal(row.line, column, said("lies in the future"), day.isoformat())


def _prepared(
    scope: Scope,
    table: str,
    rows: Sequence[RowT],
    refusals: Sequence[Refusal],
    key: str,
    reason: str,
    says: tuple[str, ...],
) -> Prepared[Scope, RowT, Before]:
    asked = digest({"rows": [_plain(row) for row in rows], "about": scope.place.id, "reason": reason})
    refusals = [*refusals, *_twice(table, rows)]
    if refusals or not rows:
        return Prepared(scope, key, asked, (), tuple(refusals))
    with store_of(scope.book.slug).snapshot() as snapshot:
        known = _known(snapshot, table, scope.place.id, batch_name(key))
    return Prepared(scope, key, asked, tuple(_line(table, row, known, says) for row in rows), ())


def _plain(row: GivenAnswer | GivenEffort) -> dict[str, str]:
    return {name: str(value) for name, value in asdict(row).items() if value is not None}


def _key(table: str, row: Mapping[str, Any]) -> tuple[Any, ...]:
    return tuple(row[name] for name in TABLES[table].key if name != "stakeholders")


def _twice(table: str, rows: Iterable[RowT]) -> Iterable[Refusal]:
    seen: set[tuple[Any, ...]] = set()
    for row in rows:
        key = _key(table, asdict(row))
        if key in seen:
            yield Refusal(row.line, "", said("says the same thing a second time"), None)
        seen.add(key)


def _known(snapshot: Snapshot, table: str, about: str, batch: str) -> Mapping[tuple[Any, ...], Before]:
    """What was said last of each; this batch is left out of that."""
    if not snapshot.has(table):
        return {}
    own = (nw.col("stakeholders") == nw.lit(about)) & (nw.col("batch") != nw.lit(batch))
    rows = snapshot.collect(snapshot.frame(table).filter(own)).to_pylist()
    return {_key(table, row): row for row in sorted(rows, key=lambda row: (row["recorded_at"], row["seq"]))}


def _line(table: str, row: RowT, known: Mapping[tuple[Any, ...], Before], says: tuple[str, ...]) -> Line[RowT, Before]:
    stated = asdict(row)
    before = known.get(_key(table, stated))
    if before is None:
        return Line(row, "new", None)
    same = all(before[name] == stated[name] for name in says)
    return Line(row, "unchanged" if same else "correction", before)
