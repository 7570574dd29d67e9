"""JSON Lines: one object a line; objects inside it become columns with dotted names, lists stay JSON."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import pyarrow as pa

from trueup.sources.files.encoding import decode
from trueup.sources.files.grid import Sheet
from trueup.sources.reading import Read
from trueup.vocabulary import Refusal


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
