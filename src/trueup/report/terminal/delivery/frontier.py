"""The containment frontier: numbered sets of moves, what each costs, and what it leads to."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from rich.console import Console, ConsoleOptions, RenderableType, RenderResult
from rich.padding import Padding
from rich.text import Text

from trueup.delivery.results import Candidate, Forecasted, Frontier
from trueup.report import words
from trueup.report.terminal.delivery.heading import About, heading
from trueup.report.terminal.delivery.tables import amount, chance, plain_table
from trueup.report.terminal.style import Pen


@dataclass(frozen=True, slots=True)
class FrontierTable:
    """Print with rich."""

    about: About
    frontier: Frontier

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        yield from heading(self.about, Pen(ascii=options.ascii_only, width=options.max_width))
        yield Text(words.sentence(self.frontier.words))
        if self.frontier.without is None and not self.frontier.candidates:
            return
        yield Text()
        yield self._table()
        yield from self._moves()

    def _table(self) -> RenderableType:
        table = plain_table("", "costs", "finish", "half by", "80 % by", "P(on time)", "P(met)")
        if self.frontier.without is not None:
            table.add_row("as it is", "", *_forecast(self.frontier.without))
        for number, each in enumerate(self.frontier.candidates, start=1):
            if each.moves:
                mark = "" if each.reaches else " (not enough)"
                table.add_row(f"{number}.{mark}", amount(each.extra), *_forecast(each.forecast))
        return table

    def _moves(self) -> Iterator[RenderableType]:
        for number, each in enumerate(self.frontier.candidates, start=1):
            if each.moves:
                yield Text()
                yield from _set(number, each)


def _set(number: int, each: Candidate) -> Iterator[RenderableType]:
    for place, move in enumerate(each.moves):
        lead = f"{number}. " if place == 0 else " " * len(f"{number}. ")
        yield Padding(Text(f"{lead}{move.words}"), (0, 0, 0, 0), expand=False)


def _forecast(found: Forecasted) -> tuple[str, ...]:
    days = (found.finish, found.finish_p50, found.finish_p80)
    return (*map(words.day, days), chance(found.on_time), chance(found.met))
