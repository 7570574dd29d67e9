"""The door to the facts: a batch gets in whole, with every column as its table says, or not at all."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pyarrow as pa
import pyarrow.compute as pc

from trueup.facts.rules import rules_of
from trueup.facts.tables import (
    GIVEN,
    STORE_COLUMNS,
    STORE_NAMES,
    Column,
    fact_table,
    is_raw,
)
from trueup.vocabulary import FactError, Refusal, did_you_mean

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from trueup.facts.rules import Finding

_GIVEN_COLUMNS = {column.name: column for column in STORE_COLUMNS if column.name in GIVEN}


def admit(tables: Mapping[str, pa.Table]) -> dict[str, pa.Table]:
    """Return the tables as they will be stored, without those that have no rows.

    Typed tables come back with every column of their own in order; raw tables with widened types. A column
    `recorded_at` or `source_ref` of the caller is kept.
    Raises FactError with a Refusal for every column and every row that is wrong, in all tables at once.
    """
    refusals: list[Refusal] = []
    admitted = {name: _admit_table(name, table, refusals) for name, table in tables.items()}
    if refusals:
        raise _refused(refusals)
    return {name: table for name, table in admitted.items() if table.num_rows}


def _refused(refusals: list[Refusal]) -> FactError:
    count = len(refusals)
    what = f"nothing was stored: {count} {'values were' if count != 1 else 'value was'} refused"
    return FactError(what, do="mend them and send the whole batch again", refusals=refusals)


def _admit_table(name: str, table: pa.Table, refusals: list[Refusal]) -> pa.Table:
    columns = _raw_columns(table) if is_raw(name) else _typed_columns(name, table, refusals)
    converted = {column.name: _converted(name, column, table, refusals) for column in columns}
    result = pa.table({key: array for key, array in converted.items() if array is not None})
    findings = (*_column_findings(columns, result), *_rule_findings(name, result))
    refusals.extend(_refusals(name, result, findings))
    return result


def _typed_columns(name: str, table: pa.Table, refusals: list[Refusal]) -> list[Column]:
    own = fact_table(name).columns
    known = {column.name for column in own} | set(GIVEN)
    unknown = [column for column in table.column_names if column not in known]
    for column in unknown:
        hint = did_you_mean(column, known) or f"columns: {', '.join(c.name for c in own)}"
        reason = "only the store writes this column" if column in STORE_NAMES else f"unknown column; {hint}"
        refusals.append(Refusal(name, column, reason))
    return [*own, *(_GIVEN_COLUMNS[given] for given in GIVEN if given in table.column_names)]


def _raw_columns(table: pa.Table) -> list[Column]:
    """A raw table says its own types; a column without any value has no type yet and is left out."""
    typed = [field for field in table.schema if not pa.types.is_null(field.type)]
    return [_GIVEN_COLUMNS.get(f.name) or Column(f.name, widened(f.type)) for f in typed]


def widened(kind: pa.DataType) -> pa.DataType:
    """The type that all sizes of a kind are stored as, so that batches agree: int64, double, text, microseconds."""
    if pa.types.is_dictionary(kind):
        return widened(kind.value_type)
    if pa.types.is_timestamp(kind):
        return pa.timestamp("us", tz="UTC" if kind.tz else None)
    for matches, wide in _WIDE:
        if matches(kind):
            return wide
    return kind


_WIDE = (
    (pa.types.is_integer, pa.int64()),
    (pa.types.is_floating, pa.float64()),
    (pa.types.is_large_string, pa.string()),
    (pa.types.is_string_view, pa.string()),
    (pa.types.is_large_binary, pa.binary()),
    (pa.types.is_date64, pa.date32()),
)


def _converted(name: str, column: Column, table: pa.Table, refusals: list[Refusal]) -> pa.ChunkedArray | None:
    if column.name not in table.column_names:
        if not column.nullable:
            refusals.append(Refusal(name, column.name, "the column is missing and may not be null"))
        return pa.chunked_array([pa.nulls(table.num_rows, column.type)])
    values = table.column(column.name)
    try:
        return _cast(values, column.type)
    except (pa.ArrowInvalid, pa.ArrowNotImplementedError, _Lossy) as error:
        reason = f"must be {column.type}, is {values.type}: {str(error).splitlines()[0]}"
        refusals.append(Refusal(name, column.name, reason))
        return None


class _Lossy(ValueError):
    """A conversion that would change what was said."""


def _cast(values: pa.ChunkedArray, kind: pa.DataType) -> pa.ChunkedArray:
    if pa.types.is_dictionary(values.type):
        values = values.cast(values.type.value_type)
    if values.type.equals(kind):
        return values
    if not any(_from(values.type) and to(kind) for _from, to in _LOSSLESS):
        raise _Lossy("convert it before it is sent")
    return values.cast(kind, safe=True)


def _is_number(kind: pa.DataType) -> bool:
    return bool(pa.types.is_integer(kind) or pa.types.is_floating(kind))


def _is_text(kind: pa.DataType) -> bool:
    return bool(pa.types.is_string(kind) or pa.types.is_large_string(kind) or pa.types.is_string_view(kind))


def _is_zoned(kind: pa.DataType) -> bool:
    return pa.types.is_timestamp(kind) and kind.tz is not None


def _is_naive(kind: pa.DataType) -> bool:
    return pa.types.is_timestamp(kind) and kind.tz is None


# What may become what; `safe=True` then refuses any value that would not survive it.
_LOSSLESS = (
    (pa.types.is_null, lambda _: True),
    (_is_text, _is_text),
    (pa.types.is_integer, _is_number),
    (pa.types.is_integer, pa.types.is_decimal),
    (pa.types.is_floating, pa.types.is_floating),
    (pa.types.is_decimal, pa.types.is_decimal),
    (pa.types.is_date, pa.types.is_date),
    (_is_zoned, _is_zoned),
    (_is_naive, _is_naive),
    (pa.types.is_large_binary, pa.types.is_binary),
)


def _column_findings(columns: Iterable[Column], table: pa.Table) -> Iterator[Finding]:
    for column in columns:
        if column.name not in table.column_names:
            continue
        values = table.column(column.name)
        if not column.nullable:
            yield column.name, "may not be null", pc.is_null(values)
        if pa.types.is_floating(values.type):
            yield (
                column.name,
                "is not a finite number; a value that is missing is null",
                pc.invert(pc.fill_null(pc.is_finite(values), fill_value=True)),
            )


def _rule_findings(name: str, table: pa.Table) -> Iterator[Finding]:
    for rule in rules_of(name):
        if set(rule.columns) <= set(table.column_names):
            yield rule.columns[0], rule.reason, rule.broken(table)


def _refusals(name: str, table: pa.Table, findings: Iterable[Finding]) -> Iterator[Refusal]:
    for column, reason, broken in findings:
        for row in pc.indices_nonzero(pc.fill_null(broken, fill_value=False)).to_pylist():
            value = table.column(column)[row].as_py()
            yield Refusal(_line(table, row), f"{name}.{column}", reason, None if value is None else str(value))


def _line(table: pa.Table, row: int) -> int | str:
    """Where the row stands: what the source calls it, or its place in the batch, counted from 1."""
    given = table.column("source_ref")[row].as_py() if "source_ref" in table.column_names else None
    return given or row + 1


def agree(name: str, known: pa.Schema | None, arriving: pa.Schema) -> pa.Schema:
    """The schema of a raw table after `arriving` columns join it.

    Raises FactError when a column arrives with another type than it has.
    """
    if known is None:
        return arriving
    clashes = [
        Refusal(name, field.name, f"arrives as {field.type}, the table has {known.field(field.name).type}")
        for field in arriving
        if field.name in known.names and not known.field(field.name).type.equals(field.type)
    ]
    if clashes:
        raise FactError(
            f"{name} already has these columns with other types",
            do="convert them in the source, or land under another name",
            refusals=clashes,
        )
    return pa.schema([*known, *(field for field in arriving if field.name not in known.names)])


def table_key(name: str, row_key: Iterable[str], columns: Iterable[str]) -> tuple[str, ...]:
    """The columns that identify a row of a raw table. Raises FactError when the batch lacks one."""
    key, columns = tuple(row_key), set(columns)
    missing = [column for column in key if column not in columns]
    if missing:
        raise FactError(f"the row key of {name} names columns that were not landed: {', '.join(missing)}")
    return key
