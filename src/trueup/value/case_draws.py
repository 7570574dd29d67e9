"""The net present value of a case whose figures are uncertain, by simulation."""

from __future__ import annotations

import zlib
from collections.abc import Iterator
from decimal import Decimal
from fractions import Fraction

import numpy as np

from trueup.agreements.amounts import rounded
from trueup.stats.arrays import Floats
from trueup.value.business_case import BusinessCase, CaseLine
from trueup.value.case_flows import inputs_of, shares_of
from trueup.value.drivers import DRIVERS
from trueup.value.exchange import Exchange
from trueup.value.results_case import CaseChance
from trueup.value.uncertain import Distribution, drawn
from trueup.vocabulary import exact

DRAWS = 10_000


def chance(case: BusinessCase, currency: str, *, seed: int, draws: int = DRAWS) -> CaseChance | None:
    """P10, P50, P90 and the mean of the net present value, and P(NPV > 0); None where no figure is uncertain.

    Figures are drawn independently, each from a stream of its own that its name and the seed give: the order of lines
    changes nothing. Risk factors are left out: distributions take their place.
    """
    names = tuple(_uncertain(case))
    if not names:
        return None
    worth = np.sort(_net_present_values(case, currency, seed, draws))
    above = float((worth > 0).mean())
    p10, p50, p90 = np.quantile(worth, (0.1, 0.5, 0.9)).tolist()

    def money(value: float) -> Decimal:
        return rounded(exact(value), currency)

    return CaseChance(
        draws=draws,
        seed=seed,
        mean=money(float(worth.mean())),
        mean_se=money(float(worth.std(ddof=1) / np.sqrt(draws))),
        p10=money(p10),
        p50=money(p50),
        p90=money(p90),
        p_positive=above,
        p_positive_se=float(np.sqrt(above * (1 - above) / draws)),
        uncertain=names,
    )


def _uncertain(case: BusinessCase) -> Iterator[str]:
    for _, _, line in case.lines():
        names = [name for name, figure in line.inputs.items() if isinstance(figure, Distribution)]
        yield from (f"{line.id}.{name}" for name in names)
        if line.spread is not None:
            yield f"{line.id}.spread"


def _net_present_values(case: BusinessCase, currency: str, seed: int, draws: int) -> Floats:
    """One for each draw: every line is a yearly amount, drawn, times the discounted shares of its years.

    Lines are added in the order of their names, so that not even rounding knows in which order they stand.
    """
    exchange, total = Exchange(currency, case.rates), np.zeros(draws)
    for key, _, line in sorted(case.lines(), key=lambda each: each[2].id):
        rate = float(exchange.convert(Decimal(1), line.currency or currency, case.on))
        worth = rate * _discounted(case, line) * _yearly(line, seed, draws)
        total += worth if key == "benefits" else -worth
    return total


def _discounted(case: BusinessCase, line: CaseLine) -> float:
    """The present value of the line for each unit of its yearly amount; of given flows, the present value itself."""
    factor = 1 + Fraction(case.rate)
    parts = shares_of(line, case.count) if line.flows is None else tuple(map(Fraction, line.flows))
    return float(sum((part / factor**year for year, part in enumerate(parts)), Fraction(0)))


def _yearly(line: CaseLine, seed: int, draws: int) -> Floats:
    spread = np.ones(draws) if line.spread is None else _drawn(line, "spread", line.spread, seed, draws)
    if line.driver is None:
        return spread
    given = {name: _drawn(line, name, figure, seed, draws) for name, figure in inputs_of(line).items()}
    return spread * DRIVERS[line.driver].yearly(given)


def _drawn(line: CaseLine, name: str, figure: Decimal | Distribution, seed: int, draws: int) -> Floats:
    stream = zlib.crc32(f"{line.id}.{name}".encode())
    return drawn(figure, np.random.default_rng([seed, stream]).standard_normal(draws))
