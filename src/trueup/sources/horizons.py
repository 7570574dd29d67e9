"""Answers and efforts that a mapping brings, judged by the stakeholders document that they are about."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import fields, replace
from typing import Any

import pyarrow as pa

from trueup.horizons.given import Amiss, GivenAnswer, GivenEffort, answer_amiss, effort_amiss
from trueup.horizons.stakeholders import Sides, Stakeholders
from trueup.sources.headers import FILE, LINE
from trueup.sources.mapping.facts import Mapped
from trueup.sources.mapping.stage import Staged
from trueup.vocabulary import Refusal

Told = tuple[list[Stakeholders], Sides]
TABLES = ("answers", "efforts")


def judged(mapped: Mapped, staged: Staged, book: Any) -> Mapped:
    """The rows that can count, and a refusal for each of the others.

    Rows of a document that the book does not have stay: nothing is known of what it asks.
    """
    known = {name: _told(book, name) for name in mapped.table["stakeholders"].unique().to_pylist()}
    check = _JUDGED[mapped.name]
    refusals: list[Refusal] = []
    keep: list[bool] = []
    for row in mapped.table.to_pylist():
        told = known[row["stakeholders"]]
        found = None if told is None else check(row, told)
        keep.append(found is None)
        if found is not None:
            refusals.append(Refusal(staged.place(row[FILE], row[LINE]), *found))
    if not refusals:
        return mapped
    return replace(mapped, table=mapped.table.filter(pa.array(keep)), refusals=(*mapped.refusals, *refusals))


def _told(book: Any, name: str) -> Told | None:
    """Every version of the document, the latest first, and who is who in it."""
    if name not in book.stakeholders:
        return None
    versions: list[Stakeholders] = list(reversed(book.stakeholders[name].all))
    agreement = book.agreements.get(versions[0].agreement or "")
    return versions, versions[0].sides(agreement.latest if agreement is not None else None)


def _answer(row: Mapping[str, Any], told: Told) -> Amiss | None:
    given = GivenAnswer(**{each.name: row[each.name] for each in fields(GivenAnswer) if each.name in row})
    return answer_amiss(*told, given)


def _effort(row: Mapping[str, Any], told: Told) -> Amiss | None:
    given = GivenEffort(**{each.name: row[each.name] for each in fields(GivenEffort) if each.name in row})
    return effort_amiss(told[1], given)


_JUDGED: Mapping[str, Callable[[Mapping[str, Any], Told], Amiss | None]] = {"answers": _answer, "efforts": _effort}
