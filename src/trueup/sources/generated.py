"""Documents that a mapping makes of rows: shapes that mirror the keys of the document.

A leaf is a field of the mapping language. Where a key takes only certain words (`direction: decrease`, `per: year`),
those words are constants. A list is written out, or gathered: `{each: shape, in: read, by: column, where:, order:}`;
`unique: key` keeps the first of several items with one value of that key, `except: key` leaves out the items that equal
the document's own value of that key.
`versions: {in: read, by: column, order: column, set: {...}}` makes an amendment of every row of a history.
"""

from __future__ import annotations

import datetime as dt
import types
import typing
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from enum import Enum
from typing import Any, Literal, get_args, get_origin

from trueup.agreements.documents import Agreement
from trueup.kpis.documents import Kpi
from trueup.sources.fields import Constant, Field, read_by, read_field
from trueup.sources.where import read_where
from trueup.vocabulary import DIMENSIONS, Document, Part, PartyDocument, Slice, did_you_mean

GENERATED: dict[str, type[Document]] = {"kpi": Kpi, "agreement": Agreement, "party": PartyDocument}
Wanted = Literal["text", "exact", "day"]
_GATHER = ("each", "in", "by", "where", "order", "unique", "except")
_NOT_MAPPED = frozenset({"kind", "version"})
_AGGREGATES = frozenset({"sum", "mean", "median", "min", "max", "last"})


@dataclass(frozen=True, slots=True)
class Leaf:
    """One value, and what it is read as."""

    field: Field
    want: Wanted = "text"


@dataclass(frozen=True, slots=True)
class Block:
    """Keys with values."""

    keys: tuple[tuple[str, Shape], ...]


@dataclass(frozen=True, slots=True)
class Listing:
    """A list written out; gathered parts inside it add their items in place."""

    items: tuple[Shape, ...]


@dataclass(frozen=True, slots=True)
class Gather:
    """One item for each matching row of `read` (None: the document's own rows)."""

    item: Shape
    read: str | None
    by: tuple[tuple[str, str], ...]
    where: str | None
    order: Field | None
    unique: str | None = None
    but: str | None = None


Shape = Leaf | Block | Listing | Gather


@dataclass(frozen=True, slots=True)
class Pattern:
    """The shape of one kind of document, and the shape of its amendments."""

    kind: str
    block: Block
    versions: Gather | None


def check_shape(kind: str, raw: Mapping[str, Any]) -> None:
    """ValueError when `raw` does not mirror the document's keys."""
    read_pattern(kind, raw)


def read_pattern(kind: str, raw: Mapping[str, Any]) -> Pattern:
    """Read the shape of a kind of document."""
    model = GENERATED[kind]
    if "id" not in raw:
        raise ValueError(f"{kind}: `id` is needed: one document is made for each different id")
    versions = raw.get("versions")
    body = {key: value for key, value in raw.items() if key != "versions"}
    return Pattern(kind, _block(model, body, kind), None if versions is None else _versions(model, versions, kind))


def _versions(model: type[Part], raw: Any, path: str) -> Gather:
    if not isinstance(raw, Mapping) or "set" not in raw:
        raise ValueError(f"{path}.versions: {{in: read, by: column, set: {{effective: ..., why: ...}}}} is needed")
    return _gather({"each": raw["set"], **{k: v for k, v in raw.items() if k != "set"}}, model, f"{path}.versions")


def _keys(model: type[Part]) -> dict[str, Any]:
    hints = typing.get_type_hints(model, include_extras=True)
    return {(field.alias or name): hints[name] for name, field in model.model_fields.items() if name not in _NOT_MAPPED}


def _block(model: type[Part], raw: Mapping[str, Any], path: str) -> Block:
    known = _keys(model)
    for key in raw:
        if key not in known:
            hint = did_you_mean(str(key), known) or f"one of {', '.join(known)}"
            raise ValueError(f"{path}: unknown key {key!r}: {hint}")
    return Block(tuple((key, _shape(known[key], value, f"{path}.{key}", key)) for key, value in raw.items()))


