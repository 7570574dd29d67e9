"""Business cases reckoned: a published study to the dollar, drivers by hand, scenarios, risk and chance."""

from __future__ import annotations

import csv
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.value.cases import DRIVEN, TEI, case
from trueup.value.business_case import BusinessCase
from trueup.value.case import reckoned, scenarios
from trueup.vocabulary import MoneyError, UnknownName

SEED = 7


def base(document: BusinessCase, currency: str = "EUR") -> Any:
    return reckoned(document, None, currency, seed=SEED)


def test_the_published_study_to_the_dollar(shared_reference: Path) -> None:
    with (shared_reference / "value_reference.csv").open() as file:
        rows = {row["quantity"]: float(row["value"]) for row in csv.DictReader(file)}
    found = base(case(TEI), "USD").plain
    assert round(found.pv_costs) == rows["PV costs 10%"]
    assert round(found.pv_benefits) == rows["PV benefits 10%"]
    assert round(found.npv) == rows["NPV"]
    assert found.roi == pytest.approx(rows["ROI"], abs=5e-5)
    assert found.payback_months == pytest.approx(rows["payback months (within-year linear)"], abs=5e-5)
    assert found.running[-1] == Decimal(1606511 + 3061331 + 4229760 - 53150 - 666715 - 636772 - 647783)


def test_drivers_by_hand() -> None:
    """100 people x 2 h x 46 weeks x 50 x 0.5 = 230,000 a year, 40 %, 80 % and all of it; errors 1,000 x 100."""
    found = base(case())
    handlers, errors, licence, training = found.lines
    assert handlers.flows == (0, 92_000, 184_000, 230_000)
    assert handlers.adjusted == (0, 82_800, 165_600, 207_000)
    assert handlers.arithmetic == "100 × 2 × 46 × 50 × 0.5"
    assert errors.flows == (0, 100_000, 100_000, 100_000)
    assert errors.arithmetic == "1000 × (120 − 20)"
    assert licence.adjusted == (0, 105_000, 105_000, 105_000)
    assert training.flows == (80_000, 0, 0, 0)
    assert found.plain.net == (-80_000, 92_000, 184_000, 230_000)
    # 92,000 / 1.08 + 184,000 / 1.08^2 + 230,000 / 1.08^3 - 80,000
    assert found.plain.npv == Decimal("345516.94")
    assert found.plain.payback_months == pytest.approx(12 * 80 / 92)
    assert found.chance is None


def test_a_scenario_is_the_case_with_other_figures() -> None:
    _, slow = scenarios(case(), "EUR", seed=SEED)
    assert (slow.id, slow.title, slow.rate) == ("slow", "Slow take-up", 0.1)
    assert slow.lines[0].flows == (0, 23_000, 57_500, 92_000)
    assert slow.lines[1].flows == (0, 100_000, 100_000, 100_000)
    with pytest.raises(UnknownName, match=r"(?s)no scenario 'slov'.*did you mean 'slow'"):
        scenarios(case(), "EUR", only="slov", seed=SEED)


@pytest.mark.parametrize(("flows", "expected"), [([-100, 110], 0.1), ([100, -230, 132], "multiple"), ([0, 50], "none")])
def test_a_rate_of_return_where_there_is_one(flows: list[int], expected: object) -> None:
    one = case(TEI, years=len(flows) - 1, costs=[], benefits=[{"id": "net", "flows": flows}])
    assert base(one, "USD").plain.irr == (pytest.approx(expected) if isinstance(expected, float) else expected)


def test_another_currency_needs_a_rate_of_before_the_day_of_the_case() -> None:
    costs = [{"id": "cloud", "flows": [0, 100, 100, 100], "currency": "USD"}]
    rates = [{"currency": "USD", "on": "2025-11-30", "is": "0.9"}, {"currency": "USD", "on": "2026-01-02", "is": 5}]
    assert base(case(costs=costs, rates=rates)).lines[2].flows == (0, 90, 90, 90)
    for lacking in ([], rates[1:]):
        with pytest.raises(MoneyError, match="USD and EUR cannot be added up: no rate is stated for 2025-12-01"):
            base(case(costs=costs, rates=lacking))


