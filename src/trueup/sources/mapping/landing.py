"""Rows as the publisher has them into a raw table, with the types that their texts turn out to have."""

# ruff: noqa: S608 - names are quoted and literals escaped in mapping/sql.py; nothing of a user gets in as SQL

from __future__ import annotations

from collections.abc import Callable

import pyarrow as pa

from trueup.facts.tables import MOMENT
from trueup.sources.documents import Land
from trueup.sources.fields import Column
from trueup.sources.files.grid import distinct
from trueup.sources.headers import FILE, LINE, snake
from trueup.sources.mapping.compile import Compiler, Want
from trueup.sources.mapping.facts import Mapped, Selected, checked, moment_known, select
from trueup.sources.mapping.sql import NULL, fits, name
from trueup.sources.mapping.stage import NATIVE, Stage, is_text
from trueup.vocabulary import SourceError, did_you_mean

_STATED: dict[str, Want] = {
    "text": "text", "integer": "integer", "number": "number", "decimal": "decimal",
    "date": "day", "time": "time", "boolean": "boolean",
}  # fmt: skip
_FORMS: tuple[tuple[Want, str], ...] = (
    ("integer", r"[+-]?(0|[1-9]\d{0,17})"),
    ("number", r"[+-]?(0|[1-9]\d*)?(\.\d+)?([eE][+-]?\d{1,3})?"),
    ("day", r"\d{4}-\d{2}-\d{2}"),
    ("time", r"\d{4}-\d{2}-\d{2}[T ]\d{2}:\d{2}(:\d{2}(\.\d+)?)?\s?(Z|[+-]\d{2}(:?\d{2})?)"),
    ("boolean", r"(?i)true|false"),
)


def land_rows(stage: Stage, land: Land, known: pa.Schema | None) -> Mapped:
    """Rows of a read under names that a formula can use (`Closed On` as `closed_on`).

    `known` is the schema that the table has so far: its types hold. A new column has the type stated, or the type
    that every one of its texts has; a code with a leading zero stays text.
    """
    compiler = Compiler(stage, land.rows)
    headers = _headers(land, compiler)
    names = dict(zip(headers, distinct([snake(header) for header in headers]), strict=True))
    wants = _wants(land, compiler, names, known)
    keys = {compiler.staged.headers.find(key) for key in land.key}
    selected = [_selected(header, names[header], wants[header], compiler, header in keys) for header in headers]
    selected.append(Selected("source_ref", f"{name(FILE)} || ':' || {name(LINE)}", NULL, NULL))
    if land.recorded_at is not None:
        selected.append(moment_known(land.recorded_at, compiler))
    result = select(stage, compiler, selected, compiler.condition(land.where))
    good, refusals = checked(result, selected, compiler)
    kept = _moments(good.select([LINE, FILE, *(each.label for each in selected)]))
    read = compiler.staged.rows
    known_by = ("recorded_at",) if land.recorded_at is not None else ()
    return Mapped(f"raw_{land.table}", kept, read, read - result.num_rows, tuple(refusals), known_by)


def _moments(rows: pa.Table) -> pa.Table:
    """`recorded_at` as the store keeps it."""
    at = rows.schema.get_field_index("recorded_at")
    return rows if at < 0 else rows.set_column(at, "recorded_at", rows["recorded_at"].cast(MOMENT))


def _headers(land: Land, compiler: Compiler) -> list[str]:
    staged = compiler.staged
    wanted = land.columns or staged.headers.names
    found = [staged.headers.resolve(header) for header in wanted]
    for key in (*land.key, *land.types):
        if staged.headers.find(key) not in found:
            hint = did_you_mean(snake(key), [snake(header) for header in staged.headers.names])
            raise SourceError(f"land: no column {key!r}", do=hint or f"columns: {', '.join(staged.headers.names[:12])}")
    return [header for header in found if header is not None]


def _wants(land: Land, compiler: Compiler, names: dict[str, str], known: pa.Schema | None) -> dict[str, Want | None]:
    """What each column is wanted as; None for one that keeps the type its source has."""
    stated = {compiler.staged.headers.find(column): _STATED[kind] for column, kind in land.types.items()}
    open_ = [header for header in names if header not in stated and is_text(compiler.staged.types[header])]
    inferred = _inferred(compiler, [header for header in open_ if known is None or names[header] not in known.names])
    wants: dict[str, Want | None] = {}
    for header, label in names.items():
        if header in stated:
            wants[header] = stated[header]
        elif known is not None and label in known.names and header in open_:
            wants[header] = _want_of(known.field(label).type)
        else:
            wants[header] = inferred.get(header)
    return wants


def _want_of(kind: pa.DataType) -> Want:
    return next((want for is_kind, want in _KINDS if is_kind(kind)), "text")


_KINDS: tuple[tuple[Callable[[pa.DataType], bool], Want], ...] = (
    (pa.types.is_integer, "integer"),
    (pa.types.is_floating, "number"),
    (pa.types.is_decimal, "decimal"),
    (pa.types.is_date, "day"),
    (pa.types.is_timestamp, "time"),
    (pa.types.is_boolean, "boolean"),
)


def _inferred(compiler: Compiler, headers: list[str]) -> dict[str, Want | None]:
    if not headers:
        return {}
    tests = [f"bool_and({fits(name(header), form)})" for header in headers for _, form in _FORMS]
    table = compiler.stage.query(f"SELECT {', '.join(tests)} FROM {compiler.staged.relation}")
    answers = iter(column[0].as_py() for column in table.columns)
    found: dict[str, Want | None] = {}
    for header in headers:
        holding = [want for want, _ in _FORMS if next(answers)]
        found[header] = holding[0] if holding else "text"
    return found


def _selected(header: str, label: str, want: Want | None, compiler: Compiler, needed: bool) -> Selected:
    value, error, raw = name(NATIVE + header), NULL, NULL
    if want is not None:
        found = compiler.compile(Column(header), want)
        value, error, raw = found.value, found.error, found.raw
    if needed:
        absent = f"CASE WHEN ({value}) IS NULL THEN 'is missing, and part of the key' END"
        error = absent if error == NULL else f"coalesce({error}, {absent})"
    return Selected(label, value, error, raw)
