"""Which rows of a table a later row corrects, kept beside the facts so that a question need not search for them.

What `superseded` of the cells is for observations: for each such row its number, and `until` when it was the latest
known. It follows from the rows alone. A file holds for the state of the facts that its name says; what came since is
searched for among the keys that are new.
"""

# ruff: noqa: S608 - names are quoted in sql.py; nothing of a user gets in as SQL

from __future__ import annotations

import re
import uuid
from typing import TYPE_CHECKING

import pyarrow as pa

from trueup.facts.derived.cells import SUPERSEDED
from trueup.facts.engine import sql
from trueup.facts.engine.duckdb import DuckDBEngine

if TYPE_CHECKING:
    from pathlib import Path

    from trueup.facts.engine.duckdb import DuckDBSession
    from trueup.facts.view import View

_NAME = re.compile(r"(?P<table>\w+)-(?P<store>\w+)-(?P<seq>\d+)\.parquet")


class Corrected:
    """The corrected rows of the tables of one store. Always DuckDB in this process, whatever engine asks."""

    def __init__(self, root: Path) -> None:
        self.folder = root / "derived" / "corrected"
        self._engine = DuckDBEngine(root / "spill")

    def rows(self, view: View, table: str) -> pa.Table:
        """The corrected rows of a view: `seq` and `until`."""
        store, seq = view.tail.record.store, view.tail.seq
        kept = self._kept(table, store, seq)
        if kept is not None and (kept[0] == seq or not view.has_rows(table, since=kept[0])):
            return kept[1]
        session = self._engine.session()
        try:
            found = _searched(session, view, table, kept)
        finally:
            session.close()
        if store:
            self._keep(found, table, store, seq)
        return found

    def _kept(self, table: str, store: str, seq: int) -> tuple[int, pa.Table] | None:
        """The latest file that holds for a state no later than the one asked for."""
        import pyarrow.parquet as pq

        known = max((each for each in self._states(table, store) if each <= seq), default=None)
        if known is None:
            return None
        try:
            return known, pq.read_table(self._path(table, store, known))
        except FileNotFoundError:  # somebody else has kept a later state
            return None

    def _keep(self, rows: pa.Table, table: str, store: str, seq: int) -> None:
        """Whole or not at all, in place of those before it."""
        import pyarrow.parquet as pq

        states = self._states(table, store)
        if any(each > seq for each in states):
            return
        self.folder.mkdir(parents=True, exist_ok=True)
        new = self.folder / f".{uuid.uuid4().hex}"
        pq.write_table(rows, new, compression="zstd")
        new.replace(self._path(table, store, seq))
        for each in states:
            if each < seq:
                self._path(table, store, each).unlink(missing_ok=True)

    def _path(self, table: str, store: str, seq: int) -> Path:
        return self.folder / f"{table}-{store}-{seq}.parquet"

    def _states(self, table: str, store: str) -> list[int]:
        names = (_NAME.fullmatch(path.name) for path in self.folder.glob(f"{table}-*.parquet"))
        return [int(name["seq"]) for name in names if name and (name["table"], name["store"]) == (table, store)]

    def clear(self) -> None:
        """Forget everything; it is searched for again."""
        for path in self.folder.glob("*.parquet"):
            path.unlink(missing_ok=True)

    def close(self) -> None:
        """Let go of the engine."""
        self._engine.close()


def _searched(session: DuckDBSession, view: View, table: str, kept: tuple[int, pa.Table] | None) -> pa.Table:
    relation = session.relation(view.source(table))
    if kept is None:
        return _corrected(session, relation, view.table(table).key)
    since, before = kept
    fresh = f"(SELECT * FROM {relation} WHERE seq >= {since})"
    key = view.table(table).key
    hashed = f"hash({sql.columns(key, sql.DUCKDB)})"
    touched = f"(SELECT * FROM {relation} WHERE {hashed} IN (SELECT {hashed} FROM {fresh}))"
    found = _corrected(session, touched, key)
    both = session.register(pa.concat_tables([before, found]))
    merged = session.cursor.sql(f"SELECT seq, min(until) AS until FROM {both} GROUP BY seq ORDER BY seq")
    return merged.to_arrow_table().cast(SUPERSEDED)


def _corrected(session: DuckDBSession, rows: str, key: tuple[str, ...]) -> pa.Table:
    """Keys that occur once, nearly all, are left out by their hash first."""
    names = sql.columns(key, sql.DUCKDB)
    found = session.cursor.sql(
        f"""SELECT seq, until FROM (
            SELECT seq, lead(recorded_at) OVER (PARTITION BY {names} ORDER BY recorded_at, seq) AS until
            FROM {rows} WHERE hash({names}) IN (SELECT hash({names}) FROM {rows} GROUP BY ALL HAVING count(*) > 1)
        ) WHERE until IS NOT NULL ORDER BY seq"""
    )
    return found.to_arrow_table().cast(SUPERSEDED)
