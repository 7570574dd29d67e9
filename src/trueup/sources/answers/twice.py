"""Somebody of whom a file has several rows: refused with all their lines, unless the mapping says which counts."""

from __future__ import annotations

from collections.abc import Hashable, Iterator, Sequence
from typing import Any

from trueup.sources.answers.people import People
from trueup.sources.survey_file import Answers
from trueup.vocabulary import Refusal

Row = dict[str, Any]


def once(people: People, answers: Answers) -> None:
    """Leave one row of everybody (in a long file: of everybody's outcome); refuse or count the others."""
    groups: dict[Hashable, list[int]] = {}
    for at, row in enumerate(people.rows):
        groups.setdefault((row["respondent"], row["outcome"]), []).append(at)
    several = [places for places in groups.values() if len(places) > 1]
    dropped: set[int] = set()
    for places in several:
        kept = _kept(people.rows, places, answers)
        dropped.update(set(places) - kept)
        if kept:
            people.duplicates += len(places) - 1
        else:
            people.refusals.append(_refusal([people.rows[at] for at in places]))
    people.rows = [row for at, row in enumerate(people.rows) if at not in dropped]


def _kept(rows: Sequence[Row], places: Sequence[int], answers: Answers) -> set[int]:
    if answers.keep is None:
        return set()
    pick = max if answers.keep == "last" else min
    return {pick(places, key=lambda at: (rows[at]["answered_at"], at))}


def _refusal(rows: Sequence[Row]) -> Refusal:
    *before, last = rows
    lines = ", ".join(str(row["place"]) for row in before)
    about = f" of {last['outcome']}" if last["outcome"] else ""
    reason = f"has another row{about}, on line {lines}; which counts? keep: last, or keep: first"
    return Refusal(last["place"], "respondent", reason, last["respondent"])


def silent(people: People, says_something: Iterator[bool]) -> None:
    """Leave aside the rows of those of whom no row says anything."""
    said = list(says_something)
    heard = {row["respondent"] for row, something in zip(people.rows, said, strict=True) if something}
    for row in people.rows:
        if row["respondent"] not in heard:
            people.leave("no answer at all")
    people.rows = [row for row in people.rows if row["respondent"] in heard]
