"""The schedule quality gate as a list."""

from __future__ import annotations

from dataclasses import dataclass

from rich.console import Console, ConsoleOptions, RenderResult
from rich.table import Table
from rich.text import Text

from trueup.delivery.results import Check, Quality
from trueup.report import words
from trueup.report.terminal.delivery.heading import About, heading
from trueup.report.terminal.style import Pen

SHOWN = 6


@dataclass(frozen=True, slots=True)
class QualityTable:
    """Print with rich: what passes, what does not, and where."""

    about: About
    quality: Quality

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        pen = Pen(ascii=options.ascii_only, width=options.max_width)
        yield from heading(self.about, pen)
        trusted = "a forecast from it deserves trust" if self.quality.trusted else "do not trust a forecast from it yet"
        yield Text(f"{words.share(self.quality.score)} of the checks, weighted, pass: {trusted}", style="bold")
        table = Table.grid(padding=(0, 2, 0, 0))
        for check in self.quality.checks:
            table.add_row(_mark(check, pen), Text(words.plain(check.code)), Text(check.words))
            if not check.passed and check.where:
                table.add_row("", "", Text(_where(check), style="dim"))
        yield table


def _mark(check: Check, pen: Pen) -> Text:
    if check.passed:
        return Text("+" if pen.ascii else "✓", style="green")
    return Text("x" if pen.ascii else "✗", style="red")


def _where(check: Check) -> str:
    more = len(check.where) - SHOWN
    return ", ".join(check.where[:SHOWN]) + (f" and {more:,} more" if more > 0 else "")
