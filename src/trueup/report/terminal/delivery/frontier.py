"""The containment frontier: numbered sets of moves, what each costs, and what it leads to; then the moves in words."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from rich.console import Console, ConsoleOptions, RenderableType, RenderResult
from rich.table import Table
from rich.text import Text

from trueup.delivery.results import Candidate, Forecasted, Frontier, Probability
from trueup.report import words
from trueup.report.pace import held
from trueup.report.terminal.delivery.heading import About, heading
from trueup.report.terminal.delivery.tables import amount, short
from trueup.report.terminal.style import Pen


@dataclass(frozen=True, slots=True)
class FrontierTable:
    """Print with rich. A tick marks the sets with which the schedule keeps the commitments."""

    about: About
    frontier: Frontier

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        pen = Pen(ascii=options.ascii_only, width=options.max_width)
        yield from heading(self.about, pen)
        yield Text(words.sentence(self.frontier.words))
        if self.frontier.without is None and not self.frontier.candidates:
            return
        yield Text()
        yield self._table(pen)
        yield Text()
        yield from self._moves()
        yield Text()
        yield Text(f"At pace: met at the pace of real projects. {held()}", style="dim")

    def _table(self, pen: Pen) -> RenderableType:
        table = Table(box=None, padding=(0, 2, 0, 0), pad_edge=False, header_style="dim")
        table.add_column("")
        table.add_column("moves", overflow="fold", ratio=1)
        for name in ("costs", "finish", "80 % by", "on time", "met", "at pace"):
            table.add_column(name, justify="right", no_wrap=True)
        if self.frontier.without is not None and all(each.moves for each in self.frontier.candidates):
            table.add_row("", "as it is", "", *_forecast(self.frontier.without), style="dim")
        for number, each in enumerate(self.frontier.candidates, start=1):
            table.add_row(_number(number, each, pen), _names(each), amount(each.extra), *_forecast(each.forecast))
        return table

    def _moves(self) -> Iterator[RenderableType]:
        """Each move that any set takes, once."""
        taken = {move.move: move for each in self.frontier.candidates for move in each.moves}
        table = Table.grid(padding=(0, 2, 0, 0))
        table.add_column(no_wrap=True)
        table.add_column()
        for move in taken.values():
            table.add_row(Text(move.move, style="bold"), Text(move.words))
        yield table


def _number(number: int, each: Candidate, pen: Pen) -> Text:
    tick = "+" if pen.ascii else "✓"
    return Text(f"{number}. {tick}" if each.reaches else f"{number}.", style="green" if each.reaches else "")


def _names(each: Candidate) -> str:
    return ", ".join(move.move for move in each.moves) or "as it is"


def _forecast(found: Forecasted) -> tuple[str, ...]:
    return (
        short(found.finish),
        short(found.finish_p80),
        _share(found.on_time),
        _share(found.met),
        _share(found.met_at_pace),
    )


def _share(chance: Probability | None) -> str:
    return "-" if chance is None else words.share(chance.p)
