"""Periods of a mapping into the SQL of a first day, an end, and what is wrong."""

from __future__ import annotations

from dataclasses import dataclass

from trueup.sources.fields import Day, Field
from trueup.sources.mapping import sql
from trueup.sources.mapping.compile import Compiler
from trueup.sources.mapping.sql import NULL, Sql, literal
from trueup.sources.periods import DatedPeriod, NamedPeriod, PeriodField, SpannedPeriod
from trueup.vocabulary import Grain


@dataclass(frozen=True, slots=True)
class PeriodSql:
    """SQL of the half-open period, of what is wrong with it, and of the raw text."""

    start: str
    end: str
    error: str
    raw: str
    reason: str


def compile_period(period: PeriodField, compiler: Compiler) -> PeriodSql:
    """SQL of a period over the compiler's read."""
    match period:
        case DatedPeriod(day, grain):
            return _dated(compiler.compile(day, "day"), grain, compiler)
        case SpannedPeriod():
            return _spanned(period, compiler)
        case NamedPeriod(of, fiscal):
            return _named(of, fiscal, compiler)


def or_day(period: PeriodSql | None, day: Sql) -> PeriodSql:
    """The period, or where a row states none the day."""
    start, end = f"({day.value})", f"(({day.value}) + INTERVAL 1 DAY)::DATE"
    if period is None:
        return PeriodSql(start, end, day.error, day.raw, day.reason)
    return PeriodSql(
        f"coalesce({period.start}, {start})",
        f"CASE WHEN {period.start} IS NULL THEN {end} ELSE {period.end} END",
        period.error,
        f"coalesce({period.raw}, {day.raw})",
        f"coalesce({period.reason}, {day.reason})",
    )


def _fiscal(compiler: Compiler) -> int:
    return compiler.stage.calendar.fiscal_year_start


def _start(day: str, grain: Grain, fiscal: int) -> str:
    if grain is Grain.day:
        return day
    if grain in (Grain.week, Grain.month):
        return f"date_trunc('{grain}', {day})::DATE"
    back = f"to_months(CAST(((month({day}) - {fiscal} + 12) % 12) % {grain.months} AS INTEGER))"
    return f"(date_trunc('month', {day}) - {back})::DATE"


def _end(start: str, grain: Grain) -> str:
    length = {Grain.day: "1 DAY", Grain.week: "7 DAY"}.get(grain, f"{grain.months} MONTH")
    return f"({start} + INTERVAL {length})::DATE"


def _dated(day: Sql, grain: Grain, compiler: Compiler) -> PeriodSql:
    start = _start(f"({day.value})", grain, _fiscal(compiler))
    return PeriodSql(start, _end(start, grain), day.error, day.raw, day.reason)


def _spanned(period: SpannedPeriod, compiler: Compiler) -> PeriodSql:
    first, last = _edge(period.start, compiler, over=False), _edge(period.stop, compiler, over=period.inclusive)
    start, end = f"({first.value})", f"({last.value})"
    if period.grain is not None:
        start = _start(start, period.grain, _fiscal(compiler))
        end = _end(_start(f"({end} - INTERVAL 1 DAY)::DATE", period.grain, _fiscal(compiler)), period.grain)
    order = f"CASE WHEN {end} <= {start} THEN 'ends before it has begun' END"
    error = f"coalesce({first.error}, {last.error}, {order})"
    raw = f"coalesce({first.raw}, '') || ' / ' || coalesce({last.raw}, '')"
    return PeriodSql(start, end, error, raw, f"coalesce({first.reason}, {last.reason})")


def _edge(field: Field, compiler: Compiler, *, over: bool) -> Sql:
    """The first day of what a cell names, or (`over`) the day after its last: a year, a quarter, a month, a day.

    A cell with a stated format is a day.
    """
    day = compiler.compile(field, "day")
    ended = f"(({day.value}) + INTERVAL 1 DAY)::DATE"
    if not isinstance(field, Day) or field.formats:
        return Sql(ended if over else day.value, day.error, day.raw, day.reason)
    text = compiler.compile(field.of, "text")
    forms = _forms(text.value, _fiscal(compiler))
    cases = " ".join(f"WHEN {sql.fits(text.value, form)} THEN {(end if over else start)}" for form, start, end in forms)
    named = f"CASE {cases} ELSE {ended if over else day.value} END"
    fine = " OR ".join(f"({sql.fits(text.value, form)} AND ({start}) IS NOT NULL)" for form, start, _ in forms)
    return Sql(named, f"CASE WHEN {fine} THEN NULL ELSE {day.error} END", day.raw, day.reason)


def _named(of: Field, fiscal: bool, compiler: Compiler) -> PeriodSql:
    text = compiler.compile(of, "text")
    forms = _forms(text.value, _fiscal(compiler))
    tests = [(sql.fits(text.value, form), start, end) for form, start, end in (forms[:1] if fiscal else forms)]
    start = f"CASE {' '.join(f'WHEN {test} THEN {value}' for test, value, _ in tests)} END"
    end = f"CASE {' '.join(f'WHEN {test} THEN {value}' for test, _, value in tests)} END"
    known = "a year" if fiscal else "a period like 2014, 2014-03, 2014-Q1, 2014/15, 2014-2016, 2014-03-31 or start/end"
    bad = literal(f"is not {known}; for a day in another form write {{date: column, format: ...}}")
    wrong = f"CASE WHEN {text.value} IS NOT NULL AND (({start}) IS NULL OR ({end}) <= ({start})) THEN {bad} END"
    error = wrong if text.error == NULL else f"coalesce({text.error}, {wrong})"
    return PeriodSql(start, end, error, text.raw, text.reason)


def _forms(text: str, fiscal: int) -> list[tuple[str, str, str]]:
    """Pattern, first day and end of each form in which a period may be written."""
    year = f"try_cast(left({text}, 4) AS INTEGER)"
    back = 0 if fiscal == 1 else 1
    named, opened = (f"make_date({year} - {n}, {fiscal}, 1)" for n in (back, 0))
    month = f"try_cast({text} || '-01' AS DATE)"
    quarter = f"make_date({year}, (try_cast(right({text}, 1) AS INTEGER) - 1) * 3 + 1, 1)"
    day = f"try_cast({text} AS DATE)"
    until = f"make_date(try_cast(right({text}, 4) AS INTEGER) - {back} + 1, {fiscal}, 1)"
    left, right = (f"try_cast(split_part({text}, '/', {n}) AS DATE)" for n in (1, 2))
    return [
        (r"(19|20|21)\d{2}", named, f"({named} + INTERVAL 1 YEAR)::DATE"),
        (r"\d{4}-(0[1-9]|1[0-2])", month, f"({month} + INTERVAL 1 MONTH)::DATE"),
        (r"\d{4}-Q[1-4]", quarter, f"({quarter} + INTERVAL 3 MONTH)::DATE"),
        (r"\d{4}/\d{2}(\d{2})?", opened, f"({opened} + INTERVAL 1 YEAR)::DATE"),
        (r"(19|20|21)\d{2}-(19|20|21)\d{2}", named, until),
        (r"\d{4}-\d{2}-\d{2}", day, f"({day} + INTERVAL 1 DAY)::DATE"),
        (r"\d{4}-\d{2}-\d{2}/\d{4}-\d{2}-\d{2}", left, right),
    ]
