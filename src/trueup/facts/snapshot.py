"""A snapshot: one consistent state of the facts, as known at a moment, in an engine's lazy frames."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Self

import pyarrow as pa

from trueup.facts.engine import sql
from trueup.facts.engine.protocol import Source
from trueup.facts.rows import gathered, names_in
from trueup.facts.tables import TABLES, FactTable, is_raw, no_such_table, raw_table

if TYPE_CHECKING:
    import datetime as dt

    import narwhals.stable.v2 as nw

    from trueup.facts.engine.protocol import Session
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

    def source(self, name: str, *, since: int = 0) -> Source:
        """The rows of a table for an engine. `since` leaves out the lake when it has no row from there on."""
        table = self.table(name)
        state = self.tail.record.tables.get(name)
        files = self.lake.files(name, state.version) if state and since < self.tail.record.seq else []
        dataset = None
        if files and self.lake.storage.folder is None:
            dataset = self.lake.dataset(name, state.version) if state else None
        entries = [entry for entry in self.tail.entries if entry.batch.seq >= since]
        return Source(table.schema, tuple(files), gathered(entries, name), is_raw(name), dataset)


class Snapshot:
    """What was known at `known_at` (None: everything acknowledged when the snapshot was taken).

    Belongs to one thread. Use it as a context manager, or close it; its frames live as long as it does.
    """

    def __init__(self, view: View, session: Session, known_at: dt.datetime | None) -> None:
        self.known_at = known_at
        self._view, self._session = view, session
        self._relations: dict[str, str] = {}

    @property
    def seq(self) -> int:
        """The number after the last row of this state: two snapshots with equal `seq` see the same facts."""
        return self._view.tail.seq

    def tables(self) -> tuple[str, ...]:
        """The tables that have rows, in the order of their names."""
        return self._view.tables()

    def has(self, table: str) -> bool:
        """Whether the table has rows (known by now)."""
        return table in self.tables()

    def schema(self, table: str) -> pa.Schema:
        """The columns of a table: its own, then those of the store.

        Raises FactError for a table that does not exist.
        """
        return self._view.table(table).schema

    def key(self, table: str) -> tuple[str, ...]:
        """The columns whose equal values are one and the same fact."""
        return self._view.table(table).key

    def frame(self, table: str) -> nw.LazyFrame[Any]:
        """Every row known at the moment: corrections beside what they correct."""
        return self._session.frame(self._known(table))

    def latest(self, table: str) -> nw.LazyFrame[Any]:
        """The row of each key that became known last, as known at the moment (max-by on recorded_at, seq)."""
        shape = self._view.table(table)
        query = sql.latest(f"({self._known(table)})", shape.schema.names, shape.key, self._session.dialect)
        return self._session.frame(query)

    def collect(self, frame: nw.LazyFrame[Any]) -> pa.Table:
        """Run a lazy frame of this snapshot and return its rows as Arrow."""
        return self._session.collect(frame)

    def _known(self, table: str) -> str:
        names = self._view.table(table).schema.names
        if table not in self._relations:
            self._relations[table] = self._session.relation(self._view.source(table))
        return sql.known_by(self._relations[table], names, self.known_at, self._session.dialect)

    def close(self) -> None:
        """Let go of the engine; frames of this snapshot can no longer be collected."""
        self._session.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()
