"""Earned value and earned schedule as tables."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from rich.console import Console, ConsoleOptions, RenderResult
from rich.text import Text

from trueup.delivery.results import EarnedValue
from trueup.report import words
from trueup.report.terminal.delivery.heading import About, heading
from trueup.report.terminal.delivery.tables import amount, days, plain_table, ratio, rows
from trueup.report.terminal.style import Pen


@dataclass(frozen=True, slots=True)
class Earned:
    """Print with rich."""

    about: About
    found: Sequence[EarnedValue]
    names: Mapping[str, str]

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        yield from heading(self.about, Pen(ascii=options.ascii_only, width=options.max_width))
        yield Text()
        cost = plain_table("cost", "BAC", "PV", "EV", "AC", "CV", "CPI", "EAC", "TCPI")
        yield rows(cost, (self._cost(each) for each in self.found))
        yield Text()
        time = plain_table("time", "SV", "SPI", "ES", "AT", "SV(t)", "SPI(t)", "IEAC(t)", "ends by SPI(t)")
        yield rows(time, (self._time(each) for each in self.found))
        yield from (Text(note, style="yellow") for note in self._notes())
        yield Text("PV planned, EV earned value, AC actual cost; ES, AT, SV(t), IEAC(t) in working days.", style="dim")

    def _name(self, each: EarnedValue) -> str:
        return {"plan": "the plan", "party": self.names.get(each.id, each.id), "scope": f"scope {each.id}"}[each.of]

    def _cost(self, each: EarnedValue) -> tuple[str, ...]:
        money = (each.bac, each.pv, each.ev, each.ac, each.cv)
        return (self._name(each), *map(amount, money), ratio(each.cpi), amount(each.eac), ratio(each.tcpi))

    def _time(self, each: EarnedValue) -> tuple[str, ...]:
        ends = "-" if each.finish_by_spi_t is None else words.day(each.finish_by_spi_t)
        durations = (days(each.es), days(each.at), days(each.sv_t))
        return (
            self._name(each),
            amount(each.sv),
            ratio(each.spi),
            *durations,
            ratio(each.spi_t),
            days(each.ieac_t),
            ends,
        )

    def _notes(self) -> Iterator[str]:
        yield from dict.fromkeys(f"{self._name(each)}: {note}" for each in self.found for note in each.notes)
