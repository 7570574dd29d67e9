"""Answers and efforts in a CSV: a column of the table a column."""

from __future__ import annotations

import csv
import datetime as dt
import io
from collections.abc import Callable, Mapping, Sequence
from decimal import Decimal, InvalidOperation
from typing import Any

from trueup.horizons.given import GivenAnswer, GivenEffort
from trueup.vocabulary import FactError, Refusal, did_you_mean, said


def read_answers(text: str, *, by: str | None = None, on: dt.date | None = None) -> list[GivenAnswer]:
    """The answers in a CSV whose header names columns of the table; `by` and `on` where it does not say.

    Cells hold plain figures with a point. Raises FactError with a Refusal for every cell that cannot be read.
    """
    stated = {"reported_by": by, "answered_on": on}
    needed = ("criterion", "value", "answered_on", "reported_by")
    return [GivenAnswer(**row) for row in _rows(text, _ANSWER, stated, needed)]


def read_efforts(text: str, *, by: str | None = None, on: dt.date | None = None) -> list[GivenEffort]:
    """The efforts in a CSV, as `read_answers` reads answers."""
    stated = {"party": by, "spent_on": on}
    return [GivenEffort(**row) for row in _rows(text, _EFFORT, stated, ("horizon", "party", "spent_on"))]


def _decimal(text: str) -> Decimal:
    found = Decimal(text)
    if not found.is_finite():
        raise ValueError(text)
    return found


def _number(text: str) -> float:
    return float(_decimal(text))


Read = Callable[[str], object]
_ANSWER: Mapping[str, Read] = {
    **dict.fromkeys(("horizon", "criterion", "item", "person", "reported_by", "who", "note", "ref"), str),
    "value": _number,
    "n": int,
    "stderr": _number,
    "answered_on": dt.date.fromisoformat,
}
_EFFORT: Mapping[str, Read] = {
    **dict.fromkeys(("horizon", "party", "currency", "what", "ref"), str),
    "spent_on": dt.date.fromisoformat,
    "hours": _number,
    "amount": _decimal,
}


def _rows(
    text: str, reads: Mapping[str, Read], stated: Mapping[str, object], needed: Sequence[str]
) -> list[dict[str, Any]]:
    reader = csv.DictReader(io.StringIO(text))
    for name in reader.fieldnames or ():
        if name not in reads:
            hint = did_you_mean(name, reads) or f"columns: {', '.join(reads)}"
            raise FactError(f"there is no column {name!r} here", do=hint)
    refusals: list[Refusal] = []
    found = [_read(row, line, reads, stated, needed, refusals) for line, row in enumerate(reader, start=2)]
    if refusals:
        what = said("not every cell can be read ({count} cannot)", count=len(refusals))
        raise FactError(what, do=said("mend them and try again"), refusals=refusals)
    return found


def _read(
    row: Mapping[str, str],
    line: int,
    reads: Mapping[str, Read],
    stated: Mapping[str, object],
    needed: Sequence[str],
    refusals: list[Refusal],
) -> dict[str, Any]:
    found: dict[str, Any] = dict(stated)
    if None in row:
        refusals.append(Refusal(line, "after the last", said("the row has more cells than the header")))
    for name, read in reads.items():
        text = (row.get(name) or "").strip()
        if text:
            found[name] = _cell(read, name, text, line, refusals)
    lacking = [name for name in needed if found.get(name) is None and not (row.get(name) or "").strip()]
    refusals += [Refusal(line, name, said("is missing")) for name in lacking]
    return found | {"line": line}


def _cell(read: Read, name: str, text: str, line: int, refusals: list[Refusal]) -> object:
    try:
        return read(text)
    except (ValueError, InvalidOperation):
        kind = said("a day like 2026-04-08") if read == dt.date.fromisoformat else said("a number")
        refusals.append(Refusal(line, name, said("is not {kind}", kind=kind), text))
        return None
