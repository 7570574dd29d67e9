"""What to work on first, in a terminal."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from rich.console import Console, ConsoleOptions, RenderableType, RenderResult
from rich.table import Table
from rich.text import Text

from trueup.jobs.results import Lead, Measured, Roadmap, StepNeed, Strategy

ROWS = 20


@dataclass(frozen=True, slots=True)
class RoadmapTable:
    """Print with rich: `Console().print(RoadmapTable(roadmap))`."""

    roadmap: Roadmap

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        found = self.roadmap
        yield Text(f"What to work on first: {found.survey}, wave {found.wave}", style="bold")
        yield from _leads(found.leads)
        if found.steps:
            yield from (Text("\nBy step of the job", style="bold"), _steps(found.steps))
        yield from _strategies(found.strategies)
        if found.moved:
            yield Text("\nDid improving the KPI move the outcome?", style="bold")
            yield from (Text(f"{each.kpi} and {each.outcome}: {each.verdict}; {each.words}") for each in found.moved)
        yield from (Text(f"- {note}", style="dim") for note in found.notes)


def _leads(leads: Sequence[Lead]) -> Iterator[RenderableType]:
    if not leads:
        return
    table = _table(
        ("", True), ("outcome", False), ("step", False), ("why", False), ("P(first 5)", True), ("people", True)
    )
    for lead in leads[:ROWS]:
        people = "" if lead.people is None else f"{lead.people:,}"
        why = Text(lead.words)
        aims = [*lead.objectives, *lead.kpis]
        if aims:
            why.append(f"\n{', '.join(aims)}", style="dim")
        table.add_row(str(lead.place), lead.statement, lead.step or "", why, f"{lead.p_first:.0%}", people)
    yield table
    if len(leads) > ROWS:
        yield Text(f"{ROWS} of {len(leads)}; all of them: --format json", style="bold")


def _table(*columns: tuple[str, bool]) -> Table:
    table = Table(box=None, padding=(0, 2, 0, 0), pad_edge=False, header_style="dim")
    for name, right in columns:
        table.add_column(name, justify="right" if right else "left", no_wrap=right, overflow="fold")
    return table


def _steps(steps: Sequence[StepNeed]) -> Table:
    table = _table(("step", False), ("outcomes", True), ("unmet", True), ("expected", True), ("mean opportunity", True))
    for step in steps:
        mean = "-" if step.opportunity is None else _ends(step.opportunity)
        table.add_row(step.name, str(step.outcomes), str(step.unmet), f"{step.expected_unmet:.1f}", mean)
    return table


def _ends(of: Measured) -> str:
    return f"{of.value:.1f} {of.low:.1f} to {of.high:.1f}"


def _strategies(strategies: Sequence[Strategy]) -> Iterator[Text]:
    if not strategies:
        return
    yield Text("\nGrowth strategy", style="bold")
    for each in strategies:
        told = f"{each.group or 'everybody'}: {each.underserved} underserved, {each.overserved} overserved"
        for name, of in (("better", each.better), ("cheaper", each.cheaper)):
            told += "" if of is None else f"; {name} by {of.value:.0%} ({of.low:.0%} to {of.high:.0%})"
        yield Text(f"{told}; {' or '.join(each.allowed) or each.insufficient}")
