"""Rows of a staged read into rows of a fact table, and the rows that could not be mapped, each with its reason."""

# ruff: noqa: S608 - names are quoted and literals escaped in mapping/sql.py; nothing of a user gets in as SQL

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from trueup.facts.rules import rules_of
from trueup.facts.tables import Column, fact_table
from trueup.sources.documents import Columns, Rows
from trueup.sources.fields import Column as ColumnField
from trueup.sources.fields import Constant, Field, read_field
from trueup.sources.headers import FILE, LINE, ROW, placed
from trueup.sources.mapping import efforts, payments
from trueup.sources.mapping.compile import Compiler, Want
from trueup.sources.mapping.periods import PeriodSql, compile_period, or_day
from trueup.sources.mapping.sql import NULL, literal, name
from trueup.sources.mapping.stage import Stage
from trueup.sources.periods import read_period
from trueup.vocabulary import Refusal, SourceError, did_you_mean

_IDS = ("kpi", "reported_by")


@dataclass(frozen=True, slots=True)
class Mapped:
    """What became of the rows of one mapping: read = passed + mapped + refused.

    `passed` rows were left out on purpose: the filter, or no target in a mapping of targets. `table` has the columns
    of the fact table with `recorded_at` (if mapped) and `source_ref`.
    """

    name: str
    table: pa.Table
    read: int
    passed: int
    refusals: tuple[Refusal, ...]
    known_by: tuple[str, ...] = field(default=())

    @property
    def mapped(self) -> int:
        """Rows that were mapped."""
        return int(self.table.num_rows)


@dataclass(frozen=True, slots=True)
class Selected:
    """One output column: SQL of its value, of what is wrong, and of the raw text; `told` names it to people."""

    label: str
    value: str
    error: str
    raw: str
    told: str | None = None


def map_facts(stage: Stage, table: str, rows: Rows) -> Mapped:
    """Map a read to a fact table. Raises SourceError when the mapping names columns that no file has."""
    pieces = [_variant(stage, table, rows, fields, overlay) for fields, overlay in _variants(stage, rows)]
    stated = {"recorded_at": rows.recorded_at, "source_ref": rows.ref}
    known_by = tuple(key for key, field in stated.items() if field is not None)
    return Mapped(
        table,
        pa.concat_tables([piece.table for piece in pieces]),
        sum(piece.read for piece in pieces),
        sum(piece.passed for piece in pieces),
        tuple(refusal for piece in pieces for refusal in piece.refusals),
        known_by,
    )


def _variants(stage: Stage, rows: Rows) -> Iterator[tuple[dict[str, Any], dict[str, Field]]]:
    if not isinstance(rows.each, Columns):
        yield from ((fields, {}) for fields in rows.variants)
        return
    headers = stage.reads[rows.rows].headers
    found = placed(rows.each.columns, headers.names)
    if not found:
        near = did_you_mean(rows.each.columns, headers.names)
        raise SourceError(f"no column is called like {rows.each.columns!r}", do=near)
    for header, places in found:
        headers.used.add(header)
        meanings: dict[str, Field] = {place: Constant(text) for place, text in places.items()}
        yield rows.fields, {**meanings, rows.each.cell: ColumnField(header)}


def _variant(stage: Stage, table: str, rows: Rows, fields: dict[str, Any], overlay: dict[str, Field]) -> Mapped:
    compiler = Compiler(stage, rows.rows, overlay)
    selected = list(_selected(table, fields, compiler))
    kept = compiler.condition(rows.where)
    if table == "targets":
        kept += f" AND ({' OR '.join(_some_target(selected))})"
    if table == "payments" and isinstance(rows.each, tuple):
        kept += f" AND ({_stated('amount', selected)})"
    result = select(stage, compiler, selected, kept)
    good, refusals = checked(result, selected, compiler)
    typed = _cast(table, good)
    table_rows, broken = _obeying(table, _REFERRED.get(table, _as_is)(typed), compiler)
    read = compiler.staged.rows
    return Mapped(table, table_rows, read, read - result.num_rows, (*refusals, *broken))


def _as_is(rows: pa.Table) -> pa.Table:
    return rows


