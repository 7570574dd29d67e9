"""What was caused in a terminal: realised beside attributed, the assumptions with their marks, what would break it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from rich.console import Console, ConsoleOptions, RenderableType, RenderResult
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from trueup.agreements.results import Range, Span
from trueup.agreements.words import number
from trueup.report import words
from trueup.report.terminal.style import Pen
from trueup.value.results_attribution import (
    Assumption,
    AttributionResult,
    Found,
    ObjectiveAttribution,
    Proposal,
    RungTried,
)

MARKS = {True: "\N{CHECK MARK}", False: "\N{BALLOT X}", None: "?"}
PLAIN = {True: "+", False: "x", None: "?"}
STYLES = {True: "green", False: "red", None: "yellow"}


@dataclass(frozen=True, slots=True)
class AttributionScreen:
    """Print with rich: `Console().print(AttributionScreen(result))`."""

    found: AttributionResult

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        found, pen = self.found, Pen(ascii=options.ascii_only, width=options.max_width)
        yield Text(f"{found.title}, as of {found.as_of}", style="bold")
        yield _totals(found)
        for each in found.objectives:
            yield Text()
            yield from _objective(each, found.currency, pen)


def _totals(found: AttributionResult) -> Table:
    table = _table()
    table.add_row("Realised, before against after", _money(found.realised, found.currency))
    table.add_row("Attributed, against a counterfactual", _money(found.attributed, found.currency))
    return table


def _table() -> Table:
    table = Table(box=None, padding=(0, 2, 0, 0), pad_edge=False, show_header=False)
    table.add_column(style="dim")
    table.add_column()
    return table


def _money(found: Range | None, currency: str) -> str:
    if found is None:
        return "none"
    amount = f"{words.amount(found.expected)} {currency}"
    if found.low == found.high:
        return amount
    return f"{amount} ({words.amount(found.low)} to {words.amount(found.high)})"


def _objective(each: ObjectiveAttribution, currency: str, pen: Pen) -> Iterator[RenderableType]:
    yield Text(each.title, style="bold")
    yield Text(f"{_capital(each.words)}.")
    yield Text(f"Counts: {each.counts}. {_capital(each.declared.words)}.", style="dim")
    if each.found is not None:
        yield from _found(each.found, each.unit, currency, pen)
    if each.chosen_after is not None:
        yield Text("Chosen after the result was known: shown, and does not count", style="red")
        yield from _found(each.chosen_after, each.unit, currency, pen)
    yield from _plain(each, currency)
    if each.proposal is not None:
        yield from _proposal(each.proposal, pen)


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def _found(found: Found, unit: str, currency: str, pen: Pen) -> Iterator[RenderableType]:
    table = _table()
    table.add_row("Method", found.method.replace("_", " "))
    table.add_row("Start", f"{found.since}, {found.n_before} periods before, {found.n_after} after")
    if found.insufficient is not None:
        table.add_row("No figure", found.insufficient)
    if found.average is not None:
        table.add_row("Effect a period", f"{_span(found.average, unit)}{_percent(found.percent)}")
    if found.money is not None:
        table.add_row("To date", _money(found.money, currency))
        table.add_row("At grade", ", ".join(f"{grade} {words.amount(sum_)}" for grade, sum_ in found.at_grade.items()))
    if found.p_placebo is not None:
        table.add_row("Placebo p", f"{found.p_placebo:.3f}")
    if found.pre_rmse is not None:
        table.add_row("Fit before", f"{number(found.pre_rmse)} {unit} (RMSE)")
    if found.weights:
        table.add_row("Weights", ", ".join(f"{each.slice} {each.weight:.0%}" for each in found.weights[:6]))
    if found.grade is not None:
        table.add_row("Weakest input", found.grade.name)
    yield Padding(table, (0, 0, 0, 2))
    yield Padding(_marks(found.assumptions, pen), (0, 0, 0, 2))
    for note in (*found.left_out, *found.notes):
        yield Padding(Text(f"- {note}", style="dim"), (0, 0, 0, 2))
    yield Padding(Text(f"{_capital(found.fails_if)}."), (0, 0, 0, 2))


def _marks(assumptions: tuple[Assumption, ...], pen: Pen) -> Table:
    table = Table(box=None, padding=(0, 1, 0, 0), pad_edge=False, show_header=False)
    table.add_column()
    table.add_column(overflow="fold")
    for each in assumptions:
        mark = (PLAIN if pen.ascii else MARKS)[each.holds]
        table.add_row(Text(mark, style=STYLES[each.holds]), Text(f"{each.name.replace('_', ' ')}: {each.words}"))
    return table


def _span(found: Span, unit: str) -> str:
    ends = f"{number(found.low)} to {number(found.high)}"
    return f"{number(found.expected)} ({ends}) {unit}, positive is better"


def _percent(found: Span | None) -> str:
    return "" if found is None else f"; {number(found.expected)} % ({number(found.low)} to {number(found.high)})"


def _plain(each: ObjectiveAttribution, currency: str) -> Iterator[RenderableType]:
    found = each.before_after
    if found.average is None:
        return
    yield Text(f"Not causal, before against after: {_span(found.average, each.unit)}", style="dim")


def _proposal(found: Proposal, pen: Pen) -> Iterator[RenderableType]:
    yield Text(f"Proposed by the data before the start: {found.method.replace('_', ' ')}", style="bold")
    yield Text(f"{_capital(found.words)}.")
    table = Table(box=None, padding=(0, 1, 0, 0), pad_edge=False, show_header=False)
    for rung in found.rungs:
        table.add_row(Text(_mark(rung, pen)), Text(rung.method.replace("_", " ")), Text(str(rung.words), style="dim"))
    yield Padding(table, (0, 0, 0, 2))
    yield Text("Write it under the objective, before the result is known:")
    yield Padding(Text(found.declaration), (0, 0, 0, 2))


def _mark(rung: RungTried, pen: Pen) -> str:
    held = False if not rung.possible else rung.sound
    return (PLAIN if pen.ascii else MARKS)[held]
