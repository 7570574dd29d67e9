"""The simulated futures of a plan: when, for how much, how likely, who makes it late, and which activities decide."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from rich.console import Console, ConsoleOptions, RenderableType, RenderResult
from rich.table import Table
from rich.text import Text

from trueup.delivery.results import Quantiles, Sensitivity, Simulation, Spread
from trueup.report import words
from trueup.report.pace import held
from trueup.report.terminal.delivery.heading import About, heading
from trueup.report.terminal.delivery.tables import amount, chance, plain_table, ratio, rows
from trueup.report.terminal.style import Pen

MOST = 12


@dataclass(frozen=True, slots=True)
class Futures:
    """Print with rich; `simulation` None says why there is none."""

    about: About
    simulation: Simulation | None
    names: Mapping[str, str]
    activities: Mapping[str, str]
    insufficient: Sequence[str]

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        yield from heading(self.about, Pen(ascii=options.ascii_only, width=options.max_width))
        if self.simulation is None:
            yield from (
                Text(words.sentence(text)) for text in self.insufficient or ("there is nothing left to simulate",)
            )
            return
        yield from self._told(self.simulation)

    def _told(self, found: Simulation) -> Iterator[RenderableType]:
        yield _basis(found)
        yield Text()
        yield rows(plain_table("", "by its estimates", "at the pace of real projects"), _chances(found))
        yield Text()
        yield rows(plain_table("", "5 %", "20 %", "half", "80 %", "95 %"), _quantiles(found))
        if found.shares:
            yield Text()
            yield self._shares(found)
        if found.sensitivity:
            yield Text()
            yield self._deciding(found.sensitivity)
        if found.paced is not None:
            yield Text()
            yield Text(f"{held(found.paced.held)} {words.sentence(found.paced.words)}", style="dim")

    def _shares(self, found: Simulation) -> Table:
        slip = "" if found.slip is None else f", {found.slip:.1f} calendar days"
        table = plain_table(f"expected slip by party{slip}", "days", "± 2 se", "of it")
        for each in found.shares:
            name = self.names.get(each.party, each.party)
            table.add_row(
                name, f"{each.days:.1f}", f"{2 * each.se:.1f}", "-" if each.share is None else words.share(each.share)
            )
        return table

    def _deciding(self, found: Sequence[Sensitivity]) -> Table:
        table = plain_table("what decides the end", "critical in", "CRI", "CRI rank", "SI", "SSI")
        for each in found[:MOST]:
            indices = (ratio(each.cri), ratio(each.cri_rank), ratio(each.si), ratio(each.ssi))
            table.add_row(self.activities.get(each.activity, each.activity), words.share(each.ci), *indices)
        return table


def _basis(found: Simulation) -> Text:
    still = "until the answer stood still" if found.converged else "the limit, not still yet"
    named = f"{', '.join(found.distributions)}; {found.correlation}" if found.distributions else found.correlation
    return Text(f"{found.iterations:,} futures ({still}), seed {found.seed}; {named}", style="dim")


def _chances(found: Simulation) -> Iterator[tuple[str, str, str]]:
    paced = found.paced
    named = (
        ("P(finish as committed)", found.on_time, paced and paced.on_time),
        ("P(within the budget)", found.in_budget, None),
        ("P(both)", found.both, paced and paced.both),
        ("P(overall met, within the tolerance)", found.met, paced and paced.met),
    )
    for name, value, real in named:
        if value is not None:
            yield name, chance(value), chance(real) if real else ""


def _quantiles(found: Simulation) -> Iterator[tuple[str, ...]]:
    yield ("finish", *_days(found.finish))
    if found.paced is not None:
        yield ("at the pace of real projects", *_days(found.paced.finish))
    if found.cost is not None:
        yield ("cost", *_amounts(found.cost))


def _days(found: Quantiles) -> Iterator[str]:
    yield from map(words.day, (found.p05, found.p20, found.p50, found.p80, found.p95))


def _amounts(found: Spread) -> tuple[str, ...]:
    return amount(found.p05), "", amount(found.p50), amount(found.p80), amount(found.p95)
