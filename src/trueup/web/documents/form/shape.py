"""What each key of a document takes, read from its JSON Schema."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from typing import Any, Literal

from trueup.book.schema import schema

Takes = Literal["text", "long", "whole", "number", "date", "yes_no", "choice", "lines", "group", "several", "yaml"]
OWN = ("kind", "id", "version", "agreed_at")
"""Keys that no form asks for: they say which version this is."""
_LONG = {"description", "why", "rule", "baseline_adjustment", "strategy", "statement", "reason", "where", "value"}


@dataclass(frozen=True, slots=True)
class Shape:
    """A key: what it takes, what it means, its default in words; `keys` of a group, `item` of several."""

    key: str
    takes: Takes
    meaning: str = ""
    default: str = ""
    required: bool = False
    choices: tuple[str, ...] = ()
    keys: tuple[Shape, ...] = ()
    item: Shape | None = field(default=None)


@cache
def shape_of(kind: str) -> Shape:
    """The shape of a kind of document. Raises UnknownName."""
    whole = schema(kind)
    return Shape(kind, "group", keys=_keys(whole, whole.get("$defs", {}), skip=OWN))


Json = Mapping[str, Any]


def _keys(stated: Json, parts: Json, skip: tuple[str, ...] = ()) -> tuple[Shape, ...]:
    required = set(stated.get("required", ()))
    return tuple(
        _shape(key, inner, parts, key in required)
        for key, inner in stated.get("properties", {}).items()
        if key not in skip
    )


def _shape(key: str, stated: Json, parts: Json, required: bool = False) -> Shape:
    """A value may be null in many places: that is the same as leaving its key out."""
    meaning, default = str(stated.get("description", "")), stated.get("default")
    inner = _alone(stated, parts)
    shape = _of(key, inner, parts)
    return Shape(
        key=key,
        takes=shape.takes,
        meaning=meaning or str(inner.get("description", "")),
        default=_said(default),
        required=required,
        choices=shape.choices,
        keys=shape.keys,
        item=shape.item,
    )


def _said(default: Any) -> str:
    """A default as people read it; "" for none, and for one that is a whole part."""
    if isinstance(default, bool):
        return "yes" if default else "no"
    return str(default) if isinstance(default, str | int | float) else ""


def _alone(stated: Json, parts: Json) -> Json:
    """The one thing that a value can be, or {} where it can be several."""
    if "$ref" in stated:
        found: Json = parts[stated["$ref"].rsplit("/", 1)[1]]
        return found
    options = [each for each in stated.get("anyOf", ()) if each.get("type") != "null"]
    if not options:
        return stated
    return _alone(options[0], parts) if len(options) == 1 else {}


def _of(key: str, stated: Json, parts: Json) -> Shape:
    kind = stated.get("type")
    if "enum" in stated:
        return Shape(key, "choice", choices=tuple(str(word) for word in stated["enum"]))
    if kind == "object" and stated.get("additionalProperties") is False and stated.get("properties"):
        return Shape(key, "group", keys=_keys(stated, parts))
    if kind == "array" and "items" in stated:
        return _list(key, _alone(stated["items"], parts), parts)
    return Shape(key, _simple(key, stated, kind))


def _list(key: str, stated: Json, parts: Json) -> Shape:
    item = _of(key, stated, parts)
    if item.takes == "group":
        return Shape(key, "several", item=item)
    return Shape(key, "lines" if item.takes in ("text", "long") else "yaml")


def _simple(key: str, stated: Json, kind: Any) -> Takes:
    if kind == "string":
        text: Takes = "long" if key in _LONG else "text"
        return "date" if stated.get("format") == "date" else text
    plain: dict[Any, Takes] = {"boolean": "yes_no", "integer": "whole", "number": "number"}
    if isinstance(kind, list):
        return "number" if "number" in kind and "object" not in kind else "yaml"
    return plain.get(kind, "yaml")
