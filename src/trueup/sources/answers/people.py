"""Who answered: the rows of a read as respondents, and those rows that are none, each with its reason."""

from __future__ import annotations

import datetime as dt
import json
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

import pyarrow.compute as pc

from trueup.jobs.tidy import KEY
from trueup.sources.answers.ratings import fold
from trueup.sources.answers.tools import Tool
from trueup.sources.fields import Choice, Column, Constant, Field, Time, read_field
from trueup.sources.headers import FILE, LINE, ROW, Headers
from trueup.sources.mapping.compile import Compiler, Want
from trueup.sources.mapping.facts import Selected, checked, select
from trueup.sources.mapping.sql import NULL
from trueup.sources.mapping.stage import Stage
from trueup.sources.survey_file import Answers
from trueup.vocabulary import Refusal, SourceError
from trueup.vocabulary.spreadsheet import unmarked

_EMAIL = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s]+")
_YES = {"true", "yes", "1", "y", "ja", "wahr", "oui", "complete", "completed", "finished"}
_NO_DAY = "says no day on which they answered; say it for those without one: answered_on: 2026-10-15"
_UNDATED = 1990
"""Tools write a day before it where they were told not to keep when somebody answered (LimeSurvey: 1980-01-01)."""


@dataclass(slots=True)
class People:
    """Rows that are somebody's answers, in the order of the file, and what became of the other rows.

    `rows` are rows of the read as dictionaries: `_row`, `_file`, `_line`, who, when and what is known of them.
    """

    rows: list[dict[str, Any]]
    read: int
    aside: dict[str, int] = field(default_factory=dict)
    duplicates: int = 0
    refusals: list[Refusal] = field(default_factory=list)

    def leave(self, why: str) -> None:
        """Count a row that is left aside."""
        self.aside[why] = self.aside.get(why, 0) + 1


def read_people(stage: Stage, answers: Answers, tool: Tool, zone: str | None) -> People:
    """The respondents of a read. `zone` is the time zone of moments without an offset, where the file says it.

    Raises SourceError where the file has no column for who answered, or for when and the mapping does not say it.
    """
    compiler = Compiler(stage, answers.rows)
    selected = list(_selected(compiler, answers, tool, zone))
    result = select(stage, compiler, selected, compiler.condition(answers.where))
    described = result.filter(pc.greater_equal(result[ROW], tool.described)) if tool.described else result
    good, refusals = checked(described, selected, compiler)
    found = People([], described.num_rows, refusals=refusals)
    passed = compiler.staged.rows - tool.described - described.num_rows
    if passed > 0:
        found.aside["left out by `where`"] = passed
    all_finished = _field(answers.finished, tool.finished, compiler.staged.headers) is None
    for row in good.to_pylist():
        row["partial"] = not all_finished and not _is_finished(row["finished"], answers, tool)
        if _keep(row, answers, tool, found, compiler):
            found.rows.append(row)
    return found


def _selected(compiler: Compiler, answers: Answers, tool: Tool, zone: str | None) -> Iterator[Selected]:
    headers = compiler.staged.headers
    who = _field(answers.respondent, tool.respondent, headers)
    if who is None:
        some = ", ".join(headers.names[:12])
        raise SourceError(
            f"no column says who answered: none is called {tool.respondent[0]!r}",
            do=f"say which does: respondent: column; columns: {some}",
        )
    yield _piece("respondent", who, "text", compiler)
    yield _piece("answered_at", _when(answers, tool, headers, zone), "time", compiler)
    for label, stated, names, want in _rest(answers, tool):
        yield _piece(label, _field(stated, names, headers) or Constant(None), want, compiler)
    for key, given in _keys(answers, tool, headers).items():
        yield _piece(f"{KEY}{key}", given, "text", compiler)


def _rest(answers: Answers, tool: Tool) -> Sequence[tuple[str, Any, tuple[str, ...], Want]]:
    status = (tool.status,) if tool.status else ()
    return (
        ("finished", answers.finished, tool.finished, "text"),
        ("customer", answers.customer, tool.customer, "text"),
        ("weight", answers.weight, tool.weight, "number"),
        ("status", None, status, "text"),
        ("outcome", answers.outcome, tool.outcome, "text"),
    )


