"""The cube in a terminal: a row a slice; where time is an axis, its course and its last periods side by side."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from rich import box
from rich.table import Table
from rich.text import Text

from trueup.report import words
from trueup.report.terminal.style import Pen
from trueup.vocabulary import Grain, Period, add_months

if TYPE_CHECKING:
    import pyarrow as pa
    from rich.console import Console, ConsoleOptions, RenderResult

Row = dict[str, Any]

GRADES = {"reported": ("○", "r"), "verified": ("◐", "v"), "attested": ("●", "a")}
COURSE = 18
"""Periods that a sparkline shows."""
WIDEST = 32
"""Columns of the screen for the name of a KPI or slice."""
ROWS = 60
"""Rows that are printed; files hold all of them."""


@dataclass(frozen=True, slots=True)
class CubeTable:
    """Print with rich: `Console().print(CubeTable(table, by))`. `by` are the axes of the cube, in order."""

    table: pa.Table
    by: Sequence[str]

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        pen = Pen(ascii=options.ascii_only, width=options.max_width)
        axes = [name for name in self.by if name not in Grain.__members__]
        grain = next((Grain(name) for name in self.by if name in Grain.__members__), None)
        rows = self.table.to_pylist()
        slices = list(_slices(rows, axes))
        starts = [] if grain is None else _starts(rows, axes, grain, pen)
        body = _timeless(axes) if grain is None else _timed(axes, pen, [_period(start, grain) for start in starts])
        for number, row in enumerate(slices[:ROWS]):
            again = [name for name in axes[:1] if number and slices[number - 1][0][name] == row[0][name]]
            names = (Text("") if name in again else _axis(row[0][name]) for name in axes)
            body.add_row(*names, *_rest(row, grain, pen, starts))
        yield body
        yield from _legend(rows, len(slices), pen)


def _rest(row: list[Row], grain: Grain | None, pen: Pen, starts: Sequence[dt.date]) -> Iterator[Text]:
    last = next((each for each in reversed(row) if each["actual"] is not None), row[-1])
    if grain is not None:
        yield Text(pen.sparkline([each["actual"] for each in row if each["actual"] is not None], COURSE), "cyan")
        by_start = {each[grain.value]: each for each in row}
        for start in starts:
            yield _actual(by_start.get(start), pen)
    else:
        yield _actual(last, pen)
        yield _interval(last)
        yield Text("" if last["n"] is None else words.number(last["n"]), "dim")
    yield Text(last["unit"], "dim")
    yield _target(last)
    yield _attained(last)
    if grain is None:
        yield Text(last["reported_by"] or "", "dim")


def _slices(rows: Sequence[Row], axes: Sequence[str]) -> Iterator[list[Row]]:
    """Rows of one slice together, in order of time."""
    found: dict[tuple[str | None, ...], list[Row]] = {}
    for row in rows:
        found.setdefault(tuple(row[name] for name in axes), []).append(row)
    yield from found.values()


def _starts(rows: Sequence[Row], axes: Sequence[str], grain: Grain, pen: Pen) -> list[dt.date]:
    """The last periods of the whole table: as many as there is room for."""
    names = sum(min(WIDEST, max((len(row[name] or "unassigned") for row in rows), default=0)) + 2 for name in axes)
    units = max((len(row["unit"]) for row in rows), default=0)
    figures = max((len(words.number(row["actual"])) for row in rows if row["actual"] is not None), default=7) + 4
    periods = sorted({row[grain.value] for row in rows})
    course = max(6, min(COURSE, len(periods)))
    room = (pen.width - names - course - units - 24) // max(figures, len(_period(dt.date(2026, 9, 30), grain)) + 2)
    return periods[-max(1, min(8, room)) :]


def _period(start: dt.date, grain: Grain) -> str:
    if grain is Grain.week:
        return f"week of {words.day(start)}"
    months = grain.months
    if months is None:
        return words.day(start)
    return words.period(Period(start, add_months(start, months)))


def _begun(axes: Sequence[str]) -> Table:
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False, header_style="bold")
    for name in axes:
        table.add_column(words.plain(name), no_wrap=True, max_width=WIDEST)
    return table


def _timed(axes: Sequence[str], pen: Pen, periods: Sequence[str]) -> Table:
    table = _begun(axes)
    table.add_column("" if pen.ascii else "course", no_wrap=True)
    for period in periods:
        table.add_column(period, justify="right", no_wrap=True)
    return _ended(table)


def _timeless(axes: Sequence[str]) -> Table:
    table = _begun(axes)
    table.add_column("actual", justify="right")
    table.add_column("95 % interval", justify="right")
    table.add_column("n", justify="right")
    _ended(table)
    table.add_column("reported by", overflow="fold")
    return table


def _ended(table: Table) -> Table:
    table.add_column("unit", no_wrap=True)
    table.add_column("target", justify="right")
    table.add_column("attained", justify="right")
    return table


def _axis(value: str | None) -> Text:
    return Text("unassigned", "dim italic") if value is None else Text(value)


def _actual(row: Row | None, pen: Pen) -> Text:
    if row is None:
        return Text("")
    if row["actual"] is None:
        return Text("missing", "yellow")
    mark = GRADES[row["grade"]][1 if pen.ascii else 0]
    return Text.assemble(words.number(row["actual"]), (f" {mark}", "dim"))


def _interval(row: Row) -> Text:
    if row["low"] is None:
        return Text("")
    return Text(f"{words.number(row['low'])} to {words.number(row['high'])}", "dim")


def _target(row: Row) -> Text:
    if row["direction"] is None:
        return Text("")
    if row["target"] is None:
        return Text(f"{words.number(row['target_low'])} to {words.number(row['target_high'])}")
    return Text({"increase": "≥ ", "decrease": "≤ "}.get(row["direction"], "") + words.number(row["target"]))


def _attained(row: Row) -> Text:
    if row["attainment"] is None:
        return Text("")
    reached = row["attainment"] >= 1
    near = not reached and row["attainment"] >= 0.995  # never rounded up to 100 %
    return Text(">99 %" if near else f"{row['attainment'] * 100:.0f} %", "green" if reached else "red")


def _legend(rows: Sequence[Row], slices: int, pen: Pen) -> Iterator[Text]:
    seen = [name for name in GRADES if any(row["grade"] == name for row in rows)]
    marks = [f"{GRADES[name][1 if pen.ascii else 0]} {name}" for name in seen]
    reasons = sorted({row["missing"] for row in rows if row["missing"]})
    yield Text(pen.dot.join(marks), "dim")
    if reasons:
        yield Text(f"missing: {'; '.join(reasons[:3])}" + ("; ..." if len(reasons) > 3 else ""), "yellow")
    if slices > ROWS:
        yield Text(f"{ROWS} of {slices:,} rows; all of them: --format csv --out FILE", "bold")