_REFERRED: dict[str, Callable[[pa.Table], pa.Table]] = {"payments": payments.referred, "efforts": efforts.referred}


def _some_target(selected: list[Selected]) -> Iterator[str]:
    """A row without any target is passed over; one whose target cannot be read is not."""
    for one in selected:
        if one.label.startswith("target_"):
            yield f"({one.value}) IS NOT NULL OR ({one.error}) IS NOT NULL"


def _stated(label: str, selected: list[Selected]) -> str:
    """Whether a row has anything in a column that several mappings share: a row may plan a payment and have none."""
    return next(f"({one.raw}) IS NOT NULL AND trim({one.raw}) <> ''" for one in selected if one.label == label)


def select(stage: Stage, compiler: Compiler, selected: list[Selected], kept: str) -> pa.Table:
    """Rows that pass `kept`, in order, with an error and a raw text (`e0`, `r0`, ...) beside what can be wrong."""
    columns = [name(ROW), name(FILE), name(LINE)]
    for number, one in enumerate(selected):
        columns.append(f"{one.value} AS {name(one.label)}")
        if one.error != NULL:
            columns += [f"{one.error} AS {name(f'e{number}')}", f"CAST({one.raw} AS VARCHAR) AS {name(f'r{number}')}"]
    relation = compiler.staged.relation
    return stage.query(f"SELECT {', '.join(columns)} FROM {relation} WHERE {kept} ORDER BY {name(ROW)}")


def _want(column: Column) -> Want:
    if column.json:
        return "json"
    if column.name in _IDS:
        return "id"
    return next((want for fits, want in _WANTS if fits(column.type)), "text")


_WANTS: tuple[tuple[Callable[[pa.DataType], bool], Want], ...] = (
    (pa.types.is_timestamp, "time"),
    (pa.types.is_decimal, "decimal"),
    (pa.types.is_date, "day"),
    (pa.types.is_integer, "integer"),
    (pa.types.is_floating, "number"),
)


def _selected(table: str, fields: dict[str, Any], compiler: Compiler) -> Iterator[Selected]:
    if "period" in fields or table == "payments":
        yield from _period(fields, compiler)
    for column in fact_table(table).columns:
        if column.name.startswith("period_"):
            continue
        yield _column(column, fields, compiler)
    if "recorded_at" in fields:
        yield moment_known(fields["recorded_at"], compiler)
    yield _ref(fields, compiler)


def moment_known(raw: Any, compiler: Compiler) -> Selected:
    """When the publisher knew a row: `recorded_at`, which must be there once it is mapped."""
    moment = compiler.compile(read_field(raw), "time")
    return Selected("recorded_at", moment.value, _needed(moment.value, moment.error, moment.reason), moment.raw)


def _period(fields: dict[str, Any], compiler: Compiler) -> Iterator[Selected]:
    period = _of_period(fields, compiler)
    error = _needed(period.start, period.error, period.reason)
    yield Selected("period_start", period.start, error, period.raw, "period")
    yield Selected("period_end", period.end, _needed(period.end, NULL, period.reason), period.raw, "period")


def _of_period(fields: dict[str, Any], compiler: Compiler) -> PeriodSql:
    """The period of a row; of a payment without one, its day."""
    period = compile_period(read_period(fields["period"]), compiler) if "period" in fields else None
    if fields.get("dated") is None:
        assert period is not None
        return period
    return or_day(period, compiler.compile(read_field(fields["dated"]), "day"))


def _column(column: Column, fields: dict[str, Any], compiler: Compiler) -> Selected:
    if column.name == "missing_reason":
        return _missing_reason(fields, compiler)
    if column.name == "segment_keys":
        return _segment_keys(fields, compiler)
    key = "target" if column.name in ("target_low", "target_high") and column.name not in fields else column.name
    if fields.get(key) is None:
        return Selected(column.name, NULL, NULL, NULL)
    found = compiler.compile(read_field(fields[key]), _want(column))
    error = found.error if column.nullable else _needed(found.value, found.error, found.reason)
    return Selected(column.name, found.value, error, found.raw, key)


