"""What Narwhals cannot say, as SQL for each dialect. This is the only file with engine-specific SQL."""

# ruff: noqa: S608 - names are quoted and literals escaped in sql.py; nothing of a user gets in as SQL

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence

DUCKDB = "duckdb"
SPARK = "spark"

_QUOTE = {DUCKDB: '"', SPARK: "`"}


def quoted(name: str, dialect: str) -> str:
    """An identifier, whatever is in it."""
    mark = _QUOTE[dialect]
    return mark + name.replace(mark, mark * 2) + mark


def columns(names: Iterable[str], dialect: str, prefix: str = "") -> str:
    """A list of identifiers."""
    return ", ".join(prefix + quoted(name, dialect) for name in names)


def text(value: str, dialect: str) -> str:
    """A text literal."""
    escaped = value.replace("\\", "\\\\") if dialect == SPARK else value
    return "'" + escaped.replace("'", "\\'" if dialect == SPARK else "''") + "'"


def instant(moment: dt.datetime, dialect: str) -> str:
    """An instant as a literal, in UTC."""
    kind = {DUCKDB: "TIMESTAMPTZ", SPARK: "TIMESTAMP"}[dialect]
    return f"{kind} '{moment.astimezone(dt.UTC):%Y-%m-%d %H:%M:%S.%f}+00:00'"


def known_by(relation: str, names: Sequence[str], moment: dt.datetime | None, dialect: str) -> str:
    """The rows that were known at a moment."""
    where = f" WHERE recorded_at <= {instant(moment, dialect)}" if moment else ""
    return f"SELECT {columns(names, dialect)} FROM {relation}{where}"


def latest(relation: str, names: Sequence[str], key: Sequence[str], dialect: str) -> str:
    """The row of each key that became known last; the row number decides between equals.

    The greatest of (recorded_at, seq) by max-by over the whole row: one state a key, no sort.
    """
    rest = [name for name in names if name not in key]
    grouped = columns(key, dialect)
    if dialect == DUCKDB:
        fields = ", ".join(f"{quoted(name, dialect)} := {quoted(name, dialect)}" for name in rest)
        best = f"arg_max(struct_pack({fields}), struct_pack(a := recorded_at, b := seq))"
    else:
        best = f"max_by(struct({columns(rest, dialect)}), struct(recorded_at, seq))"
    picked = ", ".join(
        quoted(name, dialect) if name in key else f"best.{quoted(name, dialect)} AS {quoted(name, dialect)}"
        for name in names
    )
    return f"SELECT {picked} FROM (SELECT {grouped}, {best} AS best FROM {relation} GROUP BY {grouped})"


def layered(layers: Sequence[str], key: Sequence[str], dialect: str = DUCKDB) -> str:
    """All layers as one, oldest first: a row counts unless a newer layer has a row of the same key."""
    same = " AND ".join(f"o.{quoted(name, dialect)} IS NOT DISTINCT FROM n.{quoted(name, dialect)}" for name in key)
    parts = [f"SELECT * FROM {layers[-1]}"]
    newer = layers[-1]
    for layer in reversed(layers[:-1]):
        parts.append(f"SELECT * FROM {layer} o WHERE NOT EXISTS (SELECT 1 FROM {newer} n WHERE {same})")
        newer = f"(SELECT * FROM {newer} UNION ALL SELECT * FROM {layer})"
    return " UNION ALL ".join(parts)


def without_superseded(
    relation: str, names: Sequence[str], superseded: str, moment: dt.datetime | None, dialect: str
) -> str:
    """The rows that no later row, known by the moment, corrects."""
    join = {DUCKDB: "ANTI JOIN", SPARK: "LEFT ANTI JOIN"}[dialect]
    where = f" WHERE until <= {instant(moment, dialect)}" if moment else ""
    return f"SELECT {columns(names, dialect)} FROM {relation} {join} (SELECT seq FROM {superseded}{where}) USING (seq)"
