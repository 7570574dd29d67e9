"""One consistent state of the facts: what the lake has, and what the log has beyond it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import pyarrow as pa

from trueup.facts.engine.protocol import Source
from trueup.facts.rows import gathered, names_in
from trueup.facts.tables import TABLES, FactTable, is_raw, no_such_table, raw_table

if TYPE_CHECKING:
    from trueup.facts.lake.delta import Lake
    from trueup.facts.wal.log import Tail


@dataclass(frozen=True, slots=True)
class View:
    """The state that a snapshot looks at: the lake at the record's versions, and the log behind it."""

    lake: Lake
    tail: Tail

    def tables(self) -> tuple[str, ...]:
        """The tables that have rows, in the order of their names."""
        return tuple(sorted({*self.tail.record.tables, *names_in(self.tail.entries)}))

    def table(self, name: str) -> FactTable:
        """The table's columns and key. Raises FactError for a name that nothing answers to."""
        if name in TABLES:
            return TABLES[name]
        if not is_raw(name) or name not in self.tables():
            raise no_such_table(name, {*TABLES, *self.tables()})
        return raw_table(name, self._raw_schema(name), self.row_key(name))

    def _raw_schema(self, name: str) -> pa.Schema:
        state = self.tail.record.tables.get(name)
        known = [self.lake.schema(name, state.version)] if state else []
        arrived = [entry.tables()[name].schema for entry in self.tail.entries if name in entry.tables()]
        return pa.unify_schemas([schema.remove_metadata() for schema in (*known, *arrived)])

    def row_key(self, name: str) -> tuple[str, ...]:
        """The row key that a raw table landed with; empty when it has none."""
        keys = [part.row_key for entry in self.tail.entries for part in entry.batch.parts if part.name == name]
        state = self.tail.record.tables.get(name)
        return keys[-1] if keys else state.row_key if state else ()

    def source(self, name: str) -> Source:
        """The rows of a table, for an engine."""
        table = self.table(name)
        state = self.tail.record.tables.get(name)
        files = self.lake.files(name, state.version) if state else []
        remote = self.lake.storage.folder is None
        dataset = self.lake.dataset(name, state.version) if state and files and remote else None
        return Source(table.schema, tuple(files), gathered(self.tail.entries, name), is_raw(name), dataset)

    def rows_in_log(self, name: str) -> int | None:
        """How many rows a table has, where all of them are in the log; None where the lake has some."""
        if name in self.tail.record.tables:
            return None
        return sum(part.rows for entry in self.tail.entries for part in entry.batch.parts if part.name == name)

    def has_rows(self, name: str, *, since: int) -> bool:
        """Whether the table may have rows numbered `since` or later."""
        entries = [entry for entry in self.tail.entries if entry.batch.seq >= since]
        return name in names_in(entries) or (since < self.tail.record.seq and name in self.tail.record.tables)
