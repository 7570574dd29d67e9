"""What Narwhals cannot say, as SQL for each dialect. This is the only file with engine-specific SQL."""

# ruff: noqa: S608 - names are quoted and literals escaped in sql.py; nothing of a user gets in as SQL

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterable, Mapping, Sequence

DUCKDB = "duckdb"
SPARK = "spark"

_QUOTE = {DUCKDB: '"', SPARK: "`"}
_HASH = {DUCKDB: "hash", SPARK: "xxhash64"}
_KEPT = {DUCKDB: "MATERIALIZED", SPARK: ""}
_SEMI = {DUCKDB: "SEMI JOIN", SPARK: "LEFT SEMI JOIN"}
_ANTI = {DUCKDB: "ANTI JOIN", SPARK: "LEFT ANTI JOIN"}


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


def known_by(
    relation: str,
    names: Sequence[str],
    moment: dt.datetime | None,
    dialect: str,
    only: Mapping[str, Sequence[str]] | None = None,
) -> str:
    """The rows that were known at a moment, and of them those whose columns have one of the texts in `only`."""
    conditions = [f"recorded_at <= {instant(moment, dialect)}"] if moment else []
    for name, values in (only or {}).items():
        listed = ", ".join(text(value, dialect) for value in values)
        conditions.append(f"{quoted(name, dialect)} IN ({listed})")
    where = f" WHERE {' AND '.join(conditions)}" if conditions else ""
    return f"SELECT {columns(names, dialect)} FROM {relation}{where}"


def in_zone(query: str, names: Sequence[str], zoned: Collection[str], zone: str, dialect: str) -> str:
    """The same rows, with the times of the `zoned` columns as the clocks of a time zone show them."""
    local = {DUCKDB: "timezone({zone}, {name})", SPARK: "from_utc_timestamp({name}, {zone})"}[dialect]
    shown = ", ".join(
        f"{local.format(name=quoted(name, dialect), zone=text(zone, dialect))} AS {quoted(name, dialect)}"
        if name in zoned
        else quoted(name, dialect)
        for name in names
    )
    return f"SELECT {shown} FROM ({query})"


def picked(query: str, names: Sequence[str], keys: Mapping[str, tuple[str, str]], dialect: str) -> str:
    """The same rows with more columns: name -> (a column that holds a JSON object, one of its keys).

    The value as text; null where the object has no such key, or the key is null.
    """
    path = {DUCKDB: '$."{}"', SPARK: "$['{}']"}[dialect]
    taken = {DUCKDB: "json_extract_string({}, {})", SPARK: "get_json_object({}, {})"}[dialect]
    more = ", ".join(
        f"{taken.format(quoted(column, dialect), text(path.format(key), dialect))} AS {quoted(name, dialect)}"
        for name, (column, key) in keys.items()
    )
    return f"SELECT {columns(names, dialect)}, {more} FROM ({query})"


def latest(relation: str, names: Sequence[str], key: Sequence[str], dialect: str) -> str:
    """The row of each key that became known last; the row number decides between equals."""
    by = {DUCKDB: _latest_by_elimination, SPARK: _latest_by_maximum}[dialect]
    return by(relation, names, key)


def _latest_by_elimination(relation: str, names: Sequence[str], key: Sequence[str]) -> str:
    """The rows less those that a later one corrects, which are sought among keys whose hash occurs twice.

    Nearly all keys occur once. So the large pass counts hashes only, and a question reads the columns that it needs:
    half the time of a hand-written max-by over those columns, a sixth of a max-by over the whole row.
    """
    hashed = f"hash({columns(key, DUCKDB)})"
    return f"""
        WITH often AS MATERIALIZED (SELECT {hashed} FROM {relation} GROUP BY ALL HAVING count(*) > 1),
        ranked AS ({_ranked(relation, key, DUCKDB)} WHERE {hashed} IN (FROM often)),
        superseded AS MATERIALIZED (SELECT seq FROM ranked WHERE rank > 1)
        SELECT {columns(names, DUCKDB)} FROM {relation} ANTI JOIN superseded USING (seq)"""


def superseded(relation: str, key: Sequence[str], dialect: str) -> str:
    """The `seq` of every row that a later row of its key corrects: for tables of which no pass is dear."""
    return f"SELECT seq FROM ({_ranked(relation, key, dialect)}) AS ranked WHERE rank > 1"


def _ranked(relation: str, key: Sequence[str], dialect: str) -> str:
    """Each row's `seq` and its rank among the rows of its key; 1 became known last."""
    order = f"PARTITION BY {columns(key, dialect)} ORDER BY recorded_at DESC, seq DESC"
    return f"SELECT seq, row_number() OVER ({order}) AS rank FROM {relation}"


def _latest_by_maximum(relation: str, names: Sequence[str], key: Sequence[str]) -> str:
    """The greatest of (recorded_at, seq) by max-by over the whole row: one state a key, and one pass, no sort."""
    rest = [name for name in names if name not in key]
    best = f"max_by(struct({columns(rest, SPARK)}), struct(recorded_at, seq))"
    picked = ", ".join(
        quoted(name, SPARK) if name in key else f"best.{quoted(name, SPARK)} AS {quoted(name, SPARK)}" for name in names
    )
    grouped = columns(key, SPARK)
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
    where = f" WHERE until <= {instant(moment, dialect)}" if moment else ""
    gone = f"(SELECT seq FROM {superseded}{where})"
    return f"SELECT {columns(names, dialect)} FROM {relation} {_ANTI[dialect]} {gone} USING (seq)"


def marked_later(query: str, moment: dt.datetime | None, dialect: str) -> str:
    """The same rows, with a mark `later` on those that became known after a moment."""
    later = f"recorded_at > {instant(moment, dialect)}" if moment else "FALSE"
    return f"SELECT *, {later} AS later FROM ({query})"
