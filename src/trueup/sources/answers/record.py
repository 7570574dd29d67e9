"""What each wave asked when its first answers came in: kept beside them, so that a changed survey is noticed."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import pyarrow as pa

from trueup.jobs.job_map import Outcome
from trueup.jobs.questions import questions
from trueup.jobs.survey import Survey

TABLE = "raw_trueup_asked"
KEY = ("survey", "wave")
_SCHEMA = pa.schema([(name, pa.string()) for name in (*KEY, "questions")])


def record(survey: Survey, wave: str, outcomes: Iterable[Outcome]) -> dict[str, str]:
    """The row that says what a wave asks."""
    asked = json.dumps(questions(survey, outcomes), ensure_ascii=False, sort_keys=True)
    return {"survey": survey.id, "wave": wave, "questions": asked}


def rows_of(records: Sequence[Mapping[str, str]]) -> pa.Table:
    """Records as rows of the table."""
    return pa.Table.from_pylist(list(records), _SCHEMA)


def recorded(rows: pa.Table | None) -> dict[tuple[str, str], dict[str, Any]]:
    """What each wave asked, by survey and wave: the first record of it counts."""
    found: dict[tuple[str, str], dict[str, Any]] = {}
    if rows is None:
        return found
    for row in sorted(rows.to_pylist(), key=lambda row: row["seq"]):
        found.setdefault((row["survey"], row["wave"]), json.loads(row["questions"]))
    return found
