"""Relationships to measure on: fictional, seeded, written through the store's own door, so that files are a user's.

Each has five levels of five questions on 1 to 5, answered by five of the customer's people in each of eight quarters,
and once by the provider itself.
"""

from __future__ import annotations

import datetime as dt
import shutil
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import pyarrow as pa
from deltalake import DeltaTable

from bench import data
from trueup.facts import FactStore
from trueup.facts.tables import ANSWERS, field_of
from trueup.vocabulary import add_months
from trueup.vocabulary.horizon import HORIZONS

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

QUESTIONS, PEOPLE, ROUNDS = 5, 5, 8
CRITERIA = len(HORIZONS) * QUESTIONS
AT_ONCE = 100
FIRST = dt.date(2025, 1, 10)
AS_OF = dt.date(2027, 1, 1)
BOOK = """\
kind: book
id: bench
name: A fictional book to measure on
currency: EUR
time_zone: UTC
parties:
  - {id: customer, name: Customer, role: customer}
  - {id: provider, name: Provider, role: provider}
"""


@dataclass(frozen=True, slots=True)
class Relationships:
    """A book with that many relationships."""

    many: int
    folder: Path
    files: tuple[str, ...]

    @property
    def rows(self) -> int:
        """Answers."""
        return self.many * CRITERIA * (PEOPLE * ROUNDS + 1)


def relationships(many: int) -> Relationships:
    """The book, made once."""
    folder = data.FOLDER / f"horizons-{many}"
    if not (folder / "made").exists():
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir(parents=True)
        (folder / "book.yaml").write_text(BOOK + "".join(map(_document, range(many))), encoding="utf-8")
        with FactStore.open(folder) as store:
            for first in range(0, many, AT_ONCE):
                rows = [_answers(number) for number in range(first, min(many, first + AT_ONCE))]
                store.append({"answers": pa.concat_tables(rows)}, key=f"r{first}", source="bench")
            store.compact()
        (folder / "made").touch()
    lake = DeltaTable(str(folder / ".trueup" / "lake" / "answers"))
    return Relationships(many, folder, tuple(sorted(lake.file_uris())))


def _document(number: int) -> str:
    levels = "".join(f"  - horizon: {name}\n    criteria:\n{_criteria(name)}" for name in HORIZONS)
    return f"---\nkind: stakeholders\nid: r{number}\ncustomer: customer\nproviders: [provider]\nlevels:\n{levels}"


def _criteria(horizon: str) -> str:
    asked = 'answers: "How is it?", scale: [1, 5], cadence: 120d'
    return "".join(f"      - {{id: {horizon}-{place}, {asked}}}\n" for place in range(QUESTIONS))


def _answers(number: int) -> pa.Table:
    """One relationship: its mean wanders from round to round."""
    rng = np.random.default_rng([11, number])
    rows = []
    for horizon in HORIZONS:
        for place in range(QUESTIONS):
            about = {"stakeholders": f"r{number}", "horizon": horizon, "criterion": f"{horizon}-{place}"}
            rows.append({**about, "value": 5.0, "answered_on": FIRST, "reported_by": "provider"})
            rows += [{**about, **answer} for turn in range(ROUNDS) for answer in _round(rng, turn)]
    return pa.Table.from_pylist(rows, pa.schema([field_of(column) for column in ANSWERS.columns]))


def _round(rng: np.random.Generator, turn: int) -> Iterator[dict[str, object]]:
    """What five people answer within twenty days of a quarter."""
    mean, opens = 4.3 + 0.4 * rng.standard_normal(), add_months(FIRST, 3 * turn)
    for person in range(PEOPLE):
        value = float(np.clip(round(mean + 0.5 * rng.standard_normal()), 1, 5))
        on = opens + dt.timedelta(days=int(rng.integers(0, 20)))
        yield {"value": value, "person": f"p{person}", "answered_on": on, "reported_by": "customer"}
