"""Rows of a table or query as Arrow, a partition at a time."""

from __future__ import annotations

import datetime as dt
import decimal
import json
from collections.abc import Iterator, Sequence
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pyarrow as pa

from trueup.sources.gather import FileRead, Gathered, Progress
from trueup.sources.headers import FILE, LINE, ROW, renamed
from trueup.sources.reading import Read
from trueup.sources.sql.connect import address, connected, shown
from trueup.sources.sql.cursor import Cursor
from trueup.vocabulary import SourceError

if TYPE_CHECKING:
    from sqlalchemy import Connection, Select

_PARTITION = 20_000


def gather_sql(
    read: Read, folder: Path, since: Cursor | None, progress: Progress | None = None
) -> tuple[Gathered, Cursor | None]:
    """The rows from `since` on (itself included: rows may share a value), and the cursor that they reach."""
    assert read.sql is not None
    url = address(read.sql, folder)
    label = read.table or "query"
    chunks: list[pa.Table] = []
    with connected(url) as connection:
        for names, rows in _partitions(connection, _statement(read, since)):
            chunks.append(_table(names, rows))
            if progress is not None:
                progress(label, sum(chunk.num_rows for chunk in chunks), None)
    table = _united(chunks)
    reached = _reached(table, read, since, shown(url))
    names, absent = renamed(table.column_names, read.columns if isinstance(read.columns, dict) else {})
    table = _numbered(table.rename_columns(names), label)
    found = FileRead(label, table.num_rows, 0, 0, None, ())
    return Gathered(table, [found], absent=tuple(absent)), reached


def _statement(read: Read, since: Cursor | None) -> Select[Any]:
    import sqlalchemy as sa

    if read.table:
        schema, _, table = read.table.rpartition(".")
        origin: Any = sa.table(table, schema=schema or None)
    else:
        origin = sa.text(f"({str(read.query).strip().rstrip(';')}) AS q")
    statement: Select[Any] = sa.select(sa.literal_column("*")).select_from(origin)
    if read.cursor is None:
        return statement
    column: Any = sa.column(read.cursor)
    if since is not None:
        statement = statement.where(column >= since.value)
    return statement.order_by(column)


def _partitions(connection: Connection, statement: Select[Any]) -> Iterator[tuple[list[str], Sequence[Any]]]:
    result = connection.execution_options(stream_results=True, yield_per=_PARTITION).execute(statement)
    names = list(result.keys())
    yielded = False
    for rows in result.partitions(_PARTITION):
        yielded = True
        yield names, rows
    if not yielded:
        yield names, []


def _table(names: list[str], rows: Sequence[Any]) -> pa.Table:
    columns = zip(*rows, strict=True) if rows else [()] * len(names)
    return pa.table([_array(list(column)) for column in columns], names=names)


def _array(values: list[Any]) -> pa.Array:
    """Values of one column; what Arrow has no type for, or a column of several types, becomes text."""
    first = next((value for value in values if value is not None), None)
    if isinstance(first, Decimal):
        return _decimals(values)
    if isinstance(first, dict | list):
        return pa.array([None if v is None else json.dumps(v, default=str) for v in values], pa.string())
    if first is None or isinstance(first, str | bool | int | float | bytes | dt.date):
        try:
            return pa.array(values)
        except (pa.ArrowInvalid, pa.ArrowTypeError):
            pass
    return pa.array([None if value is None else str(value) for value in values], pa.string())


def _decimals(values: list[Any]) -> pa.Array:
    given = [value if value is None else Decimal(value) for value in values]
    scales = [-int(value.as_tuple().exponent) for value in given if value is not None and value.is_finite()]
    scale = max([0, *scales])
    with decimal.localcontext(prec=38):
        return pa.array(given, pa.decimal128(38, min(scale, 30)))


def _united(chunks: list[pa.Table]) -> pa.Table:
    try:
        return pa.concat_tables(chunks, promote_options="permissive")
    except (pa.ArrowInvalid, pa.ArrowTypeError):
        texts = [pa.table([c.cast(pa.string()) for c in chunk.columns], names=chunk.column_names) for chunk in chunks]
        return pa.concat_tables(texts)


def _reached(table: pa.Table, read: Read, since: Cursor | None, where: str) -> Cursor | None:
    if read.cursor is None:
        return None
    if read.cursor not in table.column_names:
        raise SourceError(f"the cursor {read.cursor!r} is no column", where=where, do=f"one of {table.column_names}")
    last = next((v for v in reversed(table[read.cursor].to_pylist()) if v is not None), None) if len(table) else None
    try:
        return since if last is None else Cursor.of(last)
    except ValueError as bad:
        raise SourceError(str(bad), where=where, do="choose a serial number or a time of change") from None


def _numbered(table: pa.Table, label: str) -> pa.Table:
    numbers = pa.array(range(1, table.num_rows + 1), pa.int64())
    table = table.append_column(FILE, pa.repeat(pa.scalar(label), table.num_rows))
    table = table.append_column(LINE, numbers)
    return table.append_column(ROW, pa.array(range(table.num_rows), pa.int64()))
