"""Shifts between waves in a terminal: changes first, then customers' own trend, then what lies ahead."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from rich.console import Console, ConsoleOptions, RenderableType, RenderResult
from rich.table import Table
from rich.text import Text

from trueup.jobs.results import CustomerTrend, Measured, Outlook, Shift, Shifts
from trueup.report.terminal.style import Pen

ROWS = 25
"""Changes that are printed beyond the notable ones; all of them: --format json."""


@dataclass(frozen=True, slots=True)
class ShiftTable:
    """Print with rich: `Console().print(ShiftTable(shifts))`."""

    shifts: Shifts

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        found, pen = self.shifts, Pen(ascii=options.ascii_only, width=options.max_width)
        notable = sum(shift.notable for shift in found.shifts)
        yield Text(f"{found.survey}: from {found.before} to {found.after}", style="bold")
        yield Text(f"{notable} notable of {found.tested:,} comparisons", style="dim")
        yield _changes(found.shifts[: max(ROWS, notable)], pen)
        yield from _lists(found)
        if found.customers:
            yield from (Text("\nCustomers' own trend", style="bold"), _customers(found.customers[:ROWS]))
        yield from _ahead(found.outlook)
        yield from (Text(f"- {note}", style="dim") for note in found.notes)


def _table(*columns: tuple[str, bool]) -> Table:
    table = Table(box=None, padding=(0, 2, 0, 0), pad_edge=False, header_style="dim")
    for name, right in columns:
        table.add_column(name, justify="right" if right else "left", no_wrap=right, overflow="fold")
    return table


def _changes(shifts: Sequence[Shift], pen: Pen) -> Table:
    table = _table(("", False), ("outcome", False), ("for", False), ("before", True), ("after", True), ("change", True))
    for shift in shifts:
        table.add_row(*_row(shift, pen))
    return table


def _row(shift: Shift, pen: Pen) -> Iterator[RenderableType]:
    yield Text("*" if shift.notable else "", style="bold")
    yield Text(shift.statement)
    yield Text(shift.group or "everybody", style="dim")
    if shift.difference is None:
        yield from (Text(""), Text(""), Text(str(shift.insufficient or ""), style="dim"))
        return
    yield from (Text("-" if each is None else f"{each.value:.1f}") for each in (shift.before, shift.after))
    yield _signed(shift.difference, strong=shift.notable)


def _signed(of: Measured, *, strong: bool) -> Text:
    ends = (f" {of.low:+.1f} to {of.high:+.1f}", "dim")
    return Text.assemble((f"{of.value:+.2f}", "bold" if strong else ""), ends)


def _lists(found: Shifts) -> Iterator[Text]:
    for name, outcomes in (("No longer asked", found.dropped), ("Asked for the first time", found.added)):
        if outcomes:
            yield Text(f"{name}: {', '.join(outcomes)}", style="dim")
    for was, now in found.segments:
        yield Text(f"Segment {was} before is {'none' if now is None else f'segment {now}'} now", style="dim")


def _customers(trends: Sequence[CustomerTrend]) -> Table:
    table = _table(("", False), ("customer", False), ("unmet need by wave", False), ("change", True))
    for each in trends:
        way = ", ".join("-" if gap is None else f"{gap:.2f}" for gap in each.gap)
        change = (
            Text(str(each.insufficient), style="dim")
            if each.difference is None
            else _signed(each.difference, strong=each.notable)
        )
        table.add_row("*" if each.notable else "", each.customer, way, change)
    return table


def _ahead(outlook: Sequence[Outlook]) -> Iterator[RenderableType]:
    if not outlook:
        return
    yield Text("\nAt the next wave", style="bold")
    if all(each.opportunity is None for each in outlook):
        yield Text(str(outlook[0].insufficient), style="dim")
        return
    table = _table(("", False), ("outcome", False), ("opportunity", True), ("P(>10)", True))
    for each in outlook[:ROWS]:
        if each.opportunity is not None and each.p_unmet is not None:
            ends = f"{each.opportunity.value:.1f} {each.opportunity.low:.1f} to {each.opportunity.high:.1f}"
            table.add_row("becomes unmet" if each.becoming else "", each.statement, ends, f"{each.p_unmet:.0%}")
    yield table