def _shape(annotation: Any, raw: Any, path: str, key: str) -> Shape:
    if isinstance(raw, Mapping) and "each" in raw:
        return _gather(raw, _part(annotation), path)
    if isinstance(raw, list | tuple):
        return Listing(tuple(_shape(annotation, item, f"{path}[{at}]", key) for at, item in enumerate(raw)))
    if isinstance(raw, Mapping) and (_is_slice(annotation) or _is_free(annotation)):
        return _free(raw, path, DIMENSIONS if _is_slice(annotation) else None)
    part = _part(annotation)
    if part is not None and isinstance(raw, Mapping):
        return _block(part, raw, path)
    return _leaf(annotation, raw, path, key)


def _leaf(annotation: Any, raw: Any, path: str, key: str) -> Leaf:
    words = _AGGREGATES if key == "aggregate" else _words(annotation)
    if isinstance(raw, str) and raw in words:
        return Leaf(Constant(raw))
    try:
        return Leaf(read_field(raw), _wanted(annotation))
    except ValueError as bad:
        raise ValueError(f"{path}: {bad}") from None


def _wanted(annotation: Any) -> Wanted:
    branches = _branches(annotation)
    if dt.date in branches and Decimal not in branches:
        return "day"
    return "exact" if Decimal in branches or int in branches else "text"


def _free(raw: Mapping[str, Any], path: str, known: tuple[str, ...] | None) -> Block:
    for key in raw:
        if known is not None and key not in known:
            raise ValueError(f"{path}: unknown dimension {key!r}: one of {', '.join(known)}")
    return Block(tuple((str(key), _leaf(str, value, f"{path}.{key}", "")) for key, value in raw.items()))


def _gather(raw: Mapping[str, Any], part: type[Part] | None, path: str) -> Gather:
    for key in raw:
        if key not in _GATHER:
            raise ValueError(f"{path}: unknown key {key!r} beside `each`: one of {', '.join(_GATHER)}")
    if ("in" in raw) != ("by" in raw):
        raise ValueError(f"{path}: `in` names another read and `by` the column both share: both or neither")
    item = raw["each"]
    nested = part is not None and isinstance(item, Mapping)
    shape = _block(part, item, path) if part is not None and nested else _leaf(str, item, path, "")
    if _has_gather(shape):
        raise ValueError(f"{path}: what is gathered cannot gather again")
    if "where" in raw:
        read_where(raw["where"])
    order = read_field(raw["order"]) if "order" in raw else None
    by = read_by(raw["by"]) if "by" in raw else ()
    return Gather(shape, raw.get("in"), by, raw.get("where"), order, _own_key(raw, shape, path), raw.get("except"))


def _own_key(raw: Mapping[str, Any], shape: Shape, path: str) -> str | None:
    unique = raw.get("unique")
    keys = [key for key, _ in shape.keys] if isinstance(shape, Block) else []
    if unique is not None and unique not in keys:
        known = ", ".join(keys) or "it has none"
        raise ValueError(f"{path}: `unique: {unique}` is no key of what is gathered: {known}")
    return unique


def _has_gather(shape: Shape) -> bool:
    if isinstance(shape, Block):
        return any(_has_gather(part) for _, part in shape.keys)
    if isinstance(shape, Listing):
        return any(_has_gather(part) for part in shape.items)
    return isinstance(shape, Gather)


def _branches(annotation: Any) -> list[Any]:
    """The plain types an annotation stands for, unwrapped from Annotated, unions and tuples."""
    origin = get_origin(annotation)
    if origin is typing.Annotated:
        return _branches(get_args(annotation)[0])
    if origin in (typing.Union, types.UnionType, tuple):
        return [branch for arg in get_args(annotation) for branch in _branches(arg)]
    return [annotation]


def _part(annotation: Any) -> type[Part] | None:
    return next((b for b in _branches(annotation) if isinstance(b, type) and issubclass(b, Part)), None)


def _is_slice(annotation: Any) -> bool:
    return Slice in _branches(annotation)


def _is_free(annotation: Any) -> bool:
    return any(get_origin(branch) is dict for branch in _branches(annotation))


def _words(annotation: Any) -> frozenset[str]:
    found: set[str] = set()
    for branch in _branches(annotation):
        if get_origin(branch) is Literal:
            found |= {str(word) for word in get_args(branch)}
        elif isinstance(branch, type) and issubclass(branch, Enum):
            found |= {str(member.value) for member in branch if isinstance(member.value, str)}
    return frozenset(found)
