"""Scores in a terminal: each outcome with its opportunity, the interval of it, and the bands that this allows."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator
from dataclasses import dataclass

from rich.console import Console, ConsoleOptions, RenderableType, RenderResult
from rich.table import Table
from rich.text import Text

from trueup.jobs.results import Measured, Score, Scores
from trueup.report import words
from trueup.report.terminal.style import Pen

WIDE = 116
"""Columns of a screen on which the intervals of importance and satisfaction, chances and numbers have room."""
ROWS = 200
_BANDS = {
    "extreme": "extreme, over 15",
    "high": "high, 12 to 15",
    "worth considering": "worth considering, 10 to 12",
    "appropriately served": "served, below 10",
}
_EDGES = {"appropriately served": "below 10", "worth considering": "10-12", "high": "12-15", "extreme": "over 15"}


@dataclass(frozen=True, slots=True)
class ScoreTable:
    """Print with rich: `Console().print(ScoreTable(scores))`; at most `rows` outcomes."""

    scores: Scores
    rows: int = ROWS

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        pen = Pen(ascii=options.ascii_only, width=options.max_width)
        yield _heading(self.scores, pen)
        if self.scores.hidden:
            yield Text(self.scores.hidden, style="yellow")
            return
        yield self._table(pen)
        if len(self.scores.scores) > self.rows:
            yield Text(f"{self.rows} of {len(self.scores.scores):,} outcomes; all of them: --format csv", style="bold")
        yield from _notes(self.scores, pen)

    def _table(self, pen: Pen) -> Table:
        wide = pen.width >= WIDE
        table = Table(box=None, padding=(0, 2, 0, 0), pad_edge=False, header_style="dim")
        table.add_column("", justify="right", no_wrap=True)
        table.add_column("outcome", overflow="fold", ratio=1)
        for name in ("importance", "satisfaction") if wide else ("imp.", "sat."):
            table.add_column(name, justify="right", no_wrap=True)
        table.add_column("opportunity", justify="right", no_wrap=True)
        for name in ("P(>10)", "P(first 5)", "n") if wide else ():
            table.add_column(name, justify="right", no_wrap=True)
        table.add_column("band", overflow="fold", max_width=28 if wide else 18)
        for score in self.scores.scores[: self.rows]:
            table.add_row(*_row(score, wide=wide))
        return table


def _heading(scores: Scores, pen: Pen) -> Text:
    sample = scores.sample
    who = "everybody" if scores.group is None else scores.group
    parts = [f"{sample.respondents:,} people", f"{sample.ratings:,} ratings", sample.grade]
    if sample.first is not None and sample.last is not None:
        parts.insert(2, " to ".join(dict.fromkeys((words.day(sample.first), words.day(sample.last)))))
    text = Text.assemble((f"{scores.survey}, wave {scores.wave}: {who}", "bold"))
    return text if scores.hidden else text.append(f"\n{pen.dot.join(parts)}", style="dim")


def _row(score: Score, *, wide: bool) -> Iterator[RenderableType]:
    yield Text("" if score.rank is None else str(score.rank), style="dim")
    yield Text(score.statement)
    if score.insufficient is not None:
        yield from (Text("-"), Text("-"), Text("-"))
        yield from [Text("")] * (3 if wide else 0)
        yield Text(score.insufficient, style="dim")
        return
    yield from (_with_ends(each) if wide else Text(_figure(each)) for each in (score.importance, score.satisfaction))
    yield _with_ends(score.opportunity, strong=True)
    if wide:
        yield Text(_chance(score.p_over.get("10")))
        yield Text(_chance(score.p_rank.get("5")))
        yield Text(f"{score.n_both:,}")
    yield _band(score, wide=wide)


def _figure(of: Measured | None) -> str:
    return "-" if of is None else f"{of.value:.1f}"


def _with_ends(of: Measured | None, *, strong: bool = False) -> Text:
    if of is None:
        return Text("-")
    value = f"{of.value:.2f}" if strong else f"{of.value:.1f}"
    return Text.assemble((value, "bold" if strong else ""), (f" {of.low:4.1f} to {of.high:4.1f}", "dim"))


def _chance(p: float | None) -> str:
    if p is None:
        return "-"
    if 0.995 < p < 1:
        return "> 0.99"
    return "< 0.01" if 0 < p < 0.005 else f"{p:.2f}"


def _band(score: Score, *, wide: bool) -> Text:
    """The band where the interval allows one only, else from which to which."""
    if len(score.bands) == 1:
        name = score.bands[0]
        said = _BANDS[name] if wide else _BANDS[name].partition(",")[0]
        text = Text(said, style="" if name == "appropriately served" else "bold")
    else:
        text = Text(" or ".join(_EDGES[name] for name in score.bands), style="dim")
    if score.overserved is not None:
        text.append(f"; overserved by {score.overserved:.1f}", style="yellow")
    return text


def _notes(scores: Scores, pen: Pen) -> Iterator[Text]:
    width = max(40, min(pen.width, 110))
    for note in scores.notes:
        yield Text(textwrap.fill(note, width, initial_indent="- ", subsequent_indent="  "), style="dim")
    told = {note for score in scores.scores[:ROWS] for note in score.notes}
    for note in sorted(told):
        ranks = [str(score.rank) for score in scores.scores if note in score.notes and score.rank is not None]
        if ranks:
            text = f"{note} ({'outcome' if len(ranks) == 1 else 'outcomes'} {', '.join(ranks[:12])})"
            yield Text(textwrap.fill(text, width, initial_indent="- ", subsequent_indent="  "), style="dim")
