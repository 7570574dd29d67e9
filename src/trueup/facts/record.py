"""The commit record: up to which row the lake has everything, and at which version each table says so."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass, field
from typing import Any


@dataclass(frozen=True, slots=True)
class TableState:
    """The committed version of a Delta table, and the row key of a raw one."""

    version: int
    row_key: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class CommitRecord:
    """One consistent state of the lake.

    `store` is the log that owns the lake; rows numbered below `seq` are in the lake, at `tables`; `clock` is the
    latest time the store stamped (microseconds UTC); `offsets` says up to where each segment of the log is
    drained; `version` is that of the table `batches`, whose commit carries the record (-1: nothing committed).
    """

    store: str = ""
    seq: int = 0
    clock: int = 0
    tables: dict[str, TableState] = field(default_factory=dict)
    offsets: dict[str, int] = field(default_factory=dict)
    version: int = -1

    def to_json(self) -> str:
        """The record as one line."""
        return json.dumps(asdict(self), separators=(",", ":"), sort_keys=True)

    @staticmethod
    def from_json(text: str) -> CommitRecord:
        """The record that `to_json` wrote."""
        body: dict[str, Any] = json.loads(text)
        tables = {
            name: TableState(state["version"], tuple(state["row_key"])) for name, state in body.pop("tables").items()
        }
        return CommitRecord(**body, tables=tables)
