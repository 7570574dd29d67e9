"""What each line of a business case comes to, year by year, exact: from given flows or from its driver."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from trueup.value.business_case import BusinessCase, CaseLine
from trueup.value.drivers import DRIVERS, Side
from trueup.value.exchange import Exchange
from trueup.value.finance import risk_scale
from trueup.value.uncertain import Distribution, central, ends

Amounts = tuple[Fraction, ...]


@dataclass(frozen=True, slots=True)
class LineFlows:
    """One line: its flows of the years 0, 1, ... as written and risk-adjusted, in the currency of the case."""

    line: CaseLine
    side: Side
    flows: Amounts
    arithmetic: str | None

    @property
    def adjusted(self) -> Amounts:
        """Benefits x (1 - r), costs x (1 + r)."""
        scale = risk_scale(self.line.risk, self.side)
        return tuple(flow * scale for flow in self.flows)


def line_flows(case: BusinessCase, currency: str) -> tuple[LineFlows, ...]:
    """Every line in `currency`, that of the case: benefits, then costs, in the order of the document.

    Uncertain figures stand with their most likely value. MoneyError for a line in another currency without a rate that
    holds on the day of the case.
    """
    exchange = Exchange(currency, case.rates)
    return tuple(
        _line_flows(case, line, "benefit" if key == "benefits" else "cost", exchange) for key, _, line in case.lines()
    )


def _line_flows(case: BusinessCase, line: CaseLine, side: Side, exchange: Exchange) -> LineFlows:
    rate = exchange.convert(Decimal(1), line.currency or exchange.to, case.on)
    scale = rate * (Fraction(central(line.spread)) if line.spread is not None else 1)
    if line.flows is not None:
        return LineFlows(line, side, tuple(Fraction(flow) * scale for flow in line.flows), None)
    driver = DRIVERS[line.driver or ""]
    given = inputs_of(line)
    yearly = driver.yearly({name: Fraction(central(figure)) for name, figure in given.items()})
    shares = shares_of(line, case.count)
    written = {name: written_as(figure) for name, figure in given.items()}
    return LineFlows(line, side, tuple(yearly * share * scale for share in shares), driver.arithmetic(written))


def inputs_of(line: CaseLine) -> dict[str, Decimal | Distribution]:
    """Every input of a line's driver: as given, else its default."""
    driver = DRIVERS[line.driver or ""]
    defaults = {each.name: each.default for each in driver.inputs if each.default is not None}
    return {**defaults, **line.inputs}


def shares_of(line: CaseLine, count: int) -> Amounts:
    """The share of a driver's yearly amount that falls in the years 0 to `count`.

    Nothing falls in a year outside `in_years` (left out: years 1 to `count`). From year 1 on, adoption says how much;
    its last share holds on. Year 0 has no adoption: what falls there falls whole.
    """
    falls = set(line.in_years) if line.in_years else set(range(1, count + 1))
    return tuple(_adopted(line, year) if year in falls else Fraction(0) for year in range(count + 1))


def _adopted(line: CaseLine, year: int) -> Fraction:
    if year == 0 or not line.adoption:
        return Fraction(1)
    return Fraction(line.adoption[min(year, len(line.adoption)) - 1])


def written_as(figure: Decimal | Distribution) -> str:
    """A figure as its arithmetic shows it: the number, or its most likely value with its ends."""
    if isinstance(figure, Decimal):
        return f"{figure:f}"
    low, high = ends(figure)
    return f"{central(figure):f} ({low:.4g} to {high:.4g})"


def summed(rows: Iterable[Amounts], years: int) -> Amounts:
    """The sum of flows year by year; nothing in each of the years 0 to `years` where there are none."""
    total = [Fraction(0)] * (years + 1)
    for row in rows:
        for year, flow in enumerate(row):
            total[year] += flow
    return tuple(total)
