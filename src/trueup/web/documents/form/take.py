"""What a form sent, as the plain data of a document. What the form does not know of is kept from the draft."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import count
from typing import Any

from django.http import QueryDict

from trueup.book.yaml import plain, read
from trueup.web.documents.form.shape import Shape


def take(shape: Shape, sent: QueryDict, before: Any) -> dict[str, Any]:
    """The data of the document after what was sent, and after the button that was pressed (add or remove an item)."""
    base = before if isinstance(before, Mapping) else {}
    data = _group(shape.keys, sent, "", base)
    _press(data, sent.get("do", ""))
    return data


def _group(shapes: tuple[Shape, ...], sent: QueryDict, place: str, before: Mapping[str, Any]) -> dict[str, Any]:
    known = {shape.key for shape in shapes}
    found = {key: value for key, value in before.items() if key not in known}
    for shape in shapes:
        value = _value(shape, sent, f"{place}.{shape.key}".lstrip("."), before.get(shape.key))
        if value is not None:
            found[shape.key] = value
    order = [*before, *(shape.key for shape in shapes)]
    return {key: found[key] for key in dict.fromkeys(order) if key in found}


def _value(shape: Shape, sent: QueryDict, name: str, before: Any) -> Any:
    """The value of a key, or None where it is left out."""
    if f"{name}~" in sent:
        return _yaml(sent.get(f"{name}~", ""))
    if shape.takes == "group":
        return _group(shape.keys, sent, name, before if isinstance(before, Mapping) else {}) or None
    if shape.takes == "several":
        return _several(shape, sent, name, before) or None
    return _simple(shape, _lines(sent.get(name, "")).strip())


def _several(shape: Shape, sent: QueryDict, name: str, before: Any) -> list[dict[str, Any]]:
    assert shape.item is not None
    olds = before if isinstance(before, list) else []
    found = []
    for tag in sent.getlist(f"{name}.#"):
        old = olds[int(tag)] if tag.isdecimal() and int(tag) < len(olds) else {}
        found.append(_group(shape.item.keys, sent, f"{name}.{tag}", old if isinstance(old, Mapping) else {}))
    return found


def _simple(shape: Shape, text: str) -> Any:
    if not text:
        return None
    if shape.takes == "lines":
        return [line.strip() for line in text.split("\n") if line.strip()]
    if shape.takes == "yes_no":
        return {"true": True, "false": False}.get(text, text)
    return plain(text) if shape.takes in ("date", "whole", "number") else text


def _yaml(text: str) -> Any:
    """A value written as YAML; what cannot be read stays the text that it is, and validation says so."""
    documents, issues = read(_lines(text).encode(errors="replace"), "")
    if issues or len(documents) != 1:
        return text.strip() or None
    return documents[0].data


def _lines(text: str) -> str:
    return text.replace("\r\n", "\n").replace("\r", "\n")


def _press(data: dict[str, Any], button: str) -> None:
    """add:objectives, remove:objectives.2, up:objectives.2: lists grow, shrink and are ordered without a script."""
    do, _, name = button.partition(":")
    if do == "add":
        inside = _inside(data, name.split("."), make=True)
        if isinstance(inside, list):
            inside.append(_begun(data, name.rpartition(".")[2]))
    elif do in _CHANGES:
        way, _, last = name.rpartition(".")
        inside = _inside(data, way.split("."), make=False)
        if isinstance(inside, list) and last.isdecimal() and int(last) < len(inside):
            _CHANGES[do](inside, int(last))


def _begun(data: dict[str, Any], key: str) -> dict[str, Any]:
    """A new item; an outcome has an id already, since answers are kept by it and none may be given twice."""
    if key not in ("outcomes", "financial"):
        return {}
    taken = set(_ids(data))
    return {"id": next(name for number in count(1) if (name := f"o{number}") not in taken)}


def _ids(value: Any) -> Iterator[str]:
    if isinstance(value, dict):
        yield str(value.get("id", ""))
    for inner in value.values() if isinstance(value, dict) else value if isinstance(value, list) else ():
        yield from _ids(inner)


def _remove(items: list[Any], index: int) -> None:
    del items[index]


def _up(items: list[Any], index: int) -> None:
    if index > 0:
        items[index - 1 : index + 1] = [items[index], items[index - 1]]


def _down(items: list[Any], index: int) -> None:
    if index + 1 < len(items):
        _up(items, index + 1)


_CHANGES = {"remove": _remove, "up": _up, "down": _down}


def _inside(data: Any, way: list[str], *, make: bool) -> Any:
    """What lies at the end of the way; a list that is not there yet is made."""
    for number, step in enumerate(way):
        if isinstance(data, list):
            data = data[int(step)] if step.isdecimal() and int(step) < len(data) else None
        elif isinstance(data, dict) and make:
            data = data.setdefault(step, [] if number == len(way) - 1 else {})
        else:
            data = data.get(step) if isinstance(data, dict) else None
    return data
