"""Moved goalposts in a terminal: the lines asked for, then each agreement's moves in order of time."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from rich.console import Console, ConsoleOptions, RenderResult
from rich.table import Table
from rich.text import Text

from trueup.report import words
from trueup.value.results_goalposts import Goalposts, GoalpostsResult, GroupLine

_HEADS = ("taken out", "targets", "due", "days", "re-cut", "gone", "other", "stands")


@dataclass(frozen=True, slots=True)
class GoalpostPage:
    """Print with rich: `Console().print(GoalpostPage(found))`."""

    found: GoalpostsResult

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        found = self.found
        yield Text(f"Moved goalposts as of {found.as_of}, in {found.currency}", style="bold")
        yield _table(found)
        if found.note is not None:
            yield Text(f"- {words.told(found.note)}", style="dim")
        for agreement in found.agreements:
            yield from _moves(agreement)


def _table(found: GoalpostsResult) -> Table:
    table = Table(box=None, padding=(0, 2, 0, 0), pad_edge=False, header_style="dim")
    table.add_column(found.by, overflow="fold", min_width=14)
    for head in _HEADS:
        table.add_column(head, justify="right", no_wrap=True)
    for line in found.lines:
        table.add_row(line.name, *_cells(line))
    return table


def _cells(line: GroupLine) -> Iterator[str]:
    yield words.money(line.taken)
    for count in (line.targets, line.due, line.days, line.baselines, line.descoped, line.others):
        yield str(count) if count else "-"
    yield "-" if line.share is None else f"{line.share:.0%}"


def _moves(agreement: Goalposts) -> Iterator[Text]:
    if not agreement.moves:
        return
    yield Text(f"\n{agreement.title}", style="bold")
    yield from (Text(words.told(sentence)) for sentence in agreement.words)
    for move in agreement.moves:
        why = f" ({move.why})" if move.why else ""
        out = "" if move.taken is None else f": {words.money(-move.taken, plus=True)} {agreement.currency}"
        yield Text(f"  {move.on}  {words.told(move.words)}{out}{why}")