def _segment_keys(fields: dict[str, Any], compiler: Compiler) -> Selected:
    """What is known of a respondent, by key, as JSON; keys without a value are left out."""
    found = {key: compiler.compile(read_field(raw), "text") for key, raw in fields.get("keys", {}).items()}
    if not found:
        return Selected("segment_keys", NULL, NULL, NULL)
    pairs = ", ".join(f"{literal(key)}, {each.value}" for key, each in found.items())
    value = f"nullif(CAST(json_merge_patch('{{}}', json_object({pairs})) AS VARCHAR), '{{}}')"
    errors = [each.error for each in found.values() if each.error != NULL]
    return Selected("segment_keys", value, f"coalesce({', '.join(errors)})" if errors else NULL, value, "keys")


def _needed(value: str, error: str, reason: str) -> str:
    """An error for a value that must be there and is not."""
    absent = f"CASE WHEN ({value}) IS NULL THEN 'is missing: ' || coalesce({reason}, 'empty') END"
    return absent if error == NULL else f"coalesce({error}, {absent})"


def _missing_reason(fields: dict[str, Any], compiler: Compiler) -> Selected:
    actual = compiler.compile(read_field(fields["actual"]), "number")
    told = actual.reason
    if fields.get("missing_reason") is not None:
        told = f"coalesce({compiler.compile(read_field(fields['missing_reason']), 'text').value}, {told})"
    value = f"CASE WHEN ({actual.value}) IS NULL THEN coalesce({told}, 'empty') END"
    return Selected("missing_reason", value, NULL, NULL)


def _ref(fields: dict[str, Any], compiler: Compiler) -> Selected:
    if fields.get("ref") is None:
        return Selected("source_ref", f"{name(FILE)} || ':' || {name(LINE)}", NULL, NULL)
    ref = compiler.compile(read_field(fields["ref"]), "text")
    return Selected("source_ref", ref.value, _needed(ref.value, ref.error, ref.reason), ref.raw)


def checked(result: pa.Table, selected: list[Selected], compiler: Compiler) -> tuple[pa.Table, list[Refusal]]:
    """The rows without any error, and a refusal for each of the others."""
    wrong = [number for number, one in enumerate(selected) if one.error != NULL]
    if not wrong or not result.num_rows:
        return result, []
    bad = pa.chunked_array([pa.array([False] * result.num_rows)])
    for number in wrong:
        bad = pc.or_(bad, pc.is_valid(result[f"e{number}"]))
    return result.filter(pc.invert(bad)), list(_refusals(result.filter(bad), selected, wrong, compiler))


def _refusals(bad: pa.Table, selected: list[Selected], wrong: list[int], compiler: Compiler) -> Iterator[Refusal]:
    for row in bad.to_pylist():
        number = next(number for number in wrong if row[f"e{number}"] is not None)
        label = selected[number].told or selected[number].label
        yield Refusal(compiler.staged.place(row[FILE], row[LINE]), label, row[f"e{number}"], row[f"r{number}"])


def _cast(table: str, good: pa.Table) -> pa.Table:
    columns = {LINE: good[LINE], FILE: good[FILE]}
    for column in fact_table(table).columns:
        columns[column.name] = good[column.name].cast(column.type)
    for given in ("recorded_at", "source_ref"):
        if given in good.column_names:
            kind = pa.timestamp("us", tz="UTC") if given == "recorded_at" else pa.string()
            columns[given] = good[given].cast(kind)
    return pa.table(columns)


def _obeying(table: str, rows: pa.Table, compiler: Compiler) -> tuple[pa.Table, list[Refusal]]:
    """The rows that obey the rules of the fact table, and a refusal for each of the others."""
    refusals: list[Refusal] = []
    broken = pa.chunked_array([pa.array([False] * rows.num_rows, pa.bool_())])
    for rule in rules_of(table):
        found = pc.and_(pc.fill_null(rule.broken(rows), fill_value=False), pc.invert(broken))
        for index in pc.indices_nonzero(found).to_pylist():
            value = rows[rule.columns[0]][index].as_py()
            place = compiler.staged.place(rows[FILE][index].as_py(), rows[LINE][index].as_py())
            refusals.append(Refusal(place, rule.columns[0], rule.reason, None if value is None else str(value)))
        broken = pc.or_(broken, found)
    return rows.filter(pc.invert(broken)), refusals
