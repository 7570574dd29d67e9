"""How far a database has been read: the largest value of the cursor column, kept with the facts it brought."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

import pyarrow as pa

TABLE = "raw_trueup_cursors"
KEY = ("source_id", "read", "mapping")
SCHEMA = pa.schema([(name, pa.string()) for name in (*KEY, "kind", "reached")])


@dataclass(frozen=True, slots=True)
class Cursor:
    """A value of a cursor column as text, and what kind of value it is."""

    kind: str
    reached: str

    @classmethod
    def of(cls, value: Any) -> Cursor:
        """Write a value down; ValueError for one that has no order to rely on."""
        for kind, type_, write, _ in _KINDS:
            if type(value) is type_:
                return cls(kind, write(value))
        raise ValueError(f"a cursor counts or dates rows: {type(value).__name__} does neither")

    @property
    def value(self) -> Any:
        """The value to compare with in the database."""
        return next(read(self.reached) for kind, _, _, read in _KINDS if kind == self.kind)


_KINDS: tuple[tuple[str, type, Any, Any], ...] = (
    ("integer", int, str, int),
    ("number", float, repr, float),
    ("decimal", Decimal, str, Decimal),
    ("time", dt.datetime, dt.datetime.isoformat, dt.datetime.fromisoformat),
    ("date", dt.date, dt.date.isoformat, dt.date.fromisoformat),
    ("text", str, str, str),
)


def cursor_rows(source: str, mapping: str, reached: dict[str, Cursor]) -> pa.Table:
    """The rows that remember cursors: one a read."""
    rows = [
        {"source_id": source, "read": read, "mapping": mapping, "kind": cursor.kind, "reached": cursor.reached}
        for read, cursor in reached.items()
    ]
    return pa.Table.from_pylist(rows, SCHEMA)
