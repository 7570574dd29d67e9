"""Fees against hand calculations and published figures, and what must always hold."""

from __future__ import annotations

import csv
from dataclasses import replace
from decimal import Decimal
from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from trueup.agreements.results import Range
from trueup.agreements.terms import Pricing
from trueup.value.pricing import Terms, fee, point_of_total_assumption, settle, shared_value, terms_of
from trueup.vocabulary import InputError, Money, MoneyError

TERMS = Terms(
    target=Decimal(1000),
    base=Decimal(100),
    share=Decimal("0.2"),
    share_loss=Decimal("0.1"),
    deadband=Decimal(100),
    floor=Decimal(40),
    cap=Decimal(300),
)
FIRST = replace(TERMS, mode="first_dollar")


@pytest.mark.parametrize(
    ("value", "excess", "first_dollar"),
    [
        (0, 40, 40),
        (600, 70, 60),
        (900, 100, 100),
        (1000, 100, 100),
        (1100, 100, 100),
        (1300, 140, 160),
        (2000, 280, 300),
        (5000, 300, 300),
    ],
)
def test_worked_by_hand(value, excess, first_dollar):
    assert fee(Decimal(value), TERMS).amount == excess
    assert fee(Decimal(value), FIRST).amount == first_dollar


def test_the_reference_table(shared_reference):
    with (shared_reference / "value_reference.csv").open() as file:
        rows = {row["quantity"]: float(row["value"]) for row in csv.DictReader(file)}
    for value in (0, 5000):
        assert fee(Decimal(value), TERMS).amount == rows[f"fee V={value}"]
    assert fee(Decimal(600), TERMS).amount == rows["fee excess V=600"]
    assert fee(Decimal(1300), TERMS).amount == rows["fee excess V=1300"]
    assert fee(Decimal(1300), FIRST).amount == rows["fee first-dollar V=1300"]
    pta = point_of_total_assumption(Decimal(1000000), Decimal(100000), Decimal(1200000), Decimal("0.8"))
    assert pta == rows["FPIF PTA"]


def test_the_fee_of_an_expected_value_is_not_the_expected_fee():
    # V ~ N(1000, 500): 116.7 against 100 (recomputed by quadrature)
    values = np.linspace(-3000, 5000, 801)
    weights = np.exp(-0.5 * ((values - 1000) / 500) ** 2)
    fees = np.array([float(fee(Fraction(value), TERMS).amount) for value in values])
    assert round(float((fees * weights).sum() / weights.sum()), 1) == 116.7
    assert fee(Decimal(1000), TERMS).amount == 100


def test_first_dollar_jumps_at_the_deadband_and_says_by_how_much():
    assert FIRST.jump == (10, 20)
    assert TERMS.jump == (0, 0)
    just = fee(Decimal("1100.0001"), FIRST).amount - fee(Decimal(1100), FIRST).amount
    assert float(just) == pytest.approx(20, abs=1e-3)


def test_the_trace_names_every_clause():
    steps = fee(Decimal(0), TERMS).trace
    assert [step.clause for step in steps] == ["base", "share_loss", "floor"]
    assert [float(step.after) for step in steps] == [100, 10, 40]
    assert steps[1].words == (
        "the value is 1,000.00 below its target: 10.00 % of what exceeds the deadband of 100.00 is shared"
    )
    assert fee(Decimal(5000), TERMS).trace[-1].clause == "cap"
    assert "nothing is shared" in fee(Decimal(950), TERMS).trace[1].words


def test_a_dispute_pays_the_lower_claim_and_holds_the_difference():
    disputed = settle((Decimal(1300), Decimal(1500)), TERMS, [], "EUR")
    assert (disputed.fee.amount, disputed.escrow.amount, disputed.final) == (140, 40, False)
    settled = settle((Decimal(1500), Decimal(1500)), TERMS, [disputed.true_up], "EUR")
    assert (settled.true_up.amount, settled.fee.amount, settled.final) == (40, 180, True)


def test_a_negative_true_up_is_a_credit_note():
    found = settle((Decimal(600),) * 2, TERMS, [Money(Decimal(60), "EUR")] * 2, "EUR")
    assert found.true_up == Money(Decimal("-50.00"), "EUR")


def test_an_invoice_in_another_currency_is_refused():
    with pytest.raises(MoneyError):
        settle((Decimal(600),) * 2, TERMS, [Money(Decimal(60), "USD")], "EUR")


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"share": Decimal("1.1")}, "share is between"),
        ({"share_loss": Decimal("-0.1")}, "share_loss is between"),
        ({"deadband": Decimal(-1)}, "not negative"),
        ({"floor": Decimal(301)}, "above cap"),
    ],
)
def test_terms_that_cannot_be(change, message):
    with pytest.raises(InputError, match=message):
        replace(TERMS, **change)


def test_pta_refuses_a_ceiling_below_the_price():
    with pytest.raises(InputError, match="below the target price"):
        point_of_total_assumption(Decimal(100), Decimal(10), Decimal(105), Decimal("0.8"))
    with pytest.raises(InputError, match="buyer's share"):
        point_of_total_assumption(Decimal(100), Decimal(10), Decimal(120), Decimal(0))


def test_the_terms_of_an_agreement():
    pricing = Pricing.model_validate({"share": "0.2", "deadband": "0.05", "floor": 120000, "cap": 600000})
    terms = terms_of(pricing, Decimal(2_000_000))
    # nothing is shared below 100,000; 20 % of what is above
    assert fee(Decimal(90_000), terms).amount == 120_000
    assert fee(Decimal(1_600_000), terms).amount == 300_000
    assert fee(Decimal(9_000_000), terms).amount == 600_000
    value = Range(low=Decimal(1), expected=Decimal(2), high=Decimal(3))
    assert (shared_value(pricing, value), shared_value(pricing.model_copy(update={"use": "expected"}), value)) == (1, 2)


money = st.decimals(-10000, 10000, places=2)
share = st.decimals(0, 1, places=3)
terms = st.builds(
    Terms,
    target=money,
    base=money,
    share=share,
    share_loss=share,
    deadband=st.decimals(0, 1000, places=2),
    floor=st.decimals(-10000, 0, places=2) | st.none(),
    cap=st.decimals(0, 10000, places=2) | st.none(),
    mode=st.sampled_from(["excess", "first_dollar"]),
)


@given(terms, money, money)
def test_more_value_never_earns_less(agreed, one, other):
    low, high = sorted((one, other))
    assert fee(low, agreed).amount <= fee(high, agreed).amount


@given(terms, money)
def test_a_fee_stays_within_floor_and_cap(agreed, value):
    amount = fee(value, agreed).amount
    assert agreed.floor is None or amount >= agreed.floor
    assert agreed.cap is None or amount <= agreed.cap
    assert fee(value, agreed).trace[-1].after == amount


@given(terms, money, st.lists(money, max_size=6))
def test_invoices_and_true_up_make_the_fee(agreed, value, paid):
    found = settle((value, value), agreed, [Money(each, "EUR") for each in paid], "EUR")
    assert sum(paid, Decimal(0)) + found.true_up.amount == found.fee.amount


@given(terms, money, money)
def test_escrow_is_what_the_higher_claim_adds(agreed, one, other):
    found = settle((one, other), agreed, [], "EUR")
    high = settle((max(one, other),) * 2, agreed, [], "EUR")
    assert found.fee.amount + found.escrow.amount == high.fee.amount
    assert found.escrow.amount >= 0
