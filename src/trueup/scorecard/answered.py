"""Answers to criteria and efforts at horizons that a person gives: checked, then stored whole or not at all.

What is known already is not stored again; the same fact told otherwise is a correction, a later row.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from decimal import Decimal
from typing import Any, TypeVar

import pyarrow as pa

from trueup.book import Book
from trueup.facts import FactStore, FactTable, Snapshot
from trueup.facts.digest import digest_of
from trueup.facts.tables import ANSWERS, EFFORTS, field_of
from trueup.horizons.given import Amiss, GivenAnswer, GivenEffort, answer_amiss, effort_amiss
from trueup.horizons.stakeholders import Sides, Stakeholders
from trueup.vocabulary import FactError, Refusal, UnknownName, said

_CENT = Decimal("0.0001")
Given = TypeVar("Given", GivenAnswer, GivenEffort)


@dataclass(frozen=True, slots=True)
class Stored:
    """What became of rows that were given: so many are new, so many were known already; the batch of the new ones."""

    new: int
    known: int
    batch: str | None = None


def versions_and_sides(book: Book, id: str | None) -> tuple[tuple[Stakeholders, ...], Sides]:
    """Every version of a stakeholders document (None: the only one), the latest first, and who is who in it.

    Raises UnknownName where the book has none of that name, none at all, or several and none is named.
    """
    if id is None and len(book.stakeholders) != 1:
        names = ", ".join(book.stakeholders)
        if not names:
            raise UnknownName("the book has no stakeholders document", do="propose one: trueup horizons propose")
        raise UnknownName("the book has several stakeholders documents", do=f"name one of: {names}")
    versions = book.stakeholders_named(id if id is not None else next(iter(book.stakeholders))).all
    latest = versions[-1]
    agreement = book.agreements.get(latest.agreement or "")
    return tuple(reversed(versions)), latest.sides(agreement.latest if agreement is not None else None)


def store_answers(
    store: FactStore,
    book: Book,
    id: str | None,
    given: Sequence[GivenAnswer],
    *,
    today: dt.date,
) -> Stored:
    """Store answers to the criteria of a stakeholders document. `today` is the last day that may be told of.

    Raises FactError with a Refusal for each that cannot count (an unknown criterion, item, person or party, a value off
    the scale, a day that lies ahead), UnknownName for a document that is not there. Then nothing is stored.
    """
    versions, sides = versions_and_sides(book, id)
    _checked(given, lambda each: answer_amiss(versions, sides, each), "answered_on", today, versions[0].id)
    levels = {each.id: level.horizon for document in reversed(versions) for level, each in document.criteria()}
    return _stored(store, ANSWERS, versions[0].id, [_row(each) | {"horizon": levels[each.criterion]} for each in given])


def store_efforts(
    store: FactStore,
    book: Book,
    id: str | None,
    given: Sequence[GivenEffort],
    *,
    today: dt.date,
) -> Stored:
    """Store what parties spent at the horizons of a stakeholders document. `today` is the last day that may be told of.

    Without a `ref` an effort is known by all that it says: the same again is the same. Raises as `store_answers` does.
    """
    versions, sides = versions_and_sides(book, id)
    _checked(given, lambda each: effort_amiss(sides, each), "spent_on", today, versions[0].id)
    rows = [_row(each) for each in given]
    return _stored(store, EFFORTS, versions[0].id, [row | {"ref": row["ref"] or made_up(row)} for row in rows])


def made_up(row: Mapping[str, Any]) -> str:
    """The reference of an effort that was given none: what it was for, and how much."""
    said_ = (row["what"], row["hours"], row["amount"], row["currency"])
    return " ".join(f"{each:g}" if isinstance(each, float) else str(each) for each in said_ if each is not None)


def _checked(
    given: Sequence[Given], amiss: Callable[[Given], Amiss | None], day: str, today: dt.date, where: str
) -> None:
    if not given:
        raise FactError(said("there is nothing to store"), where=where)
    refusals = list(_refusals(given, amiss, day, today))
    if refusals:
        what = said("nothing was stored: {bad} of {all} cannot count", bad=len(refusals), all=len(given))
        raise FactError(what, where=where, do=said("mend them and give all of them again"), refusals=refusals)


def _refusals(
    given: Sequence[Given], amiss: Callable[[Given], Amiss | None], day: str, today: dt.date
) -> Iterator[Refusal]:
    for each in given:
        found = amiss(each)
        if found is not None:
            yield Refusal(each.line, *found)
        elif (on := getattr(each, day)) > today:
            words = said("lies ahead: today is {today}, and this says what has been", today=today)
            yield Refusal(each.line, day, words, str(on))


def _row(given: GivenAnswer | GivenEffort) -> dict[str, Any]:
    row: dict[str, Any] = {
        name: value if value != "" else None for name, value in asdict(given).items() if name != "line"
    }
    if row.get("amount") is not None:
        row["amount"] = row["amount"].quantize(_CENT)
    for name in ("value", "hours", "stderr"):
        if row.get(name) is not None:
            row[name] = float(row[name])
    return row


def _stored(store: FactStore, table: FactTable, id: str, rows: Sequence[dict[str, Any]]) -> Stored:
    complete = [{"stakeholders": id} | row for row in rows]
    with store.snapshot() as snapshot:
        before = _before(snapshot, table, id)
        seq = snapshot.seq
    fresh = _once(table, complete)
    new = [row for key, row in fresh.items() if before.get(key) != _said(table, row)]
    if not new:
        return Stored(0, len(complete))
    tables = {table.name: pa.Table.from_pylist(new, pa.schema([field_of(column) for column in table.columns]))}
    receipt = store.append(tables, key=f"{table.name}:{seq}:{digest_of(tables)[:32]}", source=table.name)
    return Stored(len(new), len(complete) - len(new), receipt.batch)


def _once(table: FactTable, rows: Sequence[dict[str, Any]]) -> dict[tuple[Any, ...], dict[str, Any]]:
    """Each fact once. Raises FactError where two rows say different things of one."""
    found: dict[tuple[Any, ...], dict[str, Any]] = {}
    for row in rows:
        same = found.setdefault(_key(table, row), row)
        if _said(table, same) != _said(table, row):
            told = ", ".join(f"{name} {row[name]}" for name in table.key if row.get(name) is not None)
            raise FactError(said("two rows say different things of one and the same: {what}", what=told),
                            do=said("leave one of them out"))  # fmt: skip
    return found


def _before(snapshot: Snapshot, table: FactTable, id: str) -> dict[tuple[Any, ...], tuple[Any, ...]]:
    """What is known of each fact by its key."""
    if not snapshot.has(table.name):
        return {}
    rows = snapshot.collect(snapshot.latest(table.name, only={"stakeholders": [id]})).to_pylist()
    return {_key(table, row): _said(table, row) for row in rows}


def _key(table: FactTable, row: Mapping[str, Any]) -> tuple[Any, ...]:
    return tuple(row.get(name) for name in table.key)


def _said(table: FactTable, row: Mapping[str, Any]) -> tuple[Any, ...]:
    return tuple(row.get(column.name) for column in table.columns)
