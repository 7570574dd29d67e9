"""Cash flows against a published study."""

from __future__ import annotations

import csv
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from trueup.value.adoption import split_gap
from trueup.value.finance import irr, npv, payback_years, present_value, risk_adjusted, roi
from trueup.vocabulary import InputError, Money, MoneyError

TENTH = Decimal("0.1")


def flows(*amounts, currency="USD"):
    return [Money(Decimal(amount), currency) for amount in amounts]


# Forrester, The Total Economic Impact of SalesLoft, p. 19: 10 % a year
COSTS = flows(53150, 666715, 636772, 647783)
BENEFITS = flows(0, 1606511, 3061331, 4229760)


def test_the_published_study(shared_reference):
    with (shared_reference / "value_reference.csv").open() as file:
        rows = {row["quantity"]: float(row["value"]) for row in csv.DictReader(file)}
    assert round(present_value(COSTS, TENTH)) == rows["PV costs 10%"]
    assert round(present_value(BENEFITS, TENTH)) == rows["PV benefits 10%"]
    assert round(npv(BENEFITS, COSTS, TENTH)) == rows["NPV"]
    assert float(roi(BENEFITS, COSTS, TENTH)) == pytest.approx(rows["ROI"], abs=5e-5)
    net = [benefit - cost for benefit, cost in zip(BENEFITS, COSTS, strict=True)]
    assert float(payback_years(net) * 12) == pytest.approx(rows["payback months (within-year linear)"], abs=5e-5)


def test_the_first_flow_is_not_discounted():
    assert present_value(flows(100, 110), TENTH) == 200


def test_payback_counts_only_the_crossing_that_stays():
    assert payback_years(flows(-100, 150, -100, 100)) == Fraction(5, 2)
    assert payback_years(flows(-100, 50, 40)) == "never"
    assert payback_years(flows(0, 50)) == 0
    assert payback_years(flows(-100, 100, 5)) == 1


def test_roi_without_cost_is_undefined():
    assert roi(flows(1), flows(0), TENTH) is None


def test_a_rate_of_return_only_where_there_is_one():
    assert irr(flows(-100, 110)) == pytest.approx(0.1)
    assert irr(flows(-100, 0, 121)) == pytest.approx(0.1)
    assert irr(flows(100, -230, 132)) == "multiple"
    assert irr(flows(1, 2)) == "none"
    assert irr(flows(-100, 40)) == pytest.approx(-0.6)


@given(st.integers(1, 10**6), st.lists(st.integers(1, 10**6), min_size=1, max_size=8))
def test_at_the_rate_of_return_nothing_is_left(spent, back):
    net = flows(-spent, *back)
    rate = irr(net)
    assert isinstance(rate, float)
    left = sum(float(flow.amount) / (1 + rate) ** year for year, flow in enumerate(net))
    assert abs(left) <= 1e-6 * spent


def test_risk_is_taken_before_discounting_and_shown():
    assert [flow.amount for flow in risk_adjusted(flows(100), TENTH, "benefit").after] == [90]
    costs = risk_adjusted(flows(100), TENTH, "cost")
    assert (costs.factor, costs.before, costs.after[0].amount) == (TENTH, tuple(flows(100)), 110)
    with pytest.raises(InputError, match="between 0 and 1"):
        risk_adjusted(flows(100), Decimal(2), "cost")


def test_what_cannot_be_discounted():
    with pytest.raises(InputError, match="above -1"):
        present_value(flows(1), Decimal(-1))
    with pytest.raises(InputError, match="no cash flows"):
        present_value([], TENTH)
    with pytest.raises(MoneyError, match="EUR and USD"):
        npv(flows(1), flows(1, currency="EUR"), TENTH)


def test_the_gap_of_a_hundred_users():
    # planned 100 users x 10, actual 60 x 8: (100 - 60) x 10 + 60 x (10 - 8) = 520
    gap = split_gap(100, 10, 60, 8)
    assert (gap.total, gap.adoption, gap.effect) == (520, 400, 120)
    with pytest.raises(InputError, match="never negative"):
        split_gap(100, 10, -1, 8)


@given(*[st.decimals(0, 10**6, places=3)] * 4)
def test_the_gap_adds_up_exactly(planned_use, planned_effect, use, effect):
    gap = split_gap(planned_use, planned_effect, use, effect)
    assert gap.adoption + gap.effect == gap.total
    assert gap.total == Fraction(planned_use) * Fraction(planned_effect) - Fraction(use) * Fraction(effect)
