"""Surveys and answers for tests, in one place."""

from __future__ import annotations

import datetime as dt
import json
from typing import TYPE_CHECKING, Any

import numpy as np
import pyarrow as pa

from trueup.facts.tables import RESPONSES, field_of
from trueup.jobs.job_map import JobMap
from trueup.jobs.ratings import MISSING, Ratings
from trueup.jobs.survey import Scale, Survey

if TYPE_CHECKING:
    from numpy.typing import ArrayLike

SCHEMA = pa.schema([field_of(column).with_nullable(True) for column in RESPONSES.columns])
DAY = dt.date(2026, 3, 1)
"""The first day on which somebody answers."""


def answered_at(day: int = 0, hour: int = 12) -> dt.datetime:
    """A moment so many days after DAY."""
    return dt.datetime.combine(DAY, dt.time(hour), dt.UTC) + dt.timedelta(days=day)


def answer(
    respondent: str, outcome: str, importance: int | None, satisfaction: int | None, **more: Any
) -> dict[str, Any]:
    """A row of `responses`; `keys` is what is known of the respondent."""
    keys = more.pop("keys", None)
    row = {"survey": "s", "wave": "w1", "respondent": respondent, "outcome": outcome, "answered_at": answered_at()}
    row |= {"importance": importance, "satisfaction": satisfaction}
    return {**row, "segment_keys": None if keys is None else json.dumps(keys), **more}


def answers(*rows: dict[str, Any]) -> pa.Table:
    """Rows as a table that the store takes."""
    return pa.Table.from_pylist(list(rows), SCHEMA)


def survey(id: str = "s", **more: Any) -> Survey:
    """A survey about the job map `job` with the waves w1 and w2."""
    waves = [
        {"id": "w1", "opens": "2026-03-01", "closes": "2026-04-01"},
        {"id": "w2", "opens": "2026-06-01", "closes": "2026-07-01"},
    ]
    return Survey.model_validate({"id": id, "job_map": "job", "waves": waves, **more})


def job_map(*outcomes: str, **more: Any) -> JobMap:
    """A job map with these outcomes at one step; each statement says its id."""
    listed = [{"id": name, "statement": f"Minimize the time it takes to {name}"} for name in outcomes]
    steps = [{"id": "execute", "name": "Do it", "outcomes": listed}]
    return JobMap.model_validate({"id": "job", "job": "Get it done", "executor": "people", "steps": steps, **more})


def ratings(importance: ArrayLike, satisfaction: ArrayLike, **more: Any) -> Ratings:
    """Ratings from two matrices [respondent, outcome]; None or -1 is missing. Outcomes are o0, o1 ..."""
    first, second = (_points(given) for given in (importance, satisfaction))
    n, m = first.shape
    parts: dict[str, Any] = {
        "survey": "s",
        "wave": "w1",
        "scale": Scale(),
        "respondents": tuple(f"p{i}" for i in range(n)),
        "customers": (None,) * n,
        "outcomes": tuple(f"o{j}" for j in range(m)),
        "weight": np.ones(n),
        "keys": {},
    }
    return Ratings(importance=first, satisfaction=second, **{**parts, **more})


def _points(given: ArrayLike) -> np.ndarray[Any, np.dtype[np.int8]]:
    grid = np.asarray(given, dtype=object)
    return np.where(grid == None, MISSING, grid).astype(np.int8)  # noqa: E711 - of each element
