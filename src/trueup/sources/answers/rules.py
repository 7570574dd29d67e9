"""Ratings that a mapping of single columns brings (`facts: {responses: ...}`), judged by the survey they answer."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pyarrow as pa

from trueup.sources.answers.bring import panel_of
from trueup.sources.answers.ratings import off_scale
from trueup.sources.headers import FILE, LINE
from trueup.sources.mapping.facts import Mapped
from trueup.sources.mapping.stage import Staged
from trueup.sources.survey_file import RATINGS
from trueup.vocabulary import Refusal, SourceError, did_you_mean

_SAID = ("survey", "wave", "outcome", *RATINGS)
Finding = tuple[str, str, str | None]


def judged(mapped: Mapped, staged: Staged, book: Any) -> Mapped:
    """The rows that a survey of the book has asked for, and a refusal for each of the others.

    Rows of a survey that the book does not have stay: nothing is known of what it asks.
    """
    rows = mapped.table
    coded = rows.select(_SAID).append_column("at", pa.array(range(rows.num_rows), pa.int64()))
    kinds = coded.group_by(list(_SAID), use_threads=False).aggregate([("at", "list")]).to_pylist()
    findings = {at: found for kind in kinds if (found := _amiss(kind, book)) for at in kind["at_list"]}
    if not findings:
        return mapped
    refusals = tuple(_refusals(findings, rows, staged))
    keep = pa.array([at not in findings for at in range(rows.num_rows)])
    return replace(mapped, table=rows.filter(keep), refusals=(*mapped.refusals, *refusals))


def _refusals(findings: dict[int, Finding], rows: pa.Table, staged: Staged) -> Iterator[Refusal]:
    places = rows.select([FILE, LINE]).take(pa.array(sorted(findings), pa.int64())).to_pylist()
    for at, place in zip(sorted(findings), places, strict=True):
        yield Refusal(staged.place(place[FILE], place[LINE]), *findings[at])


def _amiss(said: dict[str, Any], book: Any) -> Finding | None:
    """Column, reason and value of what no survey asks for."""
    if said["survey"] not in book.surveys:
        return None
    try:
        panel = panel_of(book, said["survey"], said["wave"])
    except SourceError as bad:
        return "wave", f"{bad.what}; {bad.do}", said["wave"]
    known = [outcome.id for outcome in panel.outcomes]
    if said["outcome"] not in known:
        hint = did_you_mean(said["outcome"], known) or f"outcomes: {', '.join(known[:8])}"
        return "outcome", f"the survey asks about no such outcome; {hint}", said["outcome"]
    scale = panel.survey.scale
    for rating in RATINGS:
        point = said[rating]
        if point is not None and not scale.low <= point <= scale.high:
            return rating, off_scale(point, scale), str(point)
    return None
