"""A table on a stage, without a file."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from zoneinfo import ZoneInfo

import pyarrow as pa

from trueup.sources.fields import read_field
from trueup.sources.headers import FILE, LINE, ROW
from trueup.sources.mapping.compile import Compiler, Want
from trueup.sources.mapping.stage import Calendar, Stage
from trueup.sources.reading import Numbers

CALENDAR = Calendar(ZoneInfo("Europe/Berlin"), 4, dt.datetime(2026, 3, 1, tzinfo=dt.UTC))


def staged(
    table: pa.Table,
    *,
    missing: Mapping[str, str | None] | None = None,
    numbers: Numbers | None = None,
    calendar: Calendar = CALENDAR,
    stage: Stage | None = None,
    read: str = "main",
) -> Stage:
    """A stage on which `table` is the read `main`, its first row on line 2."""
    stage = stage or Stage(calendar)
    rows = range(table.num_rows)
    table = table.append_column(FILE, pa.repeat(pa.scalar("file.csv"), table.num_rows))
    table = table.append_column(LINE, pa.array([row + 2 for row in rows], pa.int64()))
    table = table.append_column(ROW, pa.array(list(rows), pa.int64()))
    stage.add(read, table, missing=missing or {}, numbers=numbers or Numbers())
    return stage


def values(stage: Stage, raw: object, want: Want) -> list[tuple[object, str | None]]:
    """Value and error of a field in every row."""
    compiler = Compiler(stage, "main")
    found = compiler.compile(read_field(raw), want)
    query = f"SELECT {found.value} AS v, {found.error} AS e FROM {compiler.staged.relation} ORDER BY _row"
    rows = stage.query(query).to_pylist()
    return [(None if row["e"] else row["v"], row["e"]) for row in rows]