def _field(stated: Any, names: Sequence[str], headers: Headers) -> Field | None:
    """What the mapping says, else the first of the columns that the file has."""
    if stated is not None:
        return read_field(stated)
    found = next((found for name in names if (found := headers.find(name))), None)
    return Column(found) if found else None


def _when(answers: Answers, tool: Tool, headers: Headers, zone: str | None) -> Field:
    if answers.answered_at is not None:
        given: list[Field] = [read_field(answers.answered_at)]
    else:
        given = [Column(found) for name in tool.answered_at if (found := headers.find(name))]
    if not given and answers.answered_on is None:
        raise SourceError(
            f"no column says when they answered: none is called {tool.answered_at[0]!r}",
            do="say which does: answered_at: column; or the day for all of them: answered_on: 2026-10-15",
        )
    if not given:
        return Constant(None)
    first = given[0] if len(given) == 1 else Choice("first", tuple(given))
    return first if isinstance(first, Time) else Time(first, (), zone)


def _keys(answers: Answers, tool: Tool, headers: Headers) -> dict[str, Field]:
    """The segment keys that the mapping names; in our own layouts every column that is called like one, too."""
    own: dict[str, Field] = {}
    if tool.name in ("wide", "long"):
        own = {name.removeprefix(KEY): Column(name) for name in headers.names if name.startswith(KEY)}
        headers.used |= {f"{KEY}{key}" for key in own}
    return own | {key: read_field(given) for key, given in answers.keys.items()}


def _piece(label: str, given: Field, want: Want, compiler: Compiler) -> Selected:
    found = compiler.compile(given, want)
    error = found.error
    if label == "respondent":
        absent = f"CASE WHEN ({found.value}) IS NULL THEN 'is missing: who answered?' END"
        error = absent if error == NULL else f"coalesce({error}, {absent})"
    return Selected(label, found.value, error, found.raw)


def _keep(row: dict[str, Any], answers: Answers, tool: Tool, found: People, compiler: Compiler) -> bool:
    """Whether a row counts; if not, it is counted or refused."""
    if row["status"] is not None and fold(row["status"]) in {fold(text) for text in tool.aside}:
        found.leave(f"{tool.status} is {row['status']!r}: not given in earnest")
        return False
    if row["partial"] and answers.partial == "drop":
        found.leave("not finished")
        return False
    row["place"] = compiler.staged.place(row[FILE], row[LINE])
    reason = _amiss(row, answers, compiler.stage.calendar.zone)
    if reason is not None:
        found.refusals.append(Refusal(row["place"], *reason))
        return False
    row["segment_keys"] = _json(row)
    return True


def _is_finished(text: str | None, answers: Answers, tool: Tool) -> bool:
    """Whether a column says so: LimeSurvey's by being filled, any other by a yes."""
    if answers.finished is None and tool.name == "limesurvey":
        return text is not None
    return fold(text or "") in _YES


def _amiss(row: dict[str, Any], answers: Answers, zone: dt.tzinfo) -> tuple[str, str, str | None] | None:
    """Column, reason and value of what is wrong with a row; the day is filled in where the mapping gives it."""
    who = row["respondent"] = unmarked(row["respondent"])
    row["customer"] = None if row["customer"] is None else unmarked(row["customer"])
    if _EMAIL.fullmatch(who):
        return "respondent", "is an e-mail address: answers are kept under a pseudonym; map another column", who
    at = row["answered_at"]
    row["dated"] = at is not None and at.year >= _UNDATED
    if at is None or at.year < _UNDATED:
        if answers.answered_on is None:
            return "answered_at", _NO_DAY, None if at is None else str(at.astimezone(zone).date())
        row["answered_at"] = dt.datetime.combine(answers.answered_on, dt.time(), zone)
    if row["weight"] is not None and row["weight"] < 0:
        return "weight", "cannot be negative", str(row["weight"])
    return None


def _json(row: dict[str, Any]) -> str | None:
    """What is known of a respondent, by key, as JSON; None where nothing is."""
    known = {name.removeprefix(KEY): unmarked(value) for name, value in row.items() if name.startswith(KEY) and value}
    return json.dumps(known, ensure_ascii=False, sort_keys=True) if known else None
