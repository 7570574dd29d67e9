"""A business case in a terminal: figures by scenario, lines with their working, promised against come."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from rich.console import Console, ConsoleOptions, RenderableType, RenderResult
from rich.table import Table
from rich.text import Text

from trueup.report import words
from trueup.value.results_case import Came, CaseFigures, CaseResult, NetworkResult, ScenarioResult

_HEADS = ("", "NPV", "ROI", "IRR", "payback", "benefits (PV)", "costs (PV)")


@dataclass(frozen=True, slots=True)
class CasePage:
    """Print with rich: `Console().print(CasePage(found))`."""

    found: CaseResult

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        found = self.found
        yield Text(f"{found.title} ({found.id}, version {found.version} of {found.on})", style="bold")
        yield Text(f"by {found.party}, in {found.currency}, as of {found.as_of}", style="dim")
        yield _scenarios(found.scenarios)
        yield from (_chance(each, found.currency) for each in found.scenarios if each.chance is not None)
        yield Text("")
        yield _lines(found.scenarios[-1])
        if found.potential is not None:
            yield Text(f"\n{words.told(found.potential.words)}")
        if found.came is not None:
            yield from _came(found.came)
        yield from (Text(f"- {note}", style="dim") for note in found.notes)


def _grid(*heads: str, left: int = 1) -> Table:
    table = Table(box=None, padding=(0, 2, 0, 0), pad_edge=False, header_style="dim")
    for place, head in enumerate(heads):
        if place < left:
            table.add_column(head, overflow="fold")
        else:
            table.add_column(head, justify="right", no_wrap=True)
    return table


def _scenarios(scenarios: Sequence[ScenarioResult]) -> Table:
    table = _grid(*_HEADS)
    for each in scenarios:
        table.add_row(each.title, *_figures(each.plain))
        table.add_row(Text("  risk-adjusted", style="dim"), *_figures(each.adjusted))
    return table


def _figures(figures: CaseFigures) -> Iterator[str]:
    yield words.amount(figures.npv)
    yield "-" if figures.roi is None else f"{figures.roi:.0%}"
    yield figures.irr if isinstance(figures.irr, str) else f"{figures.irr:.1%}"
    months = figures.payback_months
    yield months if isinstance(months, str) else f"{months:.1f} months"
    yield words.amount(figures.pv_benefits)
    yield words.amount(figures.pv_costs)


def _chance(each: ScenarioResult, currency: str) -> Text:
    chance = each.chance
    assert chance is not None
    low, middle, high = (words.money(end) for end in (chance.p10, chance.p50, chance.p90))
    above = f"P(NPV > 0) {chance.p_positive:.2f}"
    text = f"{each.title}: P10 {low}, P50 {middle}, P90 {high} {currency}, {above}"
    return Text(f"{text} ({chance.draws:,} draws of {', '.join(chance.uncertain)})", style="dim")


def _lines(scenario: ScenarioResult) -> Table:
    years = range(len(scenario.plain.net))
    table = _grid("", "r", *(f"year {year}" for year in years))
    for side in ("benefit", "cost"):
        for line in scenario.lines:
            if line.side == side:
                name = Text(line.title)
                if line.arithmetic:
                    name.append(f"\n  {line.arithmetic}", style="dim")
                table.add_row(name, f"{line.risk:g}", *(words.amount(flow) for flow in line.flows))
    table.add_row("benefits less costs", "", *(words.amount(flow) for flow in scenario.plain.net), style="bold")
    return table


def _came(came: Came) -> Iterator[RenderableType]:
    yield Text(f"\nPromised against come (version {came.sealed_version}, sealed {came.sealed_on})", style="bold")
    yield from (Text(words.told(sentence)) for sentence in came.words)
    table = _grid("year", "", "benefits due", "came", "costs due", "spent", left=2)
    for year in came.years:
        figures = (year.benefits_due, year.benefits_came, year.costs_due, year.costs_came)
        table.add_row(str(year.year), year.state, *map(words.amount, figures))
    yield table
    for line in came.lines:
        why = line.gap.words if line.gap is not None else line.note
        if why is not None:
            yield Text(f"- {line.title}: {words.told(why)}", style="dim")


@dataclass(frozen=True, slots=True)
class NetworkPage:
    """Print with rich: `Console().print(NetworkPage(found))`."""

    found: NetworkResult

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        found = self.found
        yield Text(found.title, style="bold")
        table = Table(box=None, padding=(0, 2, 0, 0), pad_edge=False, header_style="dim")
        for head in ("", "what", "owner", "enables", "gaps"):
            table.add_column(head, overflow="fold")
        titles = {node.id: node.title for node in found.nodes}
        for node in found.nodes:
            enables = ", ".join(titles.get(each, each) for each in node.enables)
            gaps = "; ".join(map(words.told, node.gaps))
            table.add_row(
                node.kind.replace("_", " "), node.title, node.owner or "-", enables, Text(gaps, style="yellow")
            )
        yield table
        yield from _gaps(found)


def _gaps(found: NetworkResult) -> Iterator[Text]:
    count = len(found.gaps)
    yield Text("\nNo gaps." if not count else f"\n{count} gap{'s' if count > 1 else ''}", style="bold")
    yield from (Text(f"- {words.told(gap)}") for gap in found.gaps)
    if found.worth_at_risk and found.worth_at_risk > Decimal(0):
        yield Text(f"Benefits that no change leads to: {words.amount(found.worth_at_risk)} {found.currency}")
