"""Cost and payback, by hand."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.agreements.build import agreement, assess, day, objective, promise, series
from trueup.agreements.cost import accrued, in_total
from trueup.agreements.documents import Cost
from trueup.agreements.payback import payback
from trueup.agreements.value import realised
from trueup.vocabulary import DAYS_PER_MONTH, DAYS_PER_YEAR


def cost(**more):
    return Cost.model_validate({"what": "fee", "amount": 100} | more)


def test_it_accrues_by_days():
    monthly = cost(per="month")
    assert accrued(monthly, day("2026-01-01"), day("2026-02-01")) == 100 * 31 / DAYS_PER_MONTH
    assert accrued(cost(per="year"), day("2026-01-01"), day("2027-01-01")) == 100 * 365 / DAYS_PER_YEAR
    assert accrued(cost(per="quarter"), day("2026-01-01"), day("2026-01-02")) == 100 / (3 * DAYS_PER_MONTH)
    assert accrued(cost(per="week"), day("2026-01-01"), day("2026-01-15")) == 200


def test_its_own_dates_count():
    limited = cost(per="day", until="2026-01-11", **{"from": "2026-01-06"})
    assert accrued(limited, day("2026-01-01"), day("2026-01-08")) == 200
    assert accrued(limited, day("2026-01-01"), day("2027-01-01")) == 500
    assert accrued(limited, day("2026-01-01"), day("2026-01-01")) == 0
    assert in_total(limited, day("2026-01-01")) == 500
    assert in_total(cost(per="day"), day("2026-01-01")) is None


def test_a_dated_amount_counts_on_its_date():
    single = cost(date="2026-03-01")
    assert accrued(single, day("2026-01-01"), day("2026-03-01")) == 0
    assert accrued(single, day("2026-01-01"), day("2026-03-02")) == 100
    assert in_total(single, day("2026-01-01")) == 100


@given(st.dates(day("2025-01-01"), day("2028-01-01")), st.dates(day("2025-01-01"), day("2028-01-01")))
def test_cost_is_additive_over_time(one, other):
    first, second = sorted((one, other))
    whole = accrued(cost(per="month"), first, day("2028-01-01"))
    parts = accrued(cost(per="month", until=second.isoformat()), first, day("2028-01-01")) + accrued(
        cost(per="month", **{"from": second.isoformat()}), first, day("2028-01-01")
    )
    assert whole == parts


def test_lines_add_up_to_the_cost_that_is_shown():
    pact = agreement(objective(), costs=[{"what": str(k), "amount": 100, "per": "month"} for k in range(7)])
    found = assess(pact, series([9.0] * 5), "2026-05-12").value
    assert sum((line.to_date for line in found.costs), Decimal(0)) == found.cost
    assert found.cost == Decimal(str(round(Fraction(700 * 131) / DAYS_PER_MONTH * 100) / 100))


def test_a_cost_that_has_ended_costs_in_total_what_it_cost():
    costs = [
        {"what": "team", "amount": 30000, "per": "month", "until": "2026-03-01"},
        {"what": "x", "amount": 1, "per": "month"},
    ]
    found = assess(agreement(objective(), costs=costs), series([9.0] * 5), "2026-05-12").value
    assert found.costs[0].to_date == found.costs[0].total
    assert (found.costs[1].total, found.cost_total) == (None, None)


class TestPayback:
    worth = {"per_unit": 1000, "per": "month", "until": "2027-01-01"}  # noqa: RUF012

    def when(self, values, costs, as_of="2026-12-01", **worth):
        made = promise(value=self.worth | worth)
        found = realised(made, series(values), day(as_of))
        until = made.objective.value.until
        return payback([found], [cost(**each) for each in costs], day("2026-01-01"), day(as_of), until)

    def test_linear_inside_a_period(self):
        # 3,100 in January is 100 a day: 1,000 spent on the first are back at the end of the tenth
        costs = [{"amount": 1000, "date": "2026-01-01"}]
        assert self.when([8.9, 12, 12], costs) == day("2026-01-10")

    def test_only_the_crossing_that_stays(self):
        costs = [{"amount": 1000, "date": "2026-01-01"}, {"amount": 5600, "date": "2026-02-01"}]
        # 3,100 - 1,000 - 5,600 = -3,500; February earns 5,600, 200 a day: 17.5 days
        assert self.when([8.9, 6.4, 12], costs) == day("2026-02-18")

    def test_not_yet_and_never(self):
        costs = [{"amount": 9000, "date": "2026-01-01"}]
        assert self.when([11, 11], costs) == "not_yet"
        assert self.when([11, 11], costs, as_of="2027-01-01") == "never"

    def test_nothing_to_pay_back(self):
        assert self.when([11, 11], []) is None
        assert self.when([11, 11], [{"amount": 9000, "date": "2028-01-01"}]) is None

    def test_value_before_any_cost(self):
        assert self.when([11, 11], [{"amount": 1, "date": "2026-02-01"}]) == day("2026-01-01")


@pytest.mark.parametrize("amount", [1, 2, 5, 10])
def test_both_ways_to_a_net(amount):
    pact = agreement(
        objective(value=TestPayback.worth), costs=[{"what": "fee", "amount": amount, "date": "2026-01-01"}]
    )
    found = assess(pact, series([11.995] * 3), "2026-04-01").value
    assert found.net.expected == found.realised.expected - found.cost
