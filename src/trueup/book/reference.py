"""The reference of every key of every document, as Markdown made from the models.

python -m trueup.book.reference docs/reference/documents.md    rewrites the part between the marks
"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

from pydantic import BaseModel

from trueup.book.kinds import kinds
from trueup.book.meanings import meaning
from trueup.book.schema import parts_of
from trueup.vocabulary import Document

BEGIN, END = "<!-- generated: begin -->", "<!-- generated: end -->"
_WORDS = {"string": "text", "integer": "whole number", "number": "number", "boolean": "true or false", "null": ""}
_FIRST = {"kind": 0, "id": 1, "version": 2, "agreed_at": 3}
_FORMATS = {"date": "date", "date-time": "time with zone"}


def reference() -> str:
    """A table of keys for each kind and for each part inside it; a part is described once, where it is first used."""
    seen: set[type[BaseModel]] = set()
    chapters = []
    for kind, model in kinds().items():
        parts = [part for part in parts_of(model) if part not in seen]
        seen.update(parts)
        chapters += [_chapter(part, f"## `{kind}`" if part is model else f"### {part.__name__}") for part in parts]
    return "\n\n".join(chapters) + "\n"


def _chapter(model: type[BaseModel], title: str) -> str:
    made = model.model_json_schema(by_alias=True)
    required = set(made.get("required", []))
    keys = sorted(made.get("properties", {}).items(), key=lambda item: _FIRST.get(item[0], len(_FIRST)))
    rows = [_row(model, key, stated, key in required) for key, stated in keys]
    about = " ".join((model.__doc__ or "").split())
    return "\n".join([title, "", about, "", "| Key | Is | Needed | Means |", "|---|---|---|---|", *rows])


def _row(model: type[BaseModel], key: str, stated: dict[str, Any], required: bool) -> str:
    states_kind = key == "kind" and issubclass(model, Document)
    needed = "yes" if required or states_kind else _default(stated)
    cells = (f"`{key}`", _is(stated), needed, meaning(model, key) or "")
    return "| " + " | ".join(cell.replace("|", "\\|") for cell in cells) + " |"


def _default(stated: dict[str, Any]) -> str:
    default = stated.get("default")
    if default is False or not isinstance(default, str | int | float) or default == "":
        return "no"
    known = stated.get("enum", [default])
    return f"default {_lower(default)}" if default in known else "no"


def _lower(word: Any) -> str:
    return str(word).lower() if isinstance(word, bool) else str(word)


def _is(stated: dict[str, Any]) -> str:
    """What kind of value a key takes, in words."""
    if "$ref" in stated:
        return _link(stated["$ref"].rsplit("/", 1)[-1])
    if "enum" in stated or "const" in stated:
        return ", ".join(f"`{_lower(word)}`" for word in stated.get("enum", [stated.get("const")]))
    if "anyOf" in stated:
        return " or ".join(dict.fromkeys(word for option in stated["anyOf"] if (word := _is(option))))
    return _list(stated) if stated.get("type") == "array" else _plain(stated)


def _plain(stated: dict[str, Any]) -> str:
    types = stated.get("type", "object")
    if types == ["number", "string"]:
        return "number"
    inside = [*stated.get("patternProperties", {}).values(), stated.get("additionalProperties")]
    if types == "object" and isinstance(inside[0], dict):
        return f"{_is(inside[0])} by name"
    if isinstance(types, list) and len(types) > 3:
        return "field of a mapping"
    if stated.get("format") in _FORMATS:
        return _FORMATS[stated["format"]]
    words = types if isinstance(types, list) else [types]
    return " or ".join(word for name in words if (word := _WORDS.get(name, "keys and values")))


def _list(stated: dict[str, Any]) -> str:
    if "prefixItems" in stated:
        return "[" + ", ".join(_is(item) for item in stated["prefixItems"]) + "]"
    return f"list of {_is(stated.get('items', {}))}"


def _link(name: str) -> str:
    enums = {"Direction": "`increase`, `decrease`, `maintain`", "Grain": "`day`, `week`, `month`, `quarter`, `year`"}
    return enums.get(name, f"[{name}](#{name.lower()})")


def rewritten(page: str) -> str:
    """A page with the part between the marks made anew."""
    head, _, rest = page.partition(BEGIN)
    _, _, tail = rest.partition(END)
    return f"{head}{BEGIN}\n\n{reference()}\n{END}{tail}"


if __name__ == "__main__":
    for name in sys.argv[1:]:
        file = Path(name)
        file.write_text(rewritten(file.read_text(encoding="utf-8")), encoding="utf-8")