UNCERTAIN = {"pert": [1, 2, 5]}


def test_chance_where_figures_are_uncertain() -> None:
    """The mean of a PERT(1, 2, 5) is 14/6: what is linear in it has its mean there, by hand."""
    lines = [{**DRIVEN["benefits"][0], "inputs": {**DRIVEN["benefits"][0]["inputs"], "hours": UNCERTAIN}}]
    found = base(case(benefits=lines))
    certain = base(case(benefits=[{**lines[0], "inputs": {**lines[0]["inputs"], "hours": "2.3333333333333333"}}]))
    chance = found.chance
    assert chance.uncertain == ("handlers.hours",)
    assert float(chance.mean) == pytest.approx(float(certain.plain.npv), abs=4 * float(chance.mean_se))
    assert chance.p10 < chance.p50 < chance.p90
    assert found.lines[0].arithmetic == "100 × 2 (1 to 5) × 46 × 50 × 0.5"
    # The yearly worth at which the npv is zero, put through the distribution itself
    assert chance.p_positive == pytest.approx(_p_positive(case(benefits=lines)), abs=4 * chance.p_positive_se)


def _p_positive(document: BusinessCase) -> float:
    from scipy import stats

    per_hour = float(base(document).lines[0].pv) / 2
    costs = sum(float(line.pv) for line in base(document).lines[1:])
    return float(stats.beta(1 + 4 / 4, 1 + 12 / 4, loc=1, scale=4).sf(costs / per_hour))


def test_a_whole_line_may_be_uncertain() -> None:
    spread = {"triangular": ["0.5", 1, "1.5"]}
    found = base(case(TEI, benefits=[{**TEI["benefits"][0], "spread": spread}]), "USD")
    assert round(found.plain.npv) == 5_496_170
    assert found.chance.uncertain == ("all.spread",)
    assert float(found.chance.p50) == pytest.approx(5_496_170, rel=0.02)


FACTORS = st.decimals("0", "1", places=2)


@given(st.lists(FACTORS, min_size=4, max_size=4))
@settings(max_examples=40)
def test_a_risk_factor_of_zero_changes_nothing_and_of_one_leaves_no_benefit(factors: list[Decimal]) -> None:
    lines = [*DRIVEN["benefits"], *DRIVEN["costs"]]
    changed = [{**line, "risk": str(factor)} for line, factor in zip(lines, factors, strict=True)]
    found = base(case(benefits=changed[:2], costs=changed[2:]))
    for line, factor in zip(found.lines, factors, strict=True):
        scale = 1 - factor if line.side == "benefit" else 1 + factor
        assert line.adjusted == tuple(flow * scale for flow in line.flows)
    assert found.adjusted.npv <= found.plain.npv
    if not any(factors):
        assert found.adjusted == found.plain


@given(st.permutations(range(2)), st.permutations(range(2)))
def test_the_order_of_lines_changes_nothing(one: list[int], other: list[int]) -> None:
    lines = [{**line} for line in DRIVEN["benefits"]]
    lines[0]["inputs"] = {**lines[0]["inputs"], "hours": UNCERTAIN}
    straight = base(case(benefits=lines))
    turned = base(case(benefits=[lines[i] for i in one], costs=[DRIVEN["costs"][i] for i in other]))
    assert turned.plain == straight.plain
    assert turned.adjusted == straight.adjusted
    assert turned.chance == straight.chance


@given(st.sampled_from(["handlers.hours", "handlers.risk", "licence.risk", "rate"]))
def test_an_override_with_what_is_there_is_the_case_itself(place: str) -> None:
    same = {"handlers.hours": 2, "handlers.risk": "0.1", "licence.risk": "0.05", "rate": "0.08"}
    first, second = scenarios(case(scenarios=[{"id": "same", "set": {place: same[place]}}]), "EUR", seed=SEED)
    assert (second.plain, second.adjusted, second.lines) == (first.plain, first.adjusted, first.lines)
