"""Reads as relations of a private, in-memory DuckDB: every column as trimmed text, declared nulls as NULL."""

# ruff: noqa: S608 - names are quoted and literals escaped in mapping/sql.py; nothing of a user gets in as SQL

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from zoneinfo import ZoneInfo

import duckdb
import pyarrow as pa

from trueup.sources.headers import FILE, LINE, ROW, Headers
from trueup.sources.mapping.sql import literal, matches, name, trimmed
from trueup.sources.reading import Numbers

RAW, NATIVE = "raw:", "native:"
_NUMBERS = Numbers()
_NOTHING: Mapping[str, str | None] = {}
_NO_UNITS: Mapping[str, str] = {}


@dataclass(frozen=True, slots=True)
class Calendar:
    """What a book says of time: the zone its days begin in, and the month its fiscal year begins with."""

    zone: ZoneInfo
    fiscal_year_start: int
    now: dt.datetime


@dataclass(frozen=True, slots=True)
class Staged:
    """One read: its relation, its headers, how numbers are written in it, and its declared nulls."""

    relation: str
    headers: Headers
    numbers: Numbers
    missing: Mapping[str, str | None]
    rows: int
    files: tuple[str, ...]
    units: Mapping[str, str]
    types: Mapping[str, pa.DataType]

    def place(self, file: str, line: int) -> int | str:
        """Where a row stands, as people would find it: its line, after the file's name if there are several."""
        where = f"{self.units[file]} {line}" if file in self.units else str(line)
        return f"{file}:{where}" if len(self.files) > 1 else (where if file in self.units else line)


class Stage:
    """The reads of one source, side by side. Reaches no file and no network."""

    def __init__(self, calendar: Calendar) -> None:
        self.calendar = calendar
        self.reads: dict[str, Staged] = {}
        self._db = duckdb.connect(config={"enable_external_access": "false"})
        self._db.execute("SET TimeZone = 'UTC'")
        self._count = 0

    def add(
        self,
        read: str,
        table: pa.Table,
        *,
        absent: tuple[str, ...] = (),
        numbers: Numbers = _NUMBERS,
        missing: Mapping[str, str | None] = _NOTHING,
        units: Mapping[str, str] = _NO_UNITS,
    ) -> Staged:
        """Stage a table that has, beside its own columns, `_file`, `_line` and `_row` (its place in the read).

        `units` says for which files a row is not a line (`column`, in a transposed one).
        """
        own = [header for header in table.column_names if header not in (FILE, LINE, ROW)]
        files = tuple(table[FILE].unique().to_pylist())
        relation = f"read_{len(self.reads)}"
        self._db.register(f"{relation}_arrow", table)
        columns = [part for header in own for part in _columns(header, table.schema.field(header).type, missing)]
        kept = ", ".join((name(ROW), name(FILE), name(LINE), *columns))
        self._db.execute(f"CREATE VIEW {relation} AS SELECT {kept} FROM {relation}_arrow")
        typed = {header: table.schema.field(header).type for header in own}
        staged = Staged(relation, Headers(own, absent), numbers, missing, table.num_rows, files, units, typed)
        self.reads[read] = staged
        return staged

    def register(self, table: pa.Table, stem: str) -> str:
        """Give an Arrow table a name in SQL."""
        self._count += 1
        relation = f"{stem}_{self._count}"
        self._db.register(relation, table)
        return relation

    def query(self, sql: str) -> pa.Table:
        """Run a query."""
        return self._db.sql(sql).to_arrow_table()

    def keep(self, sql: str) -> str:
        """Run a query and keep its rows under a name."""
        self._count += 1
        relation = f"kept_{self._count}"
        self._db.execute(f"CREATE TEMP TABLE {relation} AS {sql}")
        return relation

    def close(self) -> None:
        """Let go of the memory."""
        self._db.close()


def _columns(header: str, kind: pa.DataType, missing: Mapping[str, str | None]) -> Iterator[str]:
    """The column as clean text, as raw text, and, where the source has types, as it is."""
    text = trimmed(f"CAST({name(header)} AS VARCHAR)")
    yield f"CASE WHEN {_is_missing(text, missing)} THEN NULL ELSE {text} END AS {name(header)}"
    yield f"CAST({name(header)} AS VARCHAR) AS {name(RAW + header)}"
    if not is_text(kind):
        yield f"CASE WHEN {_is_missing(text, missing)} THEN NULL ELSE {name(header)} END AS {name(NATIVE + header)}"


def is_text(kind: pa.DataType) -> bool:
    """Whether a column holds text, or nothing at all."""
    texts = (pa.types.is_string, pa.types.is_large_string, pa.types.is_string_view, pa.types.is_null)
    return any(test(kind) for test in texts)


def _is_missing(text: str, missing: Mapping[str, str | None]) -> str:
    """Whether a text means nothing. (Not `IN`: the engine makes a join of it, and reads every column for it.)"""
    whole = {" ".join(one.split()).lower() for one in missing if "*" not in one}
    tests = [f"lower({text}) = {literal(one)}" for one in sorted(whole | {""})]
    tests += [matches(text, one) for one in missing if "*" in one]
    return " OR ".join(tests)


def reason(header: str, missing: Mapping[str, str | None]) -> str:
    """Why a missing cell is missing: the reason declared for its text, else the text itself, else `empty`."""
    raw = trimmed(name(RAW + header))
    cases = [f"WHEN {matches(raw, one)} THEN {literal(why)}" for one, why in missing.items() if why]
    told = f"coalesce(nullif({raw}, ''), 'empty')"
    return f"CASE {' '.join(cases)} ELSE {told} END" if cases else told
