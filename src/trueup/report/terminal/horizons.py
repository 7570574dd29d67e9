"""The ladder in a terminal: the fifth level on top, the gate behind the last level up to which all hold."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from rich.console import Console, ConsoleOptions, RenderableType, RenderResult
from rich.table import Table
from rich.text import Text

from trueup.horizons.charts import LABELS, WORDS
from trueup.horizons.results import CriterionResult, HorizonScore, Ladder, LevelResult, Listed, Status
from trueup.horizons.words import mark, scored
from trueup.report import words
from trueup.report.signs import Sign
from trueup.report.terminal.style import Pen
from trueup.vocabulary.said import begun

SIGNS: dict[Status, Sign] = {
    "maintained": Sign(WORDS["maintained"], "good", "tick", "✓", "+"),
    "below": Sign(WORDS["below"], "bad", "cross", "✗", "x"),
    "stale": Sign(WORDS["stale"], "bad", "ring", "◌", "o"),
    "not_shown": Sign(WORDS["not_shown"], "warn", "diamond", "◆", "!"),
    "unscored": Sign(WORDS["unscored"], "open", "ring", "○", "?"),
}
CELLS = 20
GATE = "the gate"


@dataclass(frozen=True, slots=True)
class LadderScreen:
    """Print with rich: `Console().print(LadderScreen(ladder))`."""

    found: Ladder

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        pen = Pen(options.ascii_only, options.max_width)
        yield from _head(self.found, pen)
        yield _rungs(self.found, pen)
        yield from _levels(self.found)
        yield from _after(self.found)


def _head(found: Ladder, pen: Pen) -> Iterator[RenderableType]:
    providers = ", ".join(found.providers)
    yield Text.assemble((found.title, "bold"), (f"  {found.customer}{pen.arrow}{providers}", "dim"))
    first, *rest = found.sentences
    yield Text(begun(str(first)) + ".", style="bold")
    yield from (Text(f"- {each}") for each in rest)
    yield from (Text(f"- {each.words}", style="yellow") for each in found.warnings)
    yield Text()


def _rungs(found: Ladder, pen: Pen) -> Table:
    """A row a level, the first at the foot; the gate is drawn where the order stops."""
    table = Table(box=None, pad_edge=False, show_header=False, padding=(0, 2, 0, 0))
    for each in reversed(found.levels):
        table.add_row(*_rung(each, pen))
        if each.number == found.frontier + 1:
            line = "-" if pen.ascii else "─"
            table.add_row("", Text(f"{line * 2} {GATE}", style="dim"), Text(line * (CELLS + 1), style="dim"))
    return table


def _rung(level: LevelResult, pen: Pen) -> tuple[Text, ...]:
    sign = SIGNS[level.status]
    score = Text(str(scored(level.score)) if level.score else "")
    bar = Text(_bar(level.score, level.threshold, pen), style="dim" if not level.maintained else "")
    name = Text(f"{level.number} {level.title or LABELS[level.horizon]}")
    return pen.glyph(sign), name, bar, score, pen.word(sign), Text(_until(level), style="dim")


def _bar(score: HorizonScore | None, threshold: float, pen: Pen) -> str:
    """The score out of twenty cells, with a mark at the threshold."""
    full, empty, line = ("#", ".", "|") if pen.ascii else ("█", "·", "│")
    filled = 0 if score is None else int(score.value * CELLS + 1e-9)
    at = min(CELLS - 1, int(threshold * CELLS + 1e-9))
    cells = [full if place < filled else empty for place in range(CELLS)]
    return "".join(cells[:at]) + line + "".join(cells[at:])


def _until(level: LevelResult) -> str:
    if level.maintained_since is not None and level.stale_on is not None:
        return f"since {words.day(level.maintained_since)}, until {words.day(level.stale_on)}"
    return "" if level.stale_on is None or not level.stale else f"since {words.day(level.stale_on)}"


def _levels(found: Ladder) -> Iterator[RenderableType]:
    for level in found.levels:
        yield Text(f"\n{level.number} {level.title or LABELS[level.horizon]}", style="bold")
        yield from (Text(f"- {each}") for each in level.reasons)
        if level.criteria:
            yield _criteria(level)


def _criteria(level: LevelResult) -> Table:
    table = Table(box=None, pad_edge=False, header_style="dim", padding=(0, 2, 0, 0))
    for name, right in (("criterion", False), ("score", True), ("by", False), ("evidence", False), ("of", False)):
        table.add_column(name, justify="right" if right else "left", overflow="fold")
    for each in level.criteria:
        table.add_row(*_criterion(each))
        for line in _told(each):
            table.add_row(Text(f"    {line}", style="dim"), "", "", "", "")
    return table


def _criterion(each: CriterionResult) -> tuple[Text, ...]:
    name = f"{each.what}{' (must)' if each.must else ''}"
    score = str(scored(each.score)) if each.score else "-"
    by = each.rater or ""
    day = "" if each.answered_on is None else words.day(each.answered_on) + (", stale" if each.stale else "")
    return Text(f"  {name}"), Text(score), Text(by), Text(each.grade or ""), Text(day)


def _told(each: CriterionResult) -> Iterator[str]:
    """What is to be known of a criterion, below it."""
    yield from map(str, each.reasons)
    beside = each.overridden
    if beside is not None:
        own = scored(beside.score) if beside.score else beside.insufficient
        yield f"{beside.reported_by} itself says {own}; it decides nothing"


def _after(found: Ladder) -> Iterator[RenderableType]:
    if found.lapses:
        yield Text("\nLapses", style="bold")
        yield from (Text(f"- {each.words}") for each in found.lapses)
    if found.to_come:
        yield Text(
            f"\n{found.to_come} answers are dated {words.day(found.as_of)} or later: they count from the day after."
        )


@dataclass(frozen=True, slots=True)
class HistoryScreen:
    """Print with rich: the five on each day on which anything changed."""

    found: Ladder

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        pen = Pen(options.ascii_only, options.max_width)
        yield Text(self.found.title, style="bold")
        yield _days(self.found, pen)
        yield from _after(self.found)


def _days(found: Ladder, pen: Pen) -> Table:
    table = Table(box=None, pad_edge=False, header_style="dim", padding=(0, 2, 0, 0))
    table.add_column("as of", no_wrap=True, min_width=len("2026-10-01"))
    for name in (*LABELS.values(), "in order", "lowest"):
        table.add_column(name)
    for day in found.history:
        cells = [
            Text.assemble(pen.glyph(SIGNS[each.status]), f" {mark(each.value)}" if each.value is not None else "")
            for each in day.levels
        ]
        lowest = "" if day.headline is None else str(mark(day.headline))
        table.add_row(day.date.isoformat(), *cells, f"{day.frontier} of 5", lowest)
    return table


@dataclass(frozen=True, slots=True)
class ListScreen:
    """Print with rich: every relationship in a line."""

    found: Listed

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        if not self.found.relationships:
            yield Text("This book has no stakeholders document: see docs/how-to/read-the-ladder.md.")
            return
        pen = Pen(options.ascii_only, options.max_width)
        table = Table(box=None, pad_edge=False, header_style="dim", padding=(0, 2, 0, 0))
        for name in ("relationship", "1 2 3 4 5", "in order", "lowest", "first"):
            table.add_column(name)
        for each in self.found.relationships:
            signs = Text(" ").join(pen.glyph(SIGNS[status]) for status in each.statuses)
            lowest = str(scored(each.headline)) if each.headline else ""
            first = LABELS[each.next] if each.next else ""
            table.add_row(Text(each.title), signs, f"{each.frontier} of 5", lowest, first)
        yield table
