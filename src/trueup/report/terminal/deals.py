"""A simulated deal in a terminal: what to know before signing first, then both sides, risk and each period."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from rich.console import Console, ConsoleOptions, RenderableType, RenderResult
from rich.table import Table
from rich.text import Text

from trueup.report import words
from trueup.value.results_deal import Deal, DrawnAmount, PayOff, SideOfDeal

_GRAVE = frozenset({"bad_at_the_cap", "bad_at_the_floor", "not_better_off"})
POINTS = 8


@dataclass(frozen=True, slots=True)
class DealScreen:
    """Print with rich: `Console().print(DealScreen(deal))`."""

    deal: Deal

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        deal = self.deal
        yield Text.assemble((deal.title, "bold"), (f"  version {deal.version}, simulated, in {deal.currency}", "dim"))
        yield from _findings(deal)
        yield Text()
        yield _amounts(deal)
        yield Text(_limits(deal))
        yield Text()
        yield from _risk(deal)
        yield Text(words.sentence(words.told(deal.sharing.words)))
        yield Text("\nEach settlement period", style="bold")
        yield _periods(deal)
        yield Text("\nPay-off of one whole period", style="bold")
        yield _payoff(deal)
        yield from (Text(f"- {words.told(note)}", style="dim") for note in deal.notes)
        yield Text(f"- {deal.draws:,} draws, seed {deal.seed}{_reach(deal)}", style="dim")


def _reach(deal: Deal) -> str:
    if deal.reach is None:
        return ", over the forecasts"
    low, mode, high = (words.share(each) for each in deal.reach)
    return f"; {low} to {high} of the promise is reached, likeliest {mode}"


def _findings(deal: Deal) -> Iterator[RenderableType]:
    for each in deal.findings:
        style = "bold red" if each.code in _GRAVE else "yellow"
        yield Text.assemble(("! ", style), words.sentence(words.told(each.words)))
    if not deal.findings:
        yield Text("Nothing in these terms looks otherwise than it is.", style="green")


def _amounts(deal: Deal) -> Table:
    table = _table(
        ("", False), ("expected", True), ("±", True), ("P10", True), ("P50", True), ("P90", True),
        ("if value comes as expected", True),
    )  # fmt: skip
    _row(table, "value", deal.value, words.money(deal.value.expected))
    _row(table, "fee", deal.fee, words.money(deal.fee_at_expected))
    _side(table, "the customer keeps", deal.customer_side)
    _side(table, "the provider keeps", deal.provider_side)
    return table


def _row(table: Table, name: str, spread: DrawnAmount, at_expected: str) -> None:
    half = words.money((spread.high - spread.low) / 2)
    table.add_row(name, *map(words.money, (spread.expected,)), half,
                  *map(words.money, (spread.p10, spread.p50, spread.p90)), at_expected)  # fmt: skip


def _side(table: Table, name: str, side: SideOfDeal) -> None:
    if side.net is not None and side.net_at_expected is not None:
        _row(table, name, side.net, words.money(side.net_at_expected))


def _limits(deal: Deal) -> str:
    cap = f"P(cap) {words.share(deal.p_cap)}, it takes {words.money(deal.cap_takes)} on average"
    floor = f"P(floor) {words.share(deal.p_floor)}, it adds {words.money(deal.floor_gives)}"
    return f"{cap}; {floor}."


def _risk(deal: Deal) -> Iterator[RenderableType]:
    if deal.risk is None:
        yield Text("Value does not vary: there is no risk to share.")
        return
    risk = deal.risk
    table = _table(("who bears", False), ("the customer", True), ("the provider", True))
    rows = (
        ("of the variance of value", risk.variance_customer, risk.variance_provider),
        ("of a shortfall", risk.shortfall_customer, risk.shortfall_provider),
        ("of a surplus", risk.surplus_customer, risk.surplus_provider),
    )
    for name, customer, provider in rows:
        table.add_row(name, words.share(customer), words.share(provider))
    yield table


def _periods(deal: Deal) -> Table:
    table = _table(
        ("period", False), ("value", True), ("P10 to P90", True), ("fee", True), ("P10 to P90", True), ("P(cap)", True),
        ("P(floor)", True),
    )  # fmt: skip
    for each in deal.periods:
        table.add_row(
            each.label, words.money(each.value.expected), _between(each.value), words.money(each.fee.expected),
            _between(each.fee), words.share(each.p_cap), words.share(each.p_floor),
        )  # fmt: skip
    return table


def _between(spread: DrawnAmount) -> str:
    return f"{words.money(spread.p10)} to {words.money(spread.p90)}"


def _payoff(deal: Deal) -> Table:
    table = _table(("value", True), ("fee", True), ("the customer keeps", True), ("the provider keeps", True))
    step = max(1, len(deal.payoff) // POINTS)
    for each in deal.payoff[::step]:
        table.add_row(*_cells(each))
    return table


def _cells(each: PayOff) -> tuple[str, str, str, str]:
    provider = "" if each.provider is None else words.money(each.provider)
    return words.money(each.value), words.money(each.fee), words.money(each.customer), provider


def _table(*columns: tuple[str, bool]) -> Table:
    table = Table(box=None, padding=(0, 2, 0, 0), pad_edge=False, header_style="dim")
    for name, right in columns:
        table.add_column(name, justify="right" if right else "left", no_wrap=right, overflow="fold")
    return table
