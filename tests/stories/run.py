"""Runs a story: documents and facts as data, questions with answers worked out by hand.

A story is {title, documents, facts: {observations}, asks: [{ask, expect, why}]}. A period of an observation is 2026,
2026-Q3, 2026-07 or start/end; `recorded_at` defaults to noon of the day after the period. `expect` maps dotted paths
into the JSON of the scorecard to values: a list is entered by position or by the `id` (or `version`) of an item, and
{contains: text} asks for a part of a text, in any item of a list of texts.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pyarrow as pa
import yaml

from trueup.facts import FactStore
from trueup.facts.tables import MOMENT, OBSERVATIONS, field_of
from trueup.scorecard.opened import open_book
from trueup.vocabulary import Period, add_months

FOLDER = Path(__file__).parent
_SCHEMA = pa.schema(
    [field_of(column).with_nullable(True) for column in OBSERVATIONS.columns] + [pa.field("recorded_at", MOMENT)]
)


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
        story = yaml.safe_load(path.read_text(encoding="utf-8"))
        for number, each in enumerate(story["asks"], start=1):
            found.append(Ask(f"{path.stem}-{number}", story, each["ask"], each["expect"], each["why"]))
    return found


def write(story: dict[str, Any], folder: Path) -> None:
    """Write the story as a book with its facts."""
    (folder / "book.yaml").write_text(yaml.safe_dump_all(story["documents"], sort_keys=False), encoding="utf-8")
    rows = [_row(given) for given in story["facts"]["observations"]]
    with FactStore.open(folder) as store:
        store.append({"observations": pa.Table.from_pylist(rows, _SCHEMA)}, key="story", source="story")


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
    period = period_of(str(given["period"]))
    rest = {name: value for name, value in given.items() if name not in {"period", "recorded_at"}}
    return {"period_start": period.start, "period_end": period.end, "recorded_at": recorded_at(given), **rest}


def recorded_at(given: dict[str, Any]) -> dt.datetime:
    """When an observation became known: as it says, or at noon of the day after its period."""
    if "recorded_at" in given:
        return dt.datetime.fromisoformat(str(given["recorded_at"]))
    return dt.datetime.combine(period_of(str(given["period"])).end, dt.time(12), tzinfo=dt.UTC)


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
            named = {str(item.get("id", item.get("version"))): item for item in card if isinstance(item, dict)}
            card = named[step] if step in named else card[int(step)]
        else:
            card = card[step]
    return card


def agrees(found: Any, expected: Any) -> bool:
    """Whether an answer is the one expected; figures to nine digits, texts to the letter or by a part."""
    if isinstance(expected, dict) and set(expected) == {"contains"}:
        texts = found if isinstance(found, list) else [found]
        return any(expected["contains"] in text for text in texts)
    if isinstance(expected, float | int) and not isinstance(expected, bool) and isinstance(found, float | int):
        return abs(found - expected) <= 1e-9 * max(1.0, abs(expected))
    if isinstance(expected, dt.date):
        return bool(found == expected.isoformat())
    return bool(found == expected)
