"""The JSON Schema (2020-12) of the scorecard: what `trueup assess --format json` keeps to."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from trueup.book.schema import DIALECT
from trueup.scorecard.model import Scorecard
from trueup.vocabulary.result import Result


def schema(of: type[Result] = Scorecard) -> dict[str, Any]:
    """The schema of a scorecard, or another answer, as it is written: every name with its meaning, none but these."""
    made = of.model_json_schema(mode="serialization")
    for part in parts(made).values():
        for stated in part.get("properties", {}).values():
            stated.pop("title", None)  # it only repeats the name
    return {"$schema": DIALECT} | made


def parts(made: dict[str, Any]) -> dict[str, Any]:
    """The scorecard itself and every part in it by its name, in the order in which a reader meets them."""
    known = made.get("$defs", {})
    found: dict[str, Any] = {}
    waiting = [(made["title"], made)]
    while waiting:
        name, part = waiting.pop(0)
        if name not in found:
            found[name] = part
            waiting += [(inner, known[inner]) for inner in _named_in(part.get("properties", {}))]
    return found


def _named_in(stated: Any) -> Iterator[str]:
    if isinstance(stated, dict):
        if "$ref" in stated:
            yield stated["$ref"].rsplit("/", 1)[-1]
        for inside in stated.values():
            yield from _named_in(inside)
    elif isinstance(stated, list):
        for inside in stated:
            yield from _named_in(inside)
