"""A snapshot: one consistent state of the facts, as known at a moment, in an engine's lazy frames."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Self

from trueup.facts.derived.cells import KEY as CELL_KEY
from trueup.facts.engine import sql
from trueup.facts.engine.protocol import Source
from trueup.facts.tables import OBSERVATIONS, RESPONSES

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Mapping, Sequence

    import narwhals.stable.v2 as nw
    import pyarrow as pa

    from trueup.facts.derived.corrected import Corrected
    from trueup.facts.derived.state import Derived
    from trueup.facts.engine.protocol import Session
    from trueup.facts.sent import SentBatch
    from trueup.facts.view import View


SMALL = 10_000
"""Rows of a table in the log up to which a pass over all of them takes less than the engine's planning does."""


class Snapshot:
    """What was known at `known_at` (None: everything acknowledged when the snapshot was taken).

    Belongs to one thread. Use it as a context manager, or close it; its frames live as long as it does.
    """

    def __init__(
        self,
        view: View,
        session: Session,
        known_at: dt.datetime | None,
        derived: Derived | None = None,
        corrected: Corrected | None = None,
    ) -> None:
        self.known_at = known_at
        self._view, self._session, self._derived, self._corrected = view, session, derived, corrected
        self._gone: dict[str, str | None] = {}
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

    def frame(self, table: str, zone: str | None = None) -> nw.LazyFrame[Any]:
        """Every row known at the moment: corrections beside what they correct; with a `zone`, times as in `local`."""
        known = self._known(table)
        return self._session.frame(known if zone is None else self._shown(table, known, zone))

    def latest(
        self,
        table: str,
        only: Mapping[str, Sequence[str]] | None = None,
        *,
        pick: Mapping[str, tuple[str, str]] | None = None,
    ) -> nw.LazyFrame[Any]:
        """The row of each key that became known last, as known at the moment.

        Last is the greatest (recorded_at, seq). Observations and responses come from the rows less those that are kept
        as superseded; anything else by max-by. Both give the same rows. `only` names columns of the key and the texts
        that they may have: what is left out beforehand need not be searched for its latest row. `pick` adds columns:
        name -> (a column of JSON objects, one of their keys), the value as text.
        """
        query, names = self._latest(table, only)
        dialect = self._session.dialect
        return self._session.frame(sql.picked(query, names, pick, dialect) if pick else query)

    def _latest(self, table: str, only: Mapping[str, Sequence[str]] | None) -> tuple[str, list[str]]:
        shape, dialect = self._view.table(table), self._session.dialect
        if table == OBSERVATIONS.name and self._derived:
            return self._not_superseded(shape.schema.names, self._derived), shape.schema.names
        known = self._known(table, {name: values for name, values in (only or {}).items() if name in shape.key})
        if table == RESPONSES.name and self._corrected:
            return self._less_corrected(known, shape.schema.names, self._corrected), shape.schema.names
        if self._is_small(table):
            return self._less_superseded(table, known), shape.schema.names
        return sql.latest(f"({known})", shape.schema.names, shape.key, dialect), shape.schema.names

    def _is_small(self, table: str) -> bool:
        """Whether the engine of this process holds the whole table in memory, and it is small."""
        rows = self._view.rows_in_log(table)
        return self._session.dialect == sql.DUCKDB and rows is not None and rows <= SMALL

    def _less_superseded(self, table: str, known: str) -> str:
        """The latest of some rows of a small table: which are corrected is asked once, however often rows are."""
        shape, dialect = self._view.table(table), self._session.dialect
        if table not in self._gone:
            rows = self.collect(self._session.frame(sql.superseded(f"({self._known(table)})", shape.key, dialect)))
            self._gone[table] = self._session.relation(Source(rows.schema, tail=rows)) if rows.num_rows else None
        gone = self._gone[table]
        return sql.without_superseded(f"({known})", shape.schema.names, gone, None, dialect) if gone else known

    def local(self, table: str, zone: str) -> nw.LazyFrame[Any]:
        """The latest rows of a table, its own times with a zone as the clocks of `zone` (IANA) show them.

        So a day that is cut from a time is a day there; the store's `recorded_at` stays an instant.
        """
        query, _ = self._latest(table, None)
        return self._session.frame(self._shown(table, query, zone))

    def _shown(self, table: str, query: str, zone: str) -> str:
        schema = self._view.table(table).schema
        zoned = {f.name for f in schema if getattr(f.type, "tz", None) and f.name != "recorded_at"}
        return sql.in_zone(query, schema.names, zoned, zone, self._session.dialect) if zoned else query

    def _not_superseded(self, names: list[str], derived: Derived) -> str:
        known, gone = self._known(OBSERVATIONS.name), derived.superseded()
        if gone is None:
            return known
        relation = self._session.relation(gone)
        return sql.without_superseded(f"({known})", names, relation, self.known_at, self._session.dialect)

    def _less_corrected(self, known: str, names: list[str], corrected: Corrected) -> str:
        table = RESPONSES.name
        if table not in self._gone:
            rows = corrected.rows(self._view, table)
            self._gone[table] = self._session.relation(Source(rows.schema, tail=rows)) if rows.num_rows else None
        gone = self._gone[table]
        if gone is None:
            return known
        return sql.without_superseded(f"({known})", names, gone, self.known_at, self._session.dialect)

    def cells(self) -> nw.LazyFrame[Any] | None:
        """Latest known observations summed by KPI x month x slice x reporter, or None: then ask the rows.

        None when nothing is kept yet, or when cells would know more than was known at `known_at`. Columns and
        their meaning: `trueup.facts.derived.cells`.
        """
        if self._derived is None or not self._derived.holds_at(self.known_at):
            return None
        return self._session.frame(self._layered(self._derived))

    def cells_by_now(self) -> nw.LazyFrame[Any] | None:
        """The cells of all that is known by now, whatever the moment of the snapshot; None when nothing is kept yet.

        Besides the columns of a cell `later`: whether something in it became known after the moment. Where nothing
        did, the cell is what it was at the moment; for the others ask the rows.
        """
        if self._derived is None:
            return None
        dialect = self._session.dialect
        return self._session.frame(sql.marked_later(self._layered(self._derived), self.known_at, dialect))

    def _layered(self, derived: Derived) -> str:
        layers = [self._session.relation(source) for source in derived.cells()]
        return sql.layered(layers, CELL_KEY, self._session.dialect)

    def collect(self, frame: nw.LazyFrame[Any]) -> pa.Table:
        """Run a lazy frame of this snapshot and return its rows as Arrow."""
        return self._session.collect(frame)

    def batches(self, names: Sequence[str]) -> list[SentBatch]:
        """The batches of these names (column `batch`), each with all its rows as they were sent, in order of arrival.

        Whatever was known at the moment: a batch's digest is over all of it.
        """
        from trueup.facts.sent import sent_batches

        return sent_batches(self._view, names)

    def _known(self, table: str, only: Mapping[str, Sequence[str]] | None = None) -> str:
        names = self._view.table(table).schema.names
        if table not in self._relations:
            self._relations[table] = self._session.relation(self._view.source(table))
        return sql.known_by(self._relations[table], names, self.known_at, self._session.dialect, only)

    def close(self) -> None:
        """Let go of the engine; frames of this snapshot can no longer be collected."""
        self._session.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()
