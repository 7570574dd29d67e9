"""Fields of a mapping into SQL over a staged read."""

# ruff: noqa: S608 - names are quoted and literals escaped in mapping/sql.py; nothing of a user gets in as SQL

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Any, Literal

from trueup.sources.fields import (
    Choice,
    Column,
    Constant,
    Day,
    Field,
    LookUp,
    Scaled,
    Switch,
    Template,
    Time,
)
from trueup.sources.headers import FILE, LINE
from trueup.sources.mapping import sql
from trueup.sources.mapping.filters import condition
from trueup.sources.mapping.sql import NULL, Sql, literal, name
from trueup.sources.mapping.stage import RAW, Stage, Staged, reason
from trueup.sources.where import read_where
from trueup.vocabulary import SourceError, did_you_mean

Want = Literal["text", "number", "integer", "decimal", "exact", "boolean", "day", "time", "json", "id"]
_KINDS = {"number": "DOUBLE", "integer": "DECIMAL(38, 4)", "decimal": "DECIMAL(20, 4)", "exact": "DECIMAL(38, 12)"}
_COUNTED: frozenset[Want] = frozenset({"number", "integer", "decimal", "exact"})
_NOT = {
    "number": "is not a number",
    "integer": "is not a whole number",
    "decimal": "is not an amount",
    "exact": "is not a number",
    "boolean": "is neither true nor false",
    "day": "is not a date",
    "time": "is not a moment",
    "json": "is not JSON",
    "id": "is not an identifier",
}
_NOT_A_MOMENT = 'is not an ISO 8601 moment; say how it is written, e.g. format: "%d/%m/%Y %H:%M"'
_ID = r"[A-Za-z0-9][A-Za-z0-9._:/+-]{0,199}"


