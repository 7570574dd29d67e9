"""DuckDB in this process: one connection, a cursor a session, so that threads work side by side."""

# ruff: noqa: S608 - names are quoted and literals escaped in sql.py; nothing of a user gets in as SQL

from __future__ import annotations

import itertools
import threading
from typing import TYPE_CHECKING, Any

import pyarrow as pa

from trueup.facts.engine import sql

if TYPE_CHECKING:
    from pathlib import Path

    import duckdb
    import narwhals.stable.v2 as nw

    from trueup.facts.engine.protocol import Source


class DuckDBEngine:
    """An in-memory DuckDB that reads the lake's files; what does not fit in memory spills to `spill`."""

    name = "duckdb"

    def __init__(self, spill: Path | None = None) -> None:
        self._spill = spill
        self._connection: duckdb.DuckDBPyConnection | None = None
        self._lock = threading.Lock()

    def session(self) -> DuckDBSession:
        """A cursor of the one connection."""
        with self._lock:
            if self._connection is None:
                self._connection = _connect(self._spill)
            return DuckDBSession(self._connection.cursor())

    def close(self) -> None:
        """Close the connection and with it every session."""
        with self._lock:
            if self._connection is not None:
                self._connection.close()
                self._connection = None


def _connect(spill: Path | None) -> duckdb.DuckDBPyConnection:
    import duckdb

    connection = duckdb.connect()
    connection.execute("SET GLOBAL TimeZone = 'UTC'")
    connection.execute("SET GLOBAL preserve_insertion_order = false")
    connection.execute("SET GLOBAL parquet_metadata_cache = true")  # a file of the lake never changes
    if spill is not None:
        connection.execute(f"SET GLOBAL temp_directory = {sql.text(str(spill), sql.DUCKDB)}")
    return connection


class DuckDBSession:
    """One snapshot's cursor."""

    dialect = sql.DUCKDB

    def __init__(self, cursor: duckdb.DuckDBPyConnection) -> None:
        self.cursor = cursor
        self._names = (f"log_{number}" for number in itertools.count())

    def relation(self, source: Source) -> str:
        """Files and log rows as one parenthesised query, with all columns of the schema by name."""
        parts = []
        if source.dataset is not None:
            parts.append(f"SELECT * FROM {self.register(source.dataset)}")
        elif source.files:
            parts.append(f"SELECT * FROM {_parquet(source)}")
        if source.tail is not None or source.evolving or not parts:  # an empty tail still names every column
            parts.append(f"SELECT * FROM {self.register(_padded(source.tail, source.schema))}")
        return f"({' UNION ALL BY NAME '.join(parts)})"

    def register(self, data: Any) -> str:
        """Give Arrow data a name in SQL."""
        name = next(self._names)
        self.cursor.register(name, data)
        return name

    def frame(self, query: str) -> nw.LazyFrame[Any]:
        """A query as a lazy frame."""
        import narwhals.stable.v2 as nw

        return nw.from_native(self.cursor.sql(query))

    def collect(self, frame: nw.LazyFrame[Any]) -> pa.Table:
        """Run a lazy frame."""
        return frame.to_native().to_arrow_table()

    def close(self) -> None:
        """Close the cursor; its frames can no longer be collected."""
        self.cursor.close()


def _parquet(source: Source) -> str:
    files = ", ".join(sql.text(path, sql.DUCKDB) for path in source.files)
    return f"read_parquet([{files}]{', union_by_name = true' if source.evolving else ''})"


def _padded(tail: pa.Table | None, schema: pa.Schema) -> pa.Table:
    """The log's rows with every column, those that they lack as nulls."""
    if tail is None:
        return schema.empty_table()
    columns = [tail.column(f.name) if f.name in tail.column_names else pa.nulls(tail.num_rows, f.type) for f in schema]
    return pa.table(columns, schema=schema)
