"""Runs a story: documents and facts as data, questions with answers worked out by hand.

A story is {title, documents, facts: {observations, progress}, asks: [{ask, expect, why}]}. A period of an observation
is 2026, 2026-Q3, 2026-07 or start/end; `recorded_at` defaults to noon of the day after the period, or after the status
date of progress. `expect` maps dotted paths into the JSON of the scorecard to values: a list is entered by position or
by what names an item (NAMES), {contains: text} asks for a part of a text, in any item of a list of texts, and {about:
x, within: e} for a figure that is simulated.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pyarrow as pa
import yaml

from trueup.facts import FactStore
from trueup.facts.tables import MOMENT, OBSERVATIONS, PAYMENTS, PROGRESS, FactTable, field_of
from trueup.scorecard.opened import open_book
from trueup.vocabulary import Period, add_months

FOLDER = Path(__file__).parent
_TABLES = (OBSERVATIONS, PROGRESS, PAYMENTS)
NAMES = ("plan", "id", "provider", "activity", "by", "version")
"""What may name an item of a list, the first that it has."""


@dataclass(frozen=True)
class Ask:
    """One question of a story, with its answer and why that is the answer."""

    title: str
    story: dict[str, Any]
    ask: dict[str, Any]
    expect: dict[str, Any]
    why: str


def stories() -> list[Ask]:
    """Every question of every story, in order of file."""
    found = []
    for path in sorted(FOLDER.glob("*.yaml")):
        story = yaml.load(path.read_text(encoding="utf-8"), yaml.CSafeLoader)
        for number, each in enumerate(story["asks"], start=1):
            found.append(Ask(f"{path.stem}-{number}", story, each["ask"], each["expect"], each["why"]))
    return found


def write(story: dict[str, Any], folder: Path) -> None:
    """Write the story as a book with its facts."""
    (folder / "book.yaml").write_text(yaml.safe_dump_all(story["documents"], sort_keys=False), encoding="utf-8")
    tables = {table.name: _table(table, story["facts"].get(table.name, [])) for table in _TABLES}
    with FactStore.open(folder) as store:
        store.append({name: rows for name, rows in tables.items() if rows.num_rows}, key="story", source="story")


def _table(table: FactTable, given: list[dict[str, Any]]) -> pa.Table:
    own = [field_of(column).with_nullable(True) for column in table.columns]
    plain = pa.schema([field.with_type(pa.float64()) if _is_money(field) else field for field in own])
    rows = [_row(each) for each in given]
    stated = pa.Table.from_pylist(rows, plain.append(pa.field("recorded_at", MOMENT)))
    return stated.cast(pa.schema([*own, pa.field("recorded_at", MOMENT)]))


def _is_money(field: pa.Field) -> bool:
    return bool(pa.types.is_decimal(field.type))


def answer(folder: Path, ask: dict[str, Any]) -> dict[str, Any]:
    """The scorecard's JSON for a question, through the Python door."""
    with open_book(folder) as book:
        card = book.assess(
            str(ask["as_of"]), known_at=_text(ask.get("known_at")), at_grade=ask.get("grade", "reported")
        )
    found: dict[str, Any] = card.model_dump(mode="json")
    return found


def _text(moment: Any) -> str | None:
    return None if moment is None else str(moment)


def _row(given: dict[str, Any]) -> dict[str, Any]:
    if "period" not in given:
        return {**given, "recorded_at": recorded_at(given)}
    period = period_of(str(given["period"]))
    rest = {name: value for name, value in given.items() if name not in {"period", "recorded_at"}}
    return {"period_start": period.start, "period_end": period.end, "recorded_at": recorded_at(given), **rest}


def recorded_at(given: dict[str, Any]) -> dt.datetime:
    """When a fact became known: as it says, or at noon of the day after its period or status date."""
    if "recorded_at" in given:
        return dt.datetime.fromisoformat(str(given["recorded_at"]))
    return dt.datetime.combine(_over(given), dt.time(12), tzinfo=dt.UTC)


def _over(given: dict[str, Any]) -> dt.date:
    """The day after what a fact is about."""
    if "period" in given:
        return period_of(str(given["period"])).end
    status: dt.date = given["status_date"]
    return status + dt.timedelta(days=1)


def period_of(text: str) -> Period:
    """A period as stories write it."""
    if "/" in text:
        return Period.parse(text)
    if "-Q" in text:
        year, quarter = text.split("-Q")
        start = dt.date(int(year), 3 * int(quarter) - 2, 1)
        return Period(start, add_months(start, 3))
    year, _, month = text.partition("-")
    start = dt.date(int(year), int(month or 1), 1)
    return Period(start, add_months(start, 1 if month else 12))


def look_up(card: Any, path: str) -> Any:
    """What stands at a dotted path."""
    for step in path.split("."):
        if isinstance(card, list):
            named = {_name(item): item for item in card if isinstance(item, dict)}
            card = named[step] if step in named else card[int(step)]
        else:
            card = card[step]
    return card


def _name(item: dict[str, Any]) -> str:
    return str(next((item[key] for key in NAMES if key in item), None))


def agrees(found: Any, expected: Any) -> bool:
    """Whether an answer is the one expected; figures to nine digits, texts to the letter or by a part."""
    if isinstance(expected, dict) and set(expected) == {"contains"}:
        texts = found if isinstance(found, list) else [found]
        return any(expected["contains"] in text for text in texts)
    if isinstance(expected, dict) and set(expected) == {"about", "within"}:
        return bool(abs(found - expected["about"]) <= expected["within"])
    if isinstance(expected, float | int) and not isinstance(expected, bool) and isinstance(found, float | int):
        return abs(found - expected) <= 1e-9 * max(1.0, abs(expected))
    if isinstance(expected, dt.date):
        return bool(found == expected.isoformat())
    return bool(found == expected)
