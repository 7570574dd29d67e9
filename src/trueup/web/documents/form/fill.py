"""Data and what is wrong with it, as nodes to draw. What does not fit its field is shown as YAML, and never lost."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from typing import Any

from trueup.book.write import dump, flowing
from trueup.vocabulary import Issue
from trueup.web.documents.form.nodes import Group, Input, Node, Several
from trueup.web.documents.form.shape import Shape

_PARTIES = {"customer", "observer", "owner", "by", "verified_by", "party", "to", "reported_by"}
_LISTED = {
    "kpi": "known-kpi",
    "stage": "known-stage",
    "job_map": "known-job-map",
    **dict.fromkeys(_PARTIES, "known-party"),
}
_WIDGET = {"text": "text", "long": "long", "whole": "whole", "number": "number", "date": "date", "yes_no": "choice",
           "choice": "choice", "lines": "long", "yaml": "yaml"}  # fmt: skip
YES_NO = (("true", "yes"), ("false", "no"))
Issues = Mapping[str, Sequence[Issue]]


def fill(shape: Shape, data: Any, issues: Iterable[Issue] = ()) -> Group:
    """The form of a document: its keys, with their values and what is wrong with each."""
    found: dict[str, list[Issue]] = {}
    for issue in issues:
        found.setdefault(name_of(issue.path), []).append(issue)
    mapping = data if isinstance(data, Mapping) else {}
    form = Group("", "", _parts(shape.keys, mapping, "", found))
    return Group("", "", form.parts, issues=tuple(_unplaced(form, found)))


def name_of(path: str | None) -> str:
    """objectives[0].target as objectives.0.target."""
    return re.sub(r"\[(\d+)\]", r".\1", path or "")


def field_of(issue: Issue, form: Group) -> str:
    """The name of the field that an issue is about: where a key is missing ("add due: DATE"), that key's."""
    name = name_of(issue.path)
    missing = re.match(r"add (\w+):", issue.suggestion or "")
    names = set(_names(form))
    if missing and f"{name}.{missing[1]}".lstrip(".") in names:
        return f"{name}.{missing[1]}".lstrip(".")
    while name and name not in names:
        name = name.rpartition(".")[0]
    return name


def _names(node: Node) -> Iterable[str]:
    yield node.anchor
    inside: Sequence[Node] = node.parts if isinstance(node, Group) else node.items if isinstance(node, Several) else ()
    for part in inside:
        yield from _names(part)


def inputs(node: Node) -> Iterable[Input]:
    """Every field of a form, in order."""
    if isinstance(node, Input):
        yield node
    inside: Sequence[Node] = node.parts if isinstance(node, Group) else node.items if isinstance(node, Several) else ()
    for part in inside:
        yield from inputs(part)


def _unplaced(form: Group, found: dict[str, list[Issue]]) -> list[Issue]:
    names = set(_names(form)) - {""}
    return [issue for name, those in found.items() if name not in names for issue in those]


def _parts(shapes: Iterable[Shape], data: Mapping[str, Any], place: str, issues: Issues) -> tuple[Node, ...]:
    return tuple(_node(shape, data.get(shape.key), f"{place}.{shape.key}".lstrip("."), issues) for shape in shapes)


def _node(shape: Shape, value: Any, name: str, issues: Issues) -> Node:
    own = tuple(issues.get(name, ()))
    label = shape.key.replace("_", " ")
    if shape.takes == "group" and isinstance(value, Mapping | None):
        inner = value or {}
        is_open = bool(inner) or shape.required or any(other.startswith(f"{name}.") for other in issues) or bool(own)
        return Group(name, label, _parts(shape.keys, inner, name, issues), shape.meaning, own, is_open)
    if shape.takes == "several" and (value is None or _is_list_of_mappings(value)):
        assert shape.item is not None
        items = tuple(_item(shape.item, each, f"{name}.{at}", at, issues) for at, each in enumerate(value or ()))
        return Several(name, label, items, shape.meaning, own)
    return _input(shape, value, name, label, own)


def _is_list_of_mappings(value: Any) -> bool:
    return isinstance(value, list | tuple) and all(isinstance(each, Mapping) for each in value)


def _item(shape: Shape, value: Mapping[str, Any], name: str, at: int, issues: Issues) -> Group:
    called = (value.get(key) for key in ("id", "what", "name", "job"))
    label = str(next(filter(None, called), at + 1))
    own, inside = tuple(issues.get(name, ())), any(other.startswith(f"{name}.") for other in issues)
    statement = value.get("statement")
    if statement:
        label = f"{label} · {statement}"
    is_open = not statement or bool(own) or inside
    return Group(name, label, _parts(shape.keys, value, name, issues), "", own, is_open, str(at))


def _input(shape: Shape, value: Any, name: str, label: str, issues: tuple[Issue, ...]) -> Input:
    text = _text(shape, value)
    as_yaml = text is None or shape.takes == "yaml"
    return Input(
        name=f"{name}~" if as_yaml else name,
        label=label,
        widget="yaml" if as_yaml else _WIDGET[shape.takes],
        value=_yaml(value) if as_yaml else text or "",
        meaning=shape.meaning,
        default=shape.default,
        required=shape.required,
        choices=YES_NO if shape.takes == "yes_no" else tuple((word, word) for word in shape.choices),
        listed=_LISTED.get(shape.key, "") if shape.takes == "text" else "",
        issues=issues,
    )


def _text(shape: Shape, value: Any) -> str | None:
    """The value as its field shows it; None for what the field cannot show."""
    if value is None:
        return ""
    if shape.takes == "lines":
        fits = isinstance(value, list) and all(isinstance(each, str) and _is_line(each) for each in value)
        return "\n".join(value) if fits else None
    if shape.takes == "yes_no":
        return str(value).lower() if isinstance(value, bool) else None
    if shape.takes == "choice":
        return value if isinstance(value, str) and value in shape.choices else None
    return _plain(shape, value) if shape.takes not in ("group", "several") else None


def _is_line(text: str) -> bool:
    return text == text.strip() and text != "" and len(text.splitlines()) == 1


def _plain(shape: Shape, value: Any) -> str | None:
    if shape.takes == "date":
        return value.isoformat() if type(value) is dt.date else None
    if shape.takes in ("whole", "number"):
        is_number = isinstance(value, int | Decimal) and not isinstance(value, bool)
        return flowing(value) if is_number else None
    keeps = isinstance(value, str) and value == value.strip() and "\r" not in value
    return value if keeps and (shape.takes == "long" or len(value.splitlines()) == 1) else None


def _yaml(value: Any) -> str:
    """On one line where it is short, else as a block."""
    if value is None:
        return ""
    short = flowing(value)
    if len(short) <= 80 or not isinstance(value, Mapping | list):
        return short
    block = dump(value) if isinstance(value, Mapping) else dump({"x": value}).removeprefix("x:\n")
    return block.rstrip("\n")