class Compiler:
    """Compiles fields over one read. `overlay` gives meanings to names that no header has (see `Columns`)."""

    def __init__(self, stage: Stage, read: str, overlay: Mapping[str, Field] | None = None) -> None:
        self.stage, self.read, self.overlay = stage, read, dict(overlay or {})
        self.staged: Staged = stage.reads[read]

    def compile(self, field: Field, want: Want) -> Sql:
        """SQL of a field's value as `want`."""
        if isinstance(field, Constant):
            return self._constant(field.value, want)
        if isinstance(field, Column):
            covered = self.overlay.get(field.name)
            return self.compile(covered, want) if covered is not None else self._column(field.name, want)
        if isinstance(field, Day | Time | Scaled | Choice):
            return self._built(field, want)
        return self._chosen(field, want)

    def condition(self, where: str | None) -> str:
        """SQL of a row filter; true for every row when there is none."""
        if not where:
            return "TRUE"
        return condition(read_where(where), lambda column, want: self.compile(Column(column), want).value)

    def _built(self, field: Day | Time | Scaled | Choice, want: Want) -> Sql:
        match field:
            case Day(of, formats):
                return self._dated(self.compile(of, "text"), formats, want)
            case Time(of, formats, zone):
                return self._timed(self.compile(of, "text"), formats, zone)
            case Scaled(of, scale):
                return self._scaled(
                    self.compile(of, "exact" if want in ("decimal", "exact", "text") else "number"), scale, want
                )
            case Choice(how, of):
                return self._choice(how, [self.compile(one, want) for one in of])

    def _chosen(self, field: Template | Switch | LookUp, want: Want) -> Sql:
        match field:
            case Template():
                return self._typed(self._template(field), want)
            case Switch():
                return self._switch(field, want)
            case LookUp():
                return self._look_up(field, want)

    def _constant(self, value: Any, want: Want) -> Sql:
        text = literal(value)
        if value is None:
            return Sql(NULL)
        if want in _COUNTED and isinstance(value, int | float | Decimal) and not isinstance(value, bool):
            return Sql(f"CAST({value} AS {_KINDS[want]})", raw=literal(str(value)))
        plain = literal(str(value).lower() if isinstance(value, bool) else str(value))
        return self._typed(Sql(plain, raw=plain), want) if want != "text" else Sql(plain, raw=plain or text)

    def _column(self, header: str, want: Want) -> Sql:
        found = self.staged.headers.resolve(header)
        if found is None:
            return Sql(NULL, reason="'the column is absent'")
        if found in (FILE, LINE):
            return self._typed(Sql(f"CAST({name(found)} AS VARCHAR)", raw=name(found)), want)
        text = Sql(name(found), raw=name(RAW + found), reason=reason(found, self.staged.missing))
        return self._typed(text, want)

    def _typed(self, text: Sql, want: Want) -> Sql:
        if want == "text":
            return text
        if want == "time":
            return self._timed(text, (), None)
        if want == "day":
            return self._dated(text, (), want)
        if want == "boolean":
            value = f"try_cast({text.value} AS BOOLEAN)"
            return self._checked(text, value, f"{text.value} IS NULL OR ({value}) IS NOT NULL", want)
        if want in ("json", "id"):
            fine = f"json_valid({text.value})" if want == "json" else sql.fits(text.value, _ID)
            return self._checked(text, text.value, f"{text.value} IS NULL OR {fine}", want)
        value = sql.number(text.value, self.staged.numbers, _KINDS[want])
        fine = f"{text.value} IS NULL OR {self._finite(value, want)}"
        shown = f"try_cast({value} AS BIGINT)" if want == "integer" else value
        return self._checked(text, shown, fine, want)

    @staticmethod
    def _finite(value: str, want: Want) -> str:
        if want == "integer":
            return f"(({value}) IS NOT NULL AND ({value}) = floor({value}) AND try_cast({value} AS BIGINT) IS NOT NULL)"
        finite = f" AND isfinite({value})" if want == "number" else ""
        return f"(({value}) IS NOT NULL{finite})"

    def _checked(self, text: Sql, value: str, fine: str, want: Want) -> Sql:
        wrong = f"CASE WHEN {fine} THEN NULL ELSE {self._complaint(text.value, want)} END"
        return Sql(value, _either(text.error, wrong), text.raw, text.reason)

    def _complaint(self, text: str, want: Want) -> str:
        plain = literal(_NOT[want])
        if want == "id":
            return literal("is not an identifier: letters, digits and . _ : / + - only; {column|slug} makes one")
        if want in _COUNTED and self.staged.numbers.decimal == ".":
            hint = literal('is not a number; if the comma is the decimal mark, write numbers: {decimal: ","}')
            return f"CASE WHEN {sql.fits(text, '[+-]?[0-9.]+,[0-9]+')} THEN {hint} ELSE {plain} END"
        if want == "day":
            hint = literal('is not an ISO date; say how it is written, e.g. format: "%d/%m/%Y"')
            return f"CASE WHEN {sql.fits(text, '.*[0-9].*')} THEN {hint} ELSE {plain} END"
        return plain

    def _dated(self, text: Sql, formats: tuple[str, ...], want: Want) -> Sql:
        value = sql.day(text.value, formats, self.stage.calendar.zone.key)
        stated = " or ".join(formats)
        bad = literal(f"is not a date written {stated}") if formats else self._complaint(text.value, "day")
        far = literal("is a date outside the years 1900 to 2200")
        wrong = (
            f"CASE WHEN {text.value} IS NULL THEN NULL WHEN ({value}) IS NULL THEN {bad} "
            f"WHEN year({value}) NOT BETWEEN 1900 AND 2200 THEN {far} END"
        )
        shown = f"CAST({value} AS VARCHAR)" if want == "text" else value
        return Sql(shown, _either(text.error, wrong), text.raw, text.reason)

    def _timed(self, text: Sql, formats: tuple[str, ...], zone: str | None) -> Sql:
        value = sql.moment(text.value, formats, zone or self.stage.calendar.zone.key)
        bad = literal("is not a moment written " + " or ".join(formats) if formats else _NOT_A_MOMENT)
        wrong = f"CASE WHEN {text.value} IS NOT NULL AND ({value}) IS NULL THEN {bad} END"
        return Sql(value, _either(text.error, wrong), text.raw, text.reason)

    @staticmethod
    def _scaled(number: Sql, scale: Decimal, want: Want) -> Sql:
        value = f"({number.value}) * {format(scale, 'f')}"
        value = f"CAST({value} AS DECIMAL(20, 4))" if want == "decimal" else value
        value = f"CAST({value} AS VARCHAR)" if want == "text" else value
        return Sql(value, number.error, number.raw, number.reason)

    def _template(self, template: Template) -> Sql:
        values, errors, raws, reasons = [], [NULL], [], []
        for part in template.parts:
            if isinstance(part, str):
                values.append(literal(part))
                raws.append(literal(part))
                continue
            column, filters = part
            text = self.compile(column, "text")
            values.append(_filtered(text.value, filters))
            errors.append(text.error)
            raws.append(f"coalesce({text.raw}, '')")
            reasons.append(f"CASE WHEN ({text.value}) IS NULL THEN {text.reason} END")
        return Sql(f"({' || '.join(values)})", _either(*errors), " || ".join(raws), _first(reasons))

    def _switch(self, switch: Switch, want: Want) -> Sql:
        text = self.compile(switch.of, "text")
        tests = [(sql.matches(text.value, raw), mapped) for raw, mapped in switch.cases]
        cases = " ".join(f"WHEN {test} THEN {literal(None if v is None else _plain(v))}" for test, v in tests)
        other = _plain(switch.other[1]) if switch.other[0] == "value" and switch.other[1] is not None else None
        default = text.value if switch.other == ("keep",) else literal(other)
        chosen = f"CASE WHEN {text.value} IS NULL THEN NULL {cases} ELSE {default} END"
        if switch.other == ("value", switch.other[-1]) and len(switch.other) == 2:
            chosen = f"CASE {cases} ELSE {default} END"
        error = text.error
        if switch.other == ("refuse",):
            known = ", ".join(raw for raw, _ in switch.cases[:8])
            matched = " OR ".join(test for test, _ in tests)
            wrong = literal(f"is none of: {known}; add a case, or else: keep")
            error = _either(error, f"CASE WHEN {text.value} IS NULL OR {matched} THEN NULL ELSE {wrong} END")
        return self._typed(Sql(chosen, error, text.raw, f"coalesce({text.value}, {text.reason})"), want)

    @staticmethod
    def _choice(how: str, parts: list[Sql]) -> Sql:
        values = ", ".join(part.value for part in parts)
        value = f"{ {'first': 'coalesce'}.get(how, how) }({values})"
        raw = f"coalesce({', '.join(part.raw for part in parts)})"
        return Sql(value, _either(*(part.error for part in parts)), raw, _first([part.reason for part in parts]))

    def _look_up(self, field: LookUp, want: Want) -> Sql:
        if field.read not in self.stage.reads:
            known = [read for read in self.stage.reads if read != self.read]
            raise SourceError(f"no read is called {field.read!r}", do=did_you_mean(field.read, known))
        theirs = Compiler(self.stage, field.read)
        found = theirs.compile(field.of, want)
        keys = [(self.compile(Column(a), "text").value, theirs.compile(Column(b), "text").value) for a, b in field.by]
        pick = {"first": f"arg_min({found.value}, {name(LINE)})", "last": f"arg_max({found.value}, {name(LINE)})"}
        how = pick.get(field.pick, f"{field.pick}({found.value})")
        where = f" WHERE {theirs.condition(field.where)}" if field.where else ""
        grouped = ", ".join(f"{key} AS k{n}" for n, (_, key) in enumerate(keys))
        by = ", ".join(key for _, key in keys)
        table = theirs.staged.relation
        relation = self.stage.keep(f"SELECT {grouped}, {how} AS v FROM {table}{where} GROUP BY {by}")
        meets = " AND ".join(f"l.k{n} = ({ours})" for n, (ours, _) in enumerate(keys))
        value = f"(SELECT l.v FROM {relation} l WHERE {meets})"
        return Sql(value, reason="'no row to look up'")


def _plain(value: Any) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)


def _filtered(text: str, filters: tuple[str, ...]) -> str:
    for one in filters:
        text = sql.slug(text) if one == "slug" else f"{one}({text})"
    return text


def _either(*errors: str) -> str:
    real = [error for error in errors if error != NULL]
    return NULL if not real else real[0] if len(real) == 1 else f"coalesce({', '.join(real)})"


def _first(reasons: list[str]) -> str:
    real = [reason for reason in reasons if reason != NULL]
    return NULL if not real else real[0] if len(real) == 1 else f"coalesce({', '.join(real)})"
