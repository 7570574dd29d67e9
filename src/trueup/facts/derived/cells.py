"""Cells: latest known observations, summed by KPI x month x slice x reporter. And the rows that were superseded.

A cell's period is the calendar month that contains the observation's period; an observation that no month contains
keeps its own period. A cell holds the sums that every roll-up needs, so a question costs by cells, not by rows.
`superseded` holds, for each row that a later row corrects, the moment `until` which it was the latest known: the
earliest recording among the rows of its key that come after it. Both follow from the rows alone.
"""

# ruff: noqa: S608 - every name below is a constant of this module

from __future__ import annotations

from typing import TYPE_CHECKING

import pyarrow as pa

from trueup.facts.tables import MOMENT, OBSERVATIONS

if TYPE_CHECKING:
    import duckdb

SLICE = ("stage", "phase", "project", "provider", "segment", "reported_by")
KEY = ("kpi", "period_start", "period_end", *SLICE)

# name, Arrow type, SQL over the latest known rows of a cell; `held` marks rows that have an actual.
_MEASURES: tuple[tuple[str, pa.DataType, str], ...] = (
    ("rows", pa.int64(), "count(*)"),
    ("actuals", pa.int64(), "count(actual)"),
    ("total", pa.float64(), "fsum(actual)"),
    ("weight", pa.float64(), "fsum(coalesce(n::DOUBLE, 1)) FILTER (held)"),
    ("weighted", pa.float64(), "fsum(actual * coalesce(n::DOUBLE, 1))"),
    ("squares", pa.float64(), "fsum(actual * actual)"),
    ("least", pa.float64(), "min(actual)"),
    ("most", pa.float64(), "max(actual)"),
    ("latest", pa.float64(), "arg_max(actual, struct_pack(e := period_end, r := recorded_at, s := seq)) FILTER (held)"),
    ("counted", pa.int64(), "count(n) FILTER (held)"),
    ("cases", pa.int64(), "(sum(n) FILTER (held))::BIGINT"),
    ("errors", pa.int64(), "count(stderr) FILTER (held)"),
    ("error2", pa.float64(), "fsum(stderr * stderr) FILTER (held)"),
    ("weighted_error2", pa.float64(), "fsum((stderr * coalesce(n::DOUBLE, 1)) ** 2) FILTER (held)"),
    ("first", pa.date32(), "min(period_start)"),
    ("last_start", pa.date32(), "max(period_start)"),
    ("last", pa.date32(), "max(period_end)"),
    ("longest", pa.int64(), "max(period_end - period_start)"),
    ("recorded_at", MOMENT, "max(recorded_at)"),
    ("missing", pa.int64(), "count(*) FILTER (NOT held)"),
    ("reason", pa.string(), "min(missing_reason)"),
)
_TYPES = {column.name: column.type for column in OBSERVATIONS.columns}
CELLS = pa.schema([*((name, _TYPES[name]) for name in KEY), *((name, kind) for name, kind, _ in _MEASURES)])
SUPERSEDED = pa.schema([("seq", pa.int64()), ("until", MOMENT)])

_ROW_KEY = ", ".join(OBSERVATIONS.key)
_CELL_KEY = ", ".join(("kpi", "cell_start", "cell_end", *SLICE))
_CELL = """
    CASE WHEN date_trunc('month', period_start) = date_trunc('month', period_end - 1)
         THEN date_trunc('month', period_start)::DATE ELSE period_start END AS cell_start,
    CASE WHEN date_trunc('month', period_start) = date_trunc('month', period_end - 1)
         THEN (date_trunc('month', period_start) + INTERVAL 1 MONTH)::DATE ELSE period_end END AS cell_end"""
_SAME_CELL = " AND ".join(
    [
        "r.kpi = t.kpi AND r.cell_start = t.cell_start AND r.cell_end = t.cell_end",
        *(f"r.{name} IS NOT DISTINCT FROM t.{name}" for name in SLICE),
    ]
)


def read_all(cursor: duckdb.DuckDBPyConnection, rows: str) -> None:
    """Make `candidates` all rows of the observations."""
    cursor.execute(f"CREATE OR REPLACE TEMP VIEW candidates AS SELECT *, {_CELL} FROM {rows}")


def read_touched(cursor: duckdb.DuckDBPyConnection, rows: str, cells: str, since: int) -> None:
    """Make `candidates` the rows of every cell that has a row numbered `since` or later.

    `cells` stands for the cells of all rows below `since`. A cell that it does not have has no older rows, so
    the older rows are searched only within the bounds of the cells that it has.
    """
    cursor.execute(f"CREATE OR REPLACE TEMP TABLE fresh AS SELECT *, {_CELL} FROM {rows} WHERE seq >= {since}")
    cursor.execute(
        f"""CREATE OR REPLACE TEMP TABLE touched AS
        SELECT * FROM (SELECT DISTINCT {_CELL_KEY} FROM fresh) t
        WHERE EXISTS (SELECT 1 FROM (SELECT * RENAME (period_start AS cell_start, period_end AS cell_end)
                                     FROM {cells}) r WHERE {_SAME_CELL})"""
    )
    bounds = cursor.execute("SELECT min(kpi), max(kpi), min(cell_start), max(cell_end) FROM touched").fetchone()
    cursor.execute("CREATE OR REPLACE TEMP TABLE candidates AS SELECT * FROM fresh")
    if bounds is not None and bounds[0] is not None:
        cursor.execute(
            f"""INSERT INTO candidates SELECT r.* FROM (SELECT *, {_CELL} FROM {rows}
                WHERE seq < {since} AND kpi BETWEEN ? AND ? AND period_start >= ? AND period_end <= ?) r
            WHERE EXISTS (SELECT 1 FROM touched t WHERE {_SAME_CELL})""",
            list(bounds),
        )


def superseded(cursor: duckdb.DuckDBPyConnection) -> pa.Table:
    """The candidates that a later row corrects. Keys that occur once, nearly all, are left out by their hash first."""
    cursor.execute(
        f"""CREATE OR REPLACE TEMP TABLE superseded AS
        SELECT seq, until FROM (
            SELECT seq, lead(recorded_at) OVER (PARTITION BY {_ROW_KEY} ORDER BY recorded_at, seq) AS until
            FROM candidates WHERE hash({_ROW_KEY}) IN (
                SELECT hash({_ROW_KEY}) FROM candidates GROUP BY ALL HAVING count(*) > 1)
        ) WHERE until IS NOT NULL"""
    )
    return cursor.sql("SELECT * FROM superseded ORDER BY seq").to_arrow_table().cast(SUPERSEDED)


def cells(cursor: duckdb.DuckDBPyConnection) -> pa.Table:
    """The cells of the candidates that are not superseded."""
    measures = ", ".join(f"{expression} AS {name}" for name, _, expression in _MEASURES)
    query = f"""
        SELECT kpi, cell_start AS period_start, cell_end AS period_end, {", ".join(SLICE)},
               * EXCLUDE (kpi, cell_start, cell_end, {", ".join(SLICE)})
        FROM (SELECT {_CELL_KEY}, {measures}
              FROM (SELECT *, actual IS NOT NULL AS held FROM candidates ANTI JOIN superseded USING (seq))
              GROUP BY {_CELL_KEY})
        ORDER BY kpi, period_start"""
    return cursor.sql(query).to_arrow_table().cast(CELLS)


def latest_recording(cursor: duckdb.DuckDBPyConnection) -> int | None:
    """When the last of the candidates became known (microseconds UTC)."""
    found = cursor.execute("SELECT epoch_us(max(recorded_at)) FROM candidates").fetchone()
    return found[0] if found else None
