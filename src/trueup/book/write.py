"""Documents into YAML that people like to read, and changes of a text that leave the rest of it as it was written."""

from __future__ import annotations

import datetime as dt
import json
import re
from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from trueup.book import yaml
from trueup.vocabulary import Document

WIDE = 110
"""Columns that a list or mapping may take on one line."""
_PLAIN = re.compile(r"[A-Za-z](?:[A-Za-z0-9 _./@%+()-]*[A-Za-z0-9_./@%+()-])?")
_KEY = re.compile(r"[A-Za-z_][A-Za-z0-9_.-]*")
_UNPRINTABLE = re.compile("[\x7f-\x9f\u2028\u2029\ufeff\ufffe\uffff\ud800-\udfff]")


def dump(data: Mapping[str, Any]) -> str:
    """Plain data (None, text, numbers, dates, lists, mappings) as one YAML document; read back it is the same data."""
    return "".join(f"{line}\n" for line in _mapping(data))


def write(document: Document) -> str:
    """A document as YAML: what it states, defaults left out; read back it has the same digest."""
    return dump(plain(document))


def plain(document: Document) -> dict[str, Any]:
    """What a document states, with numbers and dates as such."""
    stated = document.model_dump(by_alias=True, exclude_defaults=True, exclude_none=True)
    found: dict[str, Any] = _paired(stated, document.body)
    return {"kind": document.kind_name()} | found


def _paired(stated: Any, body: Any) -> Any:
    """The JSON of a document with its numbers and dates as they are rather than as text."""
    if isinstance(body, dict):
        inside = stated if isinstance(stated, Mapping) else {}
        return {key: _paired(inside.get(key), value) for key, value in body.items()}
    if isinstance(body, list):
        items = stated if isinstance(stated, list | tuple) and len(stated) == len(body) else [None] * len(body)
        return [_paired(item, value) for item, value in zip(items, body, strict=True)]
    is_day = isinstance(stated, dt.date) and not isinstance(stated, dt.datetime)
    return stated if is_day or isinstance(stated, Decimal) else body


def edit(text: str, data: Mapping[str, Any]) -> str:
    """The text of one document changed so that it says `data`: keys that say the same stay as they are written.

    Comments inside a key that changes are lost, all others stay. A text that cannot be changed key by key (all on one
    line, or with anchors that reach over keys) is written anew.
    """
    found = yaml.read(text.encode(errors="replace"), "")[0]
    if len(found) != 1 or not isinstance(found[0].data, dict):
        return dump(data)
    changed = _edited(text, found[0], data)
    again = yaml.read(changed.encode(), "")[0]
    return changed if len(again) == 1 and same(again[0].data, dict(data)) else dump(data)


def _edited(text: str, before: yaml.Located, data: Mapping[str, Any]) -> str:
    lines = yaml.lines_of(text)
    starts = sorted((before.lines[key,] - 1, key) for key in before.data if (key,) in before.lines)
    ends = [start for start, _ in starts[1:]] + [len(lines)]
    head = lines[: starts[0][0]] if starts else lines
    kept = ["".join(head)]
    for (start, key), end in zip(starts, ends, strict=True):
        kept.append(_block(lines[start:end], key, before.data[key], data))
    if kept[-1] and not kept[-1].endswith("\n"):
        kept[-1] += "\n"
    new = {key: value for key, value in data.items() if key not in before.data}
    return "".join(kept) + dump(new)


def _block(lines: list[str], key: str, before: Any, data: Mapping[str, Any]) -> str:
    """The lines of one key as they are, anew, or gone; comments and empty lines behind it belong to what follows."""
    if key in data and same(before, data[key]):
        return "".join(lines)
    end = len(lines)
    while end > 1 and (not lines[end - 1].strip() or lines[end - 1].startswith("#")):
        end -= 1
    return (dump({key: data[key]}) if key in data else "") + "".join(lines[end:])


def same(one: Any, other: Any) -> bool:
    """Whether two pieces of plain data say the same: 5 and 5.0 do, 1 and true do not."""
    if isinstance(one, Mapping) and isinstance(other, Mapping):
        return one.keys() == other.keys() and all(same(one[key], other[key]) for key in one)
    if isinstance(one, list | tuple) and isinstance(other, list | tuple):
        return len(one) == len(other) and all(same(left, right) for left, right in zip(one, other, strict=True))
    if isinstance(one, bool) or isinstance(other, bool):
        return one is other
    return bool(one == other)


def _mapping(data: Mapping[str, Any]) -> list[str]:
    return [line for key, value in data.items() for line in _entry(_key(key), value)]


def _entry(key: str, value: Any) -> list[str]:
    flow = f"{key}: {flowing(value)}"
    if not isinstance(value, Mapping | list | tuple) or not value or (len(flow) <= WIDE and _is_flat(value)):
        return [flow]
    inside = _mapping(value) if isinstance(value, Mapping) else [line for item in value for line in _item(item)]
    return [f"{key}:", *(f"  {line}" for line in inside)]


def _item(value: Any) -> list[str]:
    flow = f"- {flowing(value)}"
    if not isinstance(value, Mapping | list | tuple) or not value or (len(flow) <= WIDE and _is_flat(value)):
        return [flow]
    inside = _mapping(value) if isinstance(value, Mapping) else [line for item in value for line in _item(item)]
    return [f"{'- ' if number == 0 else '  '}{line}" for number, line in enumerate(inside)]


def _is_flat(value: Any) -> bool:
    """Whether it may stand on one line: it holds at most one more level."""
    items = value.values() if isinstance(value, Mapping) else value
    deeper = [item for item in items if isinstance(item, Mapping | list | tuple)]
    return all(not isinstance(inner, Mapping | list | tuple) for item in deeper for inner in _inside(item))


def _inside(value: Any) -> list[Any]:
    return list(value.values()) if isinstance(value, Mapping) else list(value)


def flowing(value: Any) -> str:
    """A value on one line."""
    if isinstance(value, Mapping):
        return "{" + ", ".join(f"{_key(key)}: {flowing(item)}" for key, item in value.items()) + "}"
    if isinstance(value, list | tuple):
        return "[" + ", ".join(flowing(item) for item in value) + "]"
    return _scalar(value)


def _scalar(value: Any) -> str:
    if value is None:
        return "null"
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, Decimal):
        return _number(value)
    if isinstance(value, dt.date):
        return value.isoformat() if not isinstance(value, dt.datetime) else _quoted(value.isoformat())
    return str(value) if isinstance(value, int) else _text(str(value))


def _number(value: Decimal) -> str:
    """Plain digits where the reader takes them for the same number, else with an exponent."""
    text = format(value, "f")
    return text if yaml.plain(text) == value and len(text) < 60 else str(value)


def _text(value: str) -> str:
    is_plain = _PLAIN.fullmatch(value) is not None and yaml.plain(value) is value
    return value if is_plain else _quoted(value)


def _key(key: str) -> str:
    return key if _KEY.fullmatch(key) else _quoted(key)


def _quoted(value: str) -> str:
    """In double quotes, as JSON has it; what YAML does not take as it is becomes an escape."""
    return _UNPRINTABLE.sub(lambda found: f"\\u{ord(found[0]):04x}", json.dumps(value, ensure_ascii=False))
