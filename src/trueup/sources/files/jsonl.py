"""JSON: an object a line, or one list of objects; objects inside become columns with dotted names, lists stay JSON."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import pyarrow as pa

from trueup.sources.files.encoding import Decoded, decode
from trueup.sources.files.grid import Sheet
from trueup.sources.reading import Read
from trueup.vocabulary import Refusal, SourceError


def read_jsonl(raw: bytes, read: Read) -> Sheet:
    """The objects of a file, as text with every digit of a number kept; lines that are not objects are refused."""
    decoded = decode(raw, read.encoding)
    refusals: list[Refusal] = []
    rows: list[dict[str, str]] = []
    lines: list[int] = []
    for line, text in enumerate(decoded.text.split("\n"), 1):
        if text.strip():
            found = _object(line, text, refusals)
            if found is not None:
                rows.append(dict(_flat("", found)))
                lines.append(line)
    return _sheet(rows, lines, refusals, decoded)


def read_json(raw: bytes, read: Read) -> Sheet:
    """The objects of one list: the document itself, what is under `records`, or the only list under its keys.

    A place is the number of the object in the list, from 1. SourceError where there is no such list.
    """
    decoded = decode(raw, read.encoding)
    try:
        found = json.loads(decoded.text, parse_float=_Digits, parse_int=_Digits)
    except (ValueError, RecursionError) as bad:
        raise SourceError(f"is not JSON: {bad}", do="for an object a line write: jsonl") from None
    listed = _records(found, read.records)
    refusals = [
        Refusal(number, None, "is not a JSON object", _json(each)[:200])
        for number, each in enumerate(listed, 1)
        if not isinstance(each, dict)
    ]
    places = [number for number, each in enumerate(listed, 1) if isinstance(each, dict)]
    return _sheet([dict(_flat("", listed[number - 1])) for number in places], places, refusals, decoded)


def _records(found: Any, path: str | None) -> list[Any]:
    if path is not None:
        for key in path.split("."):
            found = found.get(key) if isinstance(found, dict) else None
    elif isinstance(found, dict):
        lists = [key for key, value in found.items() if isinstance(value, list)]
        found = found[lists[0]] if len(lists) == 1 else found
    if not isinstance(found, list):
        where = f"under {path!r}" if path else "in it"
        raise SourceError(f"there is no list of objects {where}", do="say where it is: records: data.rows")
    return found


def _sheet(rows: list[dict[str, str]], lines: list[int], refusals: list[Refusal], decoded: Decoded) -> Sheet:
    names = list(dict.fromkeys(name for row in rows for name in row))
    columns = {name: pa.array([row.get(name) for row in rows], pa.string()) for name in names}
    table = pa.table(columns) if names else pa.table({})
    numbers = pa.chunked_array([lines], pa.int64())
    return Sheet(table, numbers, tuple(refusals), encoding=decoded.encoding, mended=decoded.mended)


def _object(line: int, text: str, refusals: list[Refusal]) -> dict[str, Any] | None:
    try:
        found = json.loads(text, parse_float=_Digits, parse_int=_Digits)
    except (ValueError, RecursionError) as bad:
        refusals.append(Refusal(line, None, f"is not JSON: {bad}", text[:200]))
        return None
    if not isinstance(found, dict):
        refusals.append(Refusal(line, None, "is not a JSON object", text[:200]))
        return None
    return found


class _Digits(str):
    """A number as it was written."""

    __slots__ = ()


def _flat(prefix: str, found: dict[str, Any]) -> Iterator[tuple[str, str]]:
    for key, value in found.items():
        if isinstance(value, dict):
            yield from _flat(f"{prefix}{key}.", value)
        elif value is not None:
            yield f"{prefix}{key}", _text(value)


def _text(value: Any) -> str:
    return str(value) if isinstance(value, str) else _json(value)


def _json(value: Any) -> str:
    if isinstance(value, _Digits):
        return str(value)
    if isinstance(value, list):
        return f"[{', '.join(map(_json, value))}]"
    if isinstance(value, dict):
        return "{" + ", ".join(f"{json.dumps(key)}: {_json(part)}" for key, part in value.items()) + "}"
    return json.dumps(value, ensure_ascii=False)
