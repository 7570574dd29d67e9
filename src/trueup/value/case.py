"""A business case reckoned: present values, return, rate of return and payback, as written and risk-adjusted."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal
from fractions import Fraction
from itertools import accumulate

from trueup.agreements.amounts import rounded
from trueup.value.business_case import BenefitLine, BusinessCase, Scenario
from trueup.value.case_draws import DRAWS, chance
from trueup.value.case_flows import Amounts, LineFlows, line_flows, summed
from trueup.value.finance import irr, npv, payback_years, present_value, roi
from trueup.value.results_case import CaseFigures, CaseLineResult, ScenarioResult
from trueup.value.scenarios import applied
from trueup.vocabulary import InputError, UnknownName, did_you_mean, said

BASE = said("the case as written")


def scenarios(
    case: BusinessCase, currency: str, *, only: str | None = None, seed: int, draws: int = DRAWS
) -> tuple[ScenarioResult, ...]:
    """The case as written, then each of its scenarios, or `only` the one of that name, in `currency`.

    UnknownName for a scenario that the case does not have, MoneyError for a line without the rate it needs.
    """
    named = {scenario.id: scenario for scenario in case.scenarios}
    if only is not None and only not in named:
        near = did_you_mean(only, named) or f"there are: {', '.join(named) or 'none'}"
        raise UnknownName(f"the case {case.id!r} has no scenario {only!r}", do=near)
    asked = [None, *named.values()] if only is None else [None, named[only]]
    return tuple(reckoned(case, each, currency, seed=seed, draws=draws) for each in asked)


def reckoned(
    case: BusinessCase, scenario: Scenario | None, currency: str, *, seed: int, draws: int = DRAWS
) -> ScenarioResult:
    """The case with the overrides of one scenario: figures as written, risk-adjusted, and by chance."""
    changed = applied(case, scenario)
    lines = line_flows(changed, currency)
    return ScenarioResult(
        id=scenario.id if scenario else None,
        title=scenario.name if scenario else BASE,
        rate=float(changed.rate),
        plain=figures(*by_year(lines, changed.count), changed, currency),
        adjusted=figures(*by_year(lines, changed.count, adjusted=True), changed, currency),
        chance=chance(changed, currency, seed=seed, draws=draws),
        lines=tuple(_lines(lines, changed, currency)),
    )


def by_year(lines: Sequence[LineFlows], years: int, *, adjusted: bool = False) -> tuple[Amounts, Amounts]:
    """Benefits and costs of the years 0 to `years`."""
    rows: dict[str, list[Amounts]] = {"benefit": [], "cost": []}
    for each in lines:
        rows[each.side].append(each.adjusted if adjusted else each.flows)
    return summed(rows["benefit"], years), summed(rows["cost"], years)


def figures(benefits: Amounts, costs: Amounts, case: BusinessCase, currency: str) -> CaseFigures:
    """What flows of the years 0, 1, ... come to at the rate of the case, rounded once.

    NPV = sum of CF_t / (1 + r)^t, ROI = NPV / present value of costs, payback and IRR as in `finance`.
    """
    if not benefits:
        raise InputError("a case has at least year 0")
    net = [benefit - cost for benefit, cost in zip(benefits, costs, strict=True)]
    months = payback_years(net)
    returned = roi(benefits, costs, case.rate)
    return CaseFigures(
        pv_benefits=rounded(present_value(benefits, case.rate), currency),
        pv_costs=rounded(present_value(costs, case.rate), currency),
        npv=rounded(npv(benefits, costs, case.rate), currency),
        roi=None if returned is None else float(returned),
        irr=irr(net),
        payback_months="never" if months == "never" else float(months * 12),
        benefits=shown(benefits, currency),
        costs=shown(costs, currency),
        net=shown(net, currency),
        running=shown(list(accumulate(net)), currency),
    )


def shown(amounts: Sequence[Fraction], currency: str) -> tuple[Decimal, ...]:
    """Each amount to minor units."""
    return tuple(rounded(amount, currency) for amount in amounts)


def _lines(lines: Sequence[LineFlows], case: BusinessCase, currency: str) -> Iterator[CaseLineResult]:
    for each in lines:
        line = each.line
        yield CaseLineResult(
            id=line.id,
            title=line.name,
            side=each.side,
            objective=line.objective if isinstance(line, BenefitLine) else None,
            driver=line.driver,
            arithmetic=each.arithmetic,
            risk=float(line.risk),
            flows=shown(each.flows, currency),
            adjusted=shown(each.adjusted, currency),
            pv=rounded(present_value(each.flows, case.rate), currency),
            pv_adjusted=rounded(present_value(each.adjusted, case.rate), currency),
        )
