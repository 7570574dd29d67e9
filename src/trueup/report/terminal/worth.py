"""Whether improvements are worth it, in a terminal: the answer first, then what it rests on."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from rich.console import Console, ConsoleOptions, RenderableType, RenderResult
from rich.table import Table
from rich.text import Text

from trueup.report import words
from trueup.value.results_worth import (
    Answer,
    BestSet,
    Followed,
    ImprovementWorth,
    Measuring,
    NetBenefit,
    PartyWorth,
    Swing,
    Worths,
)

_COLOURS: dict[Answer, str] = {"act": "bold green", "leave": "bold bright_black", "measure first": "bold yellow"}
ROWS = 8
STEPS = 10


@dataclass(frozen=True, slots=True)
class WorthScreen:
    """Print with rich: `Console().print(WorthScreen(worths))`."""

    found: Worths

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        if not self.found.parties:
            yield Text("This book has no improvement: see docs/how-to/decide-what-is-worth-it.md.")
        for number, party in enumerate(self.found.parties):
            if number:
                yield Text()
            yield from _party(party, self.found.currency, several=len(self.found.parties) > 1)


def _party(party: PartyWorth, currency: str, *, several: bool) -> Iterator[RenderableType]:
    if several:
        yield Text(f"{party.party}\n", style="bold underline")
    for number, each in enumerate(party.improvements):
        if number:
            yield Text()
        yield from _improvement(each, currency)
    yield from (Text(f"{each.title}: {each.insufficient}") for each in party.unjudged)
    if party.best is not None and len(party.improvements) > 1:
        yield from _money(party.best, currency)
    yield from _past(party, currency)


def _improvement(found: ImprovementWorth, currency: str) -> Iterator[RenderableType]:
    where = "" if found.slice == "everything" else f", {found.slice}"
    yield Text.assemble((found.title, "bold"), (f"  {found.kpi_name}{where}", "dim"))
    answer, rest = _split(found)
    yield Text.assemble((answer, _COLOURS[found.answer]), rest)
    yield from (Text(f"- {reason}") for reason in found.reasons)
    yield Text(f"\nOptions (amounts in {currency}, effect: {found.unit})", style="bold")
    yield _options(found)
    if found.tornado:
        yield Text(f"\nWhat moves it ({currency}, from each input's 10 % to its 90 % point)", style="bold")
        yield _tornado(found.tornado, found)
    if any(each.worth for each in found.information):
        yield Text(f"\nWhat knowing is worth, {currency}", style="bold")
        yield _information(found)
    if found.measuring:
        yield Text(f"\nMeasuring first, {currency}", style="bold")
        yield _measuring(found.measuring)
    if len(found.options) > 1:
        yield from _money(found.best, currency)
    yield from (Text(f"- {note}", style="dim") for note in (*found.notes, *found.assumptions))
    yield Text(f"- {found.draws:,} draws, seed {found.seed}", style="dim")


def _split(found: ImprovementWorth) -> tuple[str, str]:
    """The sentence with its answer apart: Act, Leave it, Measure first."""
    head, colon, rest = str(found.words).partition(":")
    return head + colon, rest


def _options(found: ImprovementWorth) -> Table:
    table = _table(
        ("option", False), ("net benefit", True), ("P10 to P90", True), ("P(worth it)", True), ("costs", True),
        ("effect", True),
    )  # fmt: skip
    for each in found.options:
        title = Text.assemble(("* " if each.chosen else "  ", "bold"), each.title)
        table.add_row(title, *_net(each.net), words.money(each.spend), words.number(each.effect))
        if each.stated is not None:
            table.add_row(Text("  as stated", style="dim"), *_net(each.stated), "", "")
    if len(found.about) > 1:
        table.add_row(Text("  chosen together", style="bold"), *_net(found.net), words.money(found.best.spend), "")
    return table


def _net(net: NetBenefit) -> tuple[str, str, str]:
    return words.money(net.expected), f"{words.money(net.p10)} to {words.money(net.p90)}", words.share(net.p_worth)


def _tornado(swings: Sequence[Swing], found: ImprovementWorth) -> Table:
    table = _table(("input", False), ("from", True), ("to", True), ("net benefit", True), ("share of variance", True))
    for each in swings[:ROWS]:
        ends = f"{words.money(each.at_low)} to {words.money(each.at_high)}"
        table.add_row(each.label, words.number(each.low), words.number(each.high), ends, words.share(each.share))
    if found.interactions > 0.01:
        table.add_row(Text("inputs together (interactions)", style="dim"), "", "", "", words.share(found.interactions))
    return table


def _information(found: ImprovementWorth) -> Table:
    table = _table(("to know", False), ("is worth", True), ("±", True))
    for each in (found.evpi, *(each for each in found.information if each.worth))[: ROWS + 1]:
        table.add_row(each.label, words.money(each.worth), words.money(2 * each.stderr))
    return table


def _measuring(found: Sequence[Measuring]) -> Table:
    table = _table(("how", False), ("costs", True), ("waiting", True), ("is worth", True), ("net", True), ("", False))
    for each in found:
        table.add_row(
            each.what, words.money(each.cost), words.money(each.waiting), words.money(each.worth),
            words.money(each.net), "pays" if each.pays else "does not pay",
        )  # fmt: skip
    return table


def _money(best: BestSet, currency: str) -> Iterator[RenderableType]:
    within = "" if best.budget is None else f" within {words.amount(best.budget)}"
    yield Text(f"\nThe best set{within}, {currency}", style="bold")
    if best.options:
        chosen = ", ".join(best.options)
        yield Text(f"{chosen}: expected net benefit {words.money(best.expected)} for {words.money(best.spend)}")
    else:
        yield Text("none of the options")
    yield Text(best.proof, style="dim")
    if len(best.frontier) > 1:
        table = _table(("budget", True), ("net benefit", True), ("buys", False))
        for step in best.frontier[-STEPS:]:
            table.add_row(words.money(step.budget), words.money(step.expected), ", ".join(step.options) or "nothing")
        yield table


def _past(party: PartyWorth, currency: str) -> Iterator[RenderableType]:
    if not party.followed:
        return
    yield Text("\nWhat became of past options", style="bold")
    table = _table(
        ("option", False), ("since", False), ("predicted", True), ("realised", True), ("cost", True), ("", False)
    )
    for each in party.followed:
        table.add_row(
            each.title, words.day(each.since), words.number(each.predicted), _realised(each), _cost(each), _paid(each)
        )
    yield table
    yield from (Text(f"- {each.words}") for each in party.optimism)


def _realised(each: Followed) -> str:
    return "-" if each.realised is None else words.number(each.realised)


def _cost(each: Followed) -> str:
    was = words.money(each.predicted_cost)
    return was if each.realised_cost is None else f"{was} → {words.money(each.realised_cost)}"


def _paid(each: Followed) -> str:
    if each.paid is None:
        return each.insufficient or ""
    return "was worth it" if each.paid else "was not worth it"


def _table(*columns: tuple[str, bool]) -> Table:
    table = Table(box=None, padding=(0, 2, 0, 0), pad_edge=False, header_style="dim")
    for name, right in columns:
        table.add_column(name, justify="right" if right else "left", no_wrap=right, overflow="fold")
    return table
