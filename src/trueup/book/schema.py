"""JSON Schemas (2020-12) of every kind of document, with what each key means, for editors."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from pydantic import BaseModel

from trueup.book.explain import fields_of, models_in
from trueup.book.kinds import kinds
from trueup.book.meanings import meaning
from trueup.vocabulary import Document, UnknownName, did_you_mean

DIALECT = "https://json-schema.org/draft/2020-12/schema"


def schema(kind: str | None = None) -> dict[str, Any]:
    """The JSON Schema of one kind, or of any document when no kind is given; UnknownName for an unknown kind."""
    if kind is None:
        return _combined()
    classes = kinds()
    if kind not in classes:
        near = did_you_mean(kind, classes) or f"there are: {', '.join(classes)}"
        raise UnknownName(f"there is no kind {kind!r} of document", do=near)
    return {"$schema": DIALECT} | _of(classes[kind])


def _of(model: type[Document]) -> dict[str, Any]:
    made = model.model_json_schema(by_alias=True, ref_template="#/$defs/{model}")
    parts = {part.__name__: part for part in parts_of(model)}
    for name, part in (made.get("$defs", {}) | {model.__name__: made}).items():
        if name in parts:
            _describe(part, parts[name])
    made["required"] = ["kind", *(key for key in made.get("required", []) if key != "kind")]
    return made


def _describe(part: dict[str, Any], model: type[BaseModel]) -> None:
    """Give every key its meaning, and take away titles that only repeat the key."""
    limits = {field.alias or name: field.metadata for name, field in model.model_fields.items()}
    for key, stated in part.get("properties", {}).items():
        stated.pop("title", None)
        _bound(stated, limits[key])
        if "enum" in stated and stated.get("default") not in stated["enum"]:
            stated.pop("default", None)
        sentence = meaning(model, key)
        if sentence is not None:
            stated["description"] = sentence


_BOUNDS = {"ge": "minimum", "gt": "exclusiveMinimum", "le": "maximum", "lt": "exclusiveMaximum"}
_NUMBER = ["number", "string"]


def _bound(stated: dict[str, Any], limits: list[Any]) -> None:
    """Give an exact number, which pydantic leaves without its limits, the limits of its key."""
    for option in stated.get("anyOf", [stated]):
        if option.get("type") == _NUMBER:
            found = ((word, getattr(limit, name, None)) for limit in limits for name, word in _BOUNDS.items())
            option.update({word: value for word, value in found if value is not None})


def _combined() -> dict[str, Any]:
    """Any document: the kind decides which schema holds, so that editors show its errors alone."""
    shared: dict[str, Any] = {}
    branches = []
    for kind, model in kinds().items():
        made = _of(model)
        shared |= made.pop("$defs", {})
        shared[model.__name__] = made
        then = {"$ref": f"#/$defs/{model.__name__}"}
        branches.append({"if": {"properties": {"kind": {"const": kind}}, "required": ["kind"]}, "then": then})
    known = {"enum": list(kinds()), "description": "What the document is."}
    return {
        "$schema": DIALECT,
        "title": "A document of a Trueup book",
        "type": "object",
        "properties": {"kind": known},
        "required": ["kind"],
        "allOf": branches,
        "$defs": shared,
    }


def parts_of(model: type[BaseModel]) -> Iterator[type[BaseModel]]:
    """A model and every model inside it, each once, in the order of their keys."""
    seen: dict[type[BaseModel], None] = {}
    waiting = [model]
    while waiting:
        part = waiting.pop(0)
        if part not in seen:
            seen[part] = None
            waiting += [inner for annotation in fields_of(part).values() for inner in models_in(annotation)]
    yield from seen
