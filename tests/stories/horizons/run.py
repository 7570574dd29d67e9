"""Runs a story about horizons: documents and facts as data, and what the ladder says, worked out by hand.

As in tests/stories/run.py; `answers`, `efforts` and `responses` are about the only stakeholders document or survey, and
levels, criteria, warnings and lapses are named by their horizon or id.
"""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any

import pyarrow as pa
import yaml

from tests.stories import run as plain
from tests.stories.run import Ask, recorded_at
from trueup.facts import FactStore
from trueup.facts.tables import ANSWERS, EFFORTS, MOMENT, OBSERVATIONS, RESPONSES, FactTable, field_of
from trueup.scorecard.opened import open_book

FOLDER = Path(__file__).parent
ABOUT = {"answers": "stakeholders", "efforts": "stakeholders", "responses": "survey"}
NAMES = ("horizon", "id")


def stories() -> list[Ask]:
    """Every question of every story, in order of file."""
    files = sorted(FOLDER.glob("*.yaml"))
    read = [(path, yaml.load(path.read_text(encoding="utf-8"), yaml.CSafeLoader)) for path in files]
    return [
        Ask(f"{path.stem}-{number}", story, each["ask"], each["expect"], each["why"])
        for path, story in read
        for number, each in enumerate(story["asks"], start=1)
    ]


def write(story: dict[str, Any], folder: Path) -> None:
    """Write the story as a book with its facts."""
    (folder / "book.yaml").write_text(yaml.safe_dump_all(story["documents"], sort_keys=False), encoding="utf-8")
    given = {table.name: rows(story, table.name) for table in (ANSWERS, EFFORTS, OBSERVATIONS, RESPONSES)}
    tables = {table.name: _table(table, given[table.name]) for table in (ANSWERS, EFFORTS, OBSERVATIONS, RESPONSES)}
    with FactStore.open(folder) as store:
        store.append({name: found for name, found in tables.items() if found.num_rows}, key="story", source="story")


def rows(story: dict[str, Any], table: str) -> list[dict[str, Any]]:
    """The rows of a table, with what they are about and when they became known: the day after, at noon."""
    about = ABOUT.get(table)
    if about is None:
        return [plain._row(each) for each in story["facts"].get(table, [])]
    named = next(each["id"] for each in story["documents"] if each["kind"] == about) if table in story["facts"] else ""
    return [{about: named, **_known(each)} for each in story["facts"].get(table, [])]


def _known(row: dict[str, Any]) -> dict[str, Any]:
    if "answered_at" in row:
        at = dt.datetime.fromisoformat(row["answered_at"])
        return {**row, "outcome": "o1", "importance": 5, "answered_at": at, "recorded_at": at}
    if "recorded_at" in row:
        return {**row, "recorded_at": recorded_at(row)}
    on = row.get("answered_on") or row["spent_on"]
    return {**row, "recorded_at": dt.datetime.combine(on + dt.timedelta(days=1), dt.time(12), tzinfo=dt.UTC)}


def _table(table: FactTable, given: list[dict[str, Any]]) -> pa.Table:
    own = [field_of(column).with_nullable(True) for column in table.columns]
    plain_ = pa.schema([f.with_type(pa.float64()) if pa.types.is_decimal(f.type) else f for f in own])
    stated = pa.Table.from_pylist(given, plain_.append(pa.field("recorded_at", MOMENT)))
    return stated.cast(pa.schema([*own, pa.field("recorded_at", MOMENT)]))


def answer(folder: Path, ask: dict[str, Any]) -> dict[str, Any]:
    """The ladder's JSON for a question, through the Python door."""
    with open_book(folder) as book, book.ladders(str(ask["as_of"]), known_at=ask.get("known_at")) as ladders:
        found: dict[str, Any] = ladders.ladder().model_dump(mode="json")
    return found


def look_up(found: Any, path: str) -> Any:
    """What stands at a dotted path."""
    for step in path.split("."):
        if isinstance(found, list):
            named = {next(each[name] for name in NAMES if name in each): each for each in reversed(found)}
            found = named[step] if step in named else found[int(step)]
        else:
            found = found[step]
    return found
