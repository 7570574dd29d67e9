"""The schedule as a table with a bar a row: what is done, what is left, what is critical, and the committed day."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from rich.console import Console, ConsoleOptions, RenderResult
from rich.table import Table
from rich.text import Text

from trueup.delivery.results import Scheduled
from trueup.report import words
from trueup.report.terminal.delivery.heading import About, heading
from trueup.report.terminal.delivery.tables import short
from trueup.report.terminal.style import Pen

NARROWEST, WIDEST = 16, 72
WIDE = 110
"""Columns of a screen on which parties and shares have room."""
NAMES, PARTY = 32, 14
ROWS = 200
"""Rows that are printed; files hold all of them."""


@dataclass(frozen=True, slots=True)
class Marks:
    """The characters of a bar."""

    done: str
    left: str
    critical: str
    committed: str
    nothing: str = " "


MARKS, ASCII = Marks("█", "░", "▓", "│"), Marks("#", "-", "=", "|")


@dataclass(frozen=True, slots=True)
class Scale:
    """Days from `start` to `end` on so many columns."""

    start: dt.date
    end: dt.date
    columns: int

    def column(self, day: dt.date) -> int:
        """The column that a day falls into."""
        whole = max(1, (self.end - self.start).days + 1)
        return min(self.columns - 1, max(0, (day - self.start).days * self.columns // whole))


@dataclass(frozen=True, slots=True)
class Gantt:
    """Print with rich: `Console().print(Gantt(plan, activities, names))`."""

    about: About
    activities: Sequence[Scheduled]
    names: Mapping[str, str]

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        pen = Pen(ascii=options.ascii_only, width=options.max_width)
        yield from heading(self.about, pen)
        yield Text()
        yield self._table(pen)
        yield Text(_legend(ASCII if pen.ascii else MARKS, self.about.committed_finish, pen), style="dim")
        if len(self.activities) > ROWS:
            yield Text(f"{ROWS} of {len(self.activities):,} activities; all of them: --format csv", style="bold")

    def _table(self, pen: Pen) -> Table:
        wide = pen.width >= WIDE
        names = NAMES if wide else max(12, min(NAMES, pen.width - 59))
        table = Table(box=None, padding=(0, 2, 0, 0), pad_edge=False, header_style="dim")
        table.add_column("activity", no_wrap=True, overflow=pen.cut, max_width=names)
        if wide:
            table.add_column("party", no_wrap=True, overflow=pen.cut, max_width=PARTY)
            table.add_column("done", no_wrap=True, justify="right", min_width=5)
        for name in ("starts", "finishes"):
            table.add_column(name, no_wrap=True, justify="right", min_width=9)
        table.add_column("float", no_wrap=True, justify="right", min_width=5)
        scale = self._scale(pen, names)
        table.add_column(_axis(scale), no_wrap=True, min_width=scale.columns)
        for row in self.activities[:ROWS]:
            cells = self._row(row, scale, ASCII if pen.ascii else MARKS)
            table.add_row(*(cells if wide else (cells[0], *cells[3:])))
        return table

    def _scale(self, pen: Pen, names: int) -> Scale:
        longest = max((len(row.name) for row in self.activities), default=0)
        taken = min(names, longest) + 2 + 11 + 11 + 7 + (PARTY + 2 + 7 if pen.width >= WIDE else 0)
        ends = [row.finish for row in self.activities]
        if self.about.committed_finish is not None:
            ends.append(self.about.committed_finish)
        starts = [row.start for row in self.activities]
        return Scale(min(starts), max(ends), max(NARROWEST, min(WIDEST, pen.width - taken)))

    def _row(self, row: Scheduled, scale: Scale, marks: Marks) -> tuple[Text, ...]:
        party = "" if row.party is None else self.names.get(row.party, row.party)
        return (
            Text(row.name, style="bold" if row.critical else ""),
            Text(party, style="dim"),
            Text("" if row.state == "to_do" else f"{row.percent:.0f} %", style="dim"),
            Text(short(row.start)),
            Text(short(row.finish), style="red" if _late(row) else ""),
            Text("" if row.total_float is None else words.number(row.total_float), style="red" if row.critical else ""),
            bar(row, scale, marks, self.about.committed_finish),
        )


def bar(row: Scheduled, scale: Scale, marks: Marks, committed: dt.date | None) -> Text:
    """One activity's bar."""
    first, last = scale.column(row.start), scale.column(row.finish)
    done = first + round((last - first + 1) * row.percent / 100)
    left = marks.critical if row.critical else marks.left
    limit = None if committed is None else scale.column(committed)
    text = Text()
    for column in range(scale.columns):
        if first <= column <= last:
            is_done = column < done or row.state == "done"
            text.append(marks.done if is_done else left, "" if is_done else "red" if row.critical else "cyan")
        else:
            text.append(*((marks.committed, "dim") if column == limit else (marks.nothing, "")))
    return text


def _late(row: Scheduled) -> bool:
    return row.committed_finish is not None and row.finish > row.committed_finish


def _axis(scale: Scale) -> str:
    first, last = f"{scale.start:%b %y}", f"{scale.end:%b %y}"
    return f"{first}{last.rjust(scale.columns - len(first))}"


def _legend(marks: Marks, committed: dt.date | None, pen: Pen) -> str:
    parts = [f"{marks.done} done", f"{marks.critical} critical", f"{marks.left} not critical"]
    if committed is not None:
        parts.append(f"{marks.committed} committed {words.day(committed)}")
    return pen.dot.join([*parts, "float in working days"])
