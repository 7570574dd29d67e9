"""Segments in a terminal: how many people each has, what it needs beyond the others, and how to place a customer."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator
from dataclasses import dataclass

from rich.console import Console, ConsoleOptions, RenderResult
from rich.table import Table
from rich.text import Text

from trueup.jobs.results import Measured, Segment, Segmentation, SegmentNeed, TypingTool
from trueup.report.terminal.style import Pen

NEEDS = 5
"""Outcomes of a segment that are printed; all of them: --format json."""


@dataclass(frozen=True, slots=True)
class SegmentTable:
    """Print with rich: `Console().print(SegmentTable(found))`."""

    found: Segmentation

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        pen = Pen(ascii=options.ascii_only, width=options.max_width)
        found = self.found
        parts = [f"{found.n:,} people", *([found.method] if found.method else []), f"seed {found.seed}"]
        yield Text.assemble((f"{found.survey}, wave {found.wave}", "bold"), (f"\n{pen.dot.join(parts)}", "dim"))
        if found.refused:
            yield from _folded(found.refused, pen, "yellow", "")
        for segment in found.segments:
            yield from _segment(segment, pen)
        if found.typing is not None:
            yield from _typing(found.typing)
        if found.tried:
            yield _tried(found)
        for note in found.notes:
            yield from _folded(note, pen, "dim", "- ")


def _segment(segment: Segment, pen: Pen) -> Iterator[Text | Table]:
    share = segment.share
    parts = [
        f"{segment.n:,} people",
        f"{100 * share.value:.0f} % ({100 * share.low:.0f} to {100 * share.high:.0f})",
        f"stability {segment.stability:.2f}",
    ]
    yield Text.assemble((f"\nSegment {segment.id}: {segment.name}", "bold"), (f"\n{pen.dot.join(parts)}", "dim"))
    for key, shares in segment.profile.items():
        told = ", ".join(f"{value} {100 * share:.0f} %" for value, share in sorted(shares.items(), key=_by_share))
        yield Text(f"{key}: {told}", style="dim")
    yield _needs(segment.needs)


def _by_share(pair: tuple[str, float]) -> tuple[float, str]:
    return -pair[1], pair[0]


def _needs(needs: tuple[SegmentNeed, ...]) -> Table:
    table = Table(box=None, padding=(0, 2, 0, 0), pad_edge=False, header_style="dim")
    table.add_column("outcome", overflow="fold", ratio=1)
    for name in ("opportunity", "against the others", ""):
        table.add_column(name, justify="right", no_wrap=True)
    for need in needs[:NEEDS]:
        stands = "stands" if need.notable else ""
        table.add_row(need.statement, _with_ends(need.opportunity), _with_ends(need.difference, signed=True), stands)
    return table


def _with_ends(of: Measured | None, *, signed: bool = False) -> Text:
    if of is None:
        return Text("-")
    figure = "{:+.1f}" if signed else "{:.1f}"
    ends = f" {figure.format(of.low)} to {figure.format(of.high)}"
    return Text.assemble((figure.format(of.value), "bold"), (ends, "dim"))


def _typing(tool: TypingTool) -> Iterator[Text]:
    right = tool.accuracy
    yield Text.assemble(
        ("\nTo place a customer, ask", "bold"),
        (
            f"\nright for {100 * right.value:.0f} % ({100 * right.low:.0f} to {100 * right.high:.0f}) of those it was "
            f"not made from; naming the largest segment: {100 * tool.chance:.0f} %",
            "dim",
        ),
    )
    for question in tool.questions:
        yield Text(f"{question.asks} of {question.outcome}: {question.statement}")


def _tried(found: Segmentation) -> Table:
    table = Table(box=None, padding=(0, 2, 0, 0), pad_edge=False, header_style="dim", title="\nTried",
                  title_justify="left", title_style="bold")  # fmt: skip
    for name in ("segments", "BIC", "stability", "smallest"):
        table.add_column(name, justify="right", no_wrap=True)
    table.add_column("method", no_wrap=True)
    table.add_column("", overflow="fold", ratio=1)
    for each in found.tried:
        bic = "-" if each.bic is None else f"{each.bic:,.0f}"
        stability = "-" if each.stability is None else f"{each.stability:.2f}"
        table.add_row(str(each.k), bic, stability, f"{each.smallest:,}", each.method, each.refused or "taken")
    return table


def _folded(text: str, pen: Pen, style: str, first: str) -> Iterator[Text]:
    width = max(40, min(pen.width, 110))
    yield Text(textwrap.fill(text, width, initial_indent=first, subsequent_indent=" " * len(first)), style=style)
