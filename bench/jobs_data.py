"""Surveys to measure on: fictional, seeded, written through the store's own door, so that files are what a user has.

100 outcomes, of which each respondent sees 40 (10 that everybody sees, 30 by lot), and 5 regions with needs of their
own. One rating in fifty is not given. One respondent in a hundred answers again, and the last answer counts.
"""

from __future__ import annotations

import datetime as dt
import json
import shutil
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
import pyarrow as pa
from deltalake import DeltaTable

from bench import data
from trueup.facts import FactStore

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from numpy.typing import NDArray

OUTCOMES, SEEN, COMMON, REGIONS = 100, 40, 10, 5
AGAIN, MISSING = 0.01, 0.02
PEOPLE_AT_ONCE = 12_500
FIRST = dt.datetime(2026, 3, 1, 8, tzinfo=dt.UTC)
BOOK = """\
kind: book
id: bench
name: A fictional book to measure on
currency: EUR
time_zone: UTC
parties:
  - {id: customer, name: Customer, role: customer}
---
kind: job_map
id: job
job: Get a thing done
executor: people
steps:
  - id: execute
    name: Do it
    outcomes:
"""
SURVEY = """
---
kind: survey
id: panel
job_map: job
party: customer
waves:
  - {id: w1, opens: 2026-03-01, closes: 2026-04-01}
"""


@dataclass(frozen=True, slots=True)
class Panel:
    """A book whose survey that many people answered."""

    folder: Path
    people: int

    @property
    def files(self) -> list[str]:
        """The active files of the responses."""
        return sorted(DeltaTable(self.folder / ".trueup" / "lake" / "responses").file_uris())


def panel(people: int) -> Panel:
    """The book of that size; made once, then kept under var/bench."""
    made = Panel(data.FOLDER / f"panel-{people}", people)
    ready = made.folder / ".trueup" / "complete"
    if not ready.exists():
        shutil.rmtree(made.folder, ignore_errors=True)
        made.folder.mkdir(parents=True)
        with FactStore.open(made.folder, book="bench") as store:
            for number, rows in enumerate(_batches(people)):
                store.append({"responses": rows}, key=f"batch-{number}", source="bench")
                store.drain()
        ready.touch()
    statement = "      - {{id: {name}, statement: Minimize the time it takes to do {name}}}"
    outcomes = "\n".join(statement.format(name=name) for name in _names("o", OUTCOMES))
    (made.folder / "book.yaml").write_text(BOOK + outcomes + SURVEY)
    return made


def _batches(people: int) -> Iterator[pa.Table]:
    """Some people at a time, each batch with those of the one before who answer again."""
    before: NDArray[np.int64] | None = None
    for first in range(0, people, PEOPLE_AT_ONCE):
        who = np.arange(first, min(first + PEOPLE_AT_ONCE, people))
        rng = np.random.default_rng([people, first])
        new = _answers(who, rng, day=first * 27 // people)
        again = before[:: round(1 / AGAIN)] if before is not None else None
        yield new if again is None else pa.concat_tables([new, _answers(again, rng, day=29)])
        before = who


def _answers(who: NDArray[np.int64], rng: np.random.Generator, day: int) -> pa.Table:
    """Forty outcomes each. What people say depends on their region and on a mood of their own."""
    rest = np.argsort(np.random.default_rng(7).random((len(who), OUTCOMES - COMMON)), axis=1)[:, : SEEN - COMMON]
    seen = np.concatenate([np.tile(np.arange(COMMON), (len(who), 1)), rest + COMMON], axis=1)
    region = who * 7919 % 10_007 % REGIONS
    mood = rng.normal(0, 0.6, (len(who), 1))
    levels = np.random.default_rng(11).uniform(-1, 1, (2, REGIONS, OUTCOMES))
    ratings = [_points(3.6 - one + levels[one][region[:, None], seen] + mood, rng) for one in (0, 1)]
    keys = [json.dumps({"region": f"r{number}"}) for number in range(REGIONS)]
    names = [f"p{number:07d}" for number in who.tolist()]
    each = np.repeat(np.arange(len(who)), SEEN)
    text: Any = pa.array
    return pa.table(
        {
            "survey": pa.array(["panel"]).take(pa.array(np.zeros(len(each), int))),
            "wave": pa.array(["w1"]).take(pa.array(np.zeros(len(each), int))),
            "respondent": text(names).take(pa.array(each)),
            "segment_keys": text(keys).take(pa.array(np.repeat(region, SEEN))),
            "outcome": text(_names("o", OUTCOMES)).take(pa.array(seen.ravel())),
            "importance": ratings[0],
            "satisfaction": ratings[1],
            "answered_at": text([FIRST + dt.timedelta(days=day)]).take(pa.array(np.zeros(len(each), int))),
        }
    )


def _points(level: NDArray[np.float64], rng: np.random.Generator) -> pa.Array:
    points = np.clip(np.round(level + rng.normal(0, 1, level.shape)), 1, 5).astype(np.int8).ravel()
    return pa.array(points, mask=rng.random(len(points)) < MISSING)


def _names(letter: str, count: int) -> list[str]:
    return [f"{letter}{number:03d}" for number in range(count)]
