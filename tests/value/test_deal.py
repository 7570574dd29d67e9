from __future__ import annotations

import datetime as dt
from dataclasses import replace
from decimal import Decimal

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from trueup.value.deal import Simulated, Slot, Stated, bends, fees_of, shares, split
from trueup.value.deal_told import About, told
from trueup.value.pricing import Terms, fee
from trueup.value.results_deal import Deal
from trueup.vocabulary import InputError, Period

QUARTER = Period(dt.date(2027, 1, 1), dt.date(2027, 4, 1))
VECTOR = Terms(
    target=Decimal(1000),
    base=Decimal(100),
    share=Decimal("0.2"),
    share_loss=Decimal("0.1"),
    deadband=Decimal(100),
    floor=Decimal(40),
    cap=Decimal(300),
)
ABOUT = About(
    "book", "deal", "A deal", 1, dt.date(2026, 12, 1), None, "EUR", "The customer", "The provider", 1
)  # fmt: skip


def slot(terms: Terms = VECTOR, added: float = 0.0) -> Slot:
    return Slot(QUARTER, "2027-Q1", 1.0, terms, 1000.0, added)


def drawn(mean: float, sd: float, terms: Terms = VECTOR, stated: Stated | None = None, n: int = 40_000) -> Simulated:
    half = np.random.default_rng(3).standard_normal(n // 2)
    values = mean + sd * np.concatenate([half, -half])
    return Simulated((slot(terms),), values[:, None], stated or Stated())


def deal(simulated: Simulated) -> Deal:
    return told(simulated, ABOUT)


money = st.integers(-3_000, 6_000)


@settings(max_examples=300, deadline=None)
@given(
    values=st.lists(money, min_size=1, max_size=8),
    target=money,
    base=st.integers(0, 500),
    share=st.integers(0, 100),
    share_loss=st.integers(0, 100),
    deadband=st.integers(0, 400),
    floor=st.none() | st.integers(-100, 200),
    cap=st.none() | st.integers(200, 900),
    mode=st.sampled_from(["excess", "first_dollar"]),
)
def test_the_fee_in_floats_is_the_exact_fee(
    *, values, target, base, share, share_loss, deadband, floor, cap, mode
):  # fmt: skip
    terms = Terms(target, base, Decimal(share) / 100, Decimal(share_loss) / 100, deadband, floor, cap, mode)
    ours = fees_of(np.array(values, dtype=float), slot(terms))
    exact = [float(fee(Decimal(value), terms).amount) for value in values]
    assert ours == pytest.approx(exact, abs=1e-6)


def test_the_expected_fee_is_not_the_fee_of_the_expected_value():
    """methods.md 2: value normal about 1,000 with deviation 500 pays 116.7 on average and 100 at 1,000."""
    found = deal(drawn(1000, 500, n=400_000))
    assert float(found.fee.expected) == pytest.approx(116.7, abs=0.3)
    assert found.fee_at_expected == 100
    assert found.fee.low < found.fee.expected < found.fee.high
    assert "curved" in {each.code for each in found.findings}


def test_cap_and_floor_hold_as_often_as_the_normal_distribution_says():
    from scipy.stats import norm

    found = deal(drawn(1000, 500, n=200_000))
    assert found.p_cap == pytest.approx(norm.sf((2100 - 1000) / 500), abs=0.003)
    assert found.p_floor == pytest.approx(norm.cdf((300 - 1000) / 500), abs=0.003)


def test_a_deal_that_looks_good_on_expectation_and_is_bad_at_the_cap():
    """The cap takes what good times would bring; nothing makes up for the bad ones. Found, and said in words."""
    terms = replace(VECTOR, base=Decimal(0), target=Decimal(0), deadband=Decimal(0), floor=None, cap=Decimal(210))
    bad = deal(drawn(1000, 600, terms, Stated(provider_cost=180)))
    assert float(bad.fee_at_expected) == pytest.approx(200)
    assert bad.provider_side.net_at_expected > 0 > bad.provider_side.net.expected
    first = bad.findings[0]
    assert first.code == "bad_at_the_cap"
    assert "looks good on expectation and is not" in first.words
    assert "The provider has 20.00 more than it needs" in first.words
    assert not bad.provider_side.better_off
    open_end = deal(drawn(1000, 600, replace(terms, cap=None), Stated(provider_cost=180)))
    assert "bad_at_the_cap" not in {each.code for each in open_end.findings}
    assert open_end.provider_side.better_off


def test_the_floor_may_be_the_customers_cap():
    terms = Terms(target=Decimal(0), base=Decimal(0), share=Decimal("0.9"), floor=Decimal(800))
    found = deal(drawn(900, 700, terms, Stated(provider_cost=0)))
    assert found.findings[0].code == "bad_at_the_floor"


def test_at_every_share_of_the_range_both_have_what_they_need_and_beside_it_they_have_not():
    terms = replace(VECTOR, base=Decimal(0), target=Decimal(0), deadband=Decimal(0), floor=None, cap=None)
    simulated = drawn(1000, 300, terms, Stated(provider_cost=150, provider_needs=50, customer_needs=600))
    range_ = shares(simulated)
    assert range_.both
    for share, provider, customer in (
        (range_.least, True, True),
        (range_.most, True, True),
        (range_.least - 2e-4, False, True),
        (range_.most + 2e-4, True, False),
    ):
        fees = simulated.fees(share)
        assert (simulated.provider(fees).mean() >= 50) is np.True_ if provider else simulated.provider(fees).mean() < 50
        assert (
            (simulated.customer(fees).mean() >= 600) is np.True_ if customer else simulated.customer(fees).mean() < 600
        )
    words = deal(simulated).sharing.words
    assert words.startswith("both may expect what they need at a share of 20")


@pytest.mark.parametrize(
    ("stated", "cap", "says"),
    [
        (Stated(provider_cost=900, customer_needs=300), None, "200.00 less than they need together"),
        (Stated(provider_cost=400), 300, "even at 100 % the provider is expected to lack"),
        (None, None, "--provider-cost"),
    ],
)
def test_where_no_share_suits_both_it_says_why(stated, cap, says):
    terms = replace(VECTOR, base=Decimal(0), target=Decimal(0), deadband=Decimal(0), floor=None, cap=cap)
    assert says in deal(drawn(1000, 300, terms, stated)).sharing.words


def test_a_fee_that_is_due_whatever_comes_may_be_more_than_the_customer_can_bear():
    terms = Terms(target=Decimal(0), base=Decimal(500), share=Decimal("0.1"), floor=Decimal(500))
    found = deal(drawn(1000, 300, terms, Stated(provider_cost=100, customer_needs=600)))
    assert "even at 0 % the customer is expected to pay more" in found.sharing.words


def test_the_parts_of_a_risk_add_up_and_a_pure_share_splits_all_of_it_alike():
    terms = Terms(target=Decimal(0), base=Decimal(0), share=Decimal("0.3"))
    found = split(drawn(5000, 300, terms), drawn(5000, 300, terms).fees())
    assert (found.variance, found.shortfall, found.surplus) == pytest.approx((0.3, 0.3, 0.3))
    capped = deal(drawn(1000, 500)).risk
    assert capped.variance_customer + capped.variance_provider == pytest.approx(1)
    assert capped.shortfall_customer + capped.shortfall_provider == pytest.approx(1)
    fixed = Terms(target=Decimal(0), base=Decimal(100), share=Decimal(0))
    assert split(drawn(1000, 0, fixed), drawn(1000, 0, fixed).fees()) is None


def test_a_jump_is_warned_of_where_it_is_and_how_likely():
    found = deal(drawn(1000, 500, replace(VECTOR, mode="first_dollar")))
    assert [(jump.at, jump.by) for jump in found.jumps] == [(900, 10), (1100, 20)]
    assert 0 < found.jumps[0].p_near < 0.1
    assert sum(each.code == "jump" for each in found.findings) == 2
    assert deal(drawn(1000, 500)).jumps == ()


def test_the_pay_off_curve_bends_where_the_terms_bend():
    """The vector of methods.md 2: floor reached at 300, cap at 2,100, nothing shared from 900 to 1,100."""
    assert sorted(round(each) for each in bends(slot())) == [300, 900, 900, 1100, 1100, 2100]
    points = {float(each.value): float(each.fee) for each in deal(drawn(1000, 500)).payoff}
    assert (points[300.0], points[900.0], points[1100.0], points[2100.0]) == (40, 100, 100, 300)
    fees = [points[value] for value in sorted(points)]
    assert fees == sorted(fees)


def test_the_same_seed_gives_the_same_bytes():
    first, second = (deal(drawn(1000, 500)).model_dump_json() for _ in range(2))
    assert first == second


def test_what_cannot_be_simulated_is_refused():
    with pytest.raises(InputError, match="too few"):
        drawn(1000, 500, n=100)
    with pytest.raises(InputError, match="0 or more"):
        Stated(provider_cost=-1)
    with pytest.raises(InputError, match="not a finite"):
        Simulated((slot(),), np.full((2000, 1), np.nan), Stated())
