"""Planned against invoiced and paid: by hand, and sums that hold whatever the payments are."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from trueup.agreements.terms import Rate
from trueup.value.compared import Comparing, read_by
from trueup.value.exchange import Exchange
from trueup.value.payments import Payment, billed, natural, plans
from trueup.vocabulary import InputError, MoneyError, Period

AS_OF = dt.date(2026, 7, 1)
Q1, Q2, Q3 = (Period(dt.date(2026, first, 1), dt.date(2026, first + 3, 1)) for first in (1, 4, 7))
EUR = Exchange("EUR")


def payment(kind: Any, amount: str, period: Period = Q1, **more: Any) -> Payment:
    own = {"agreement": "a", "payer": None, "payee": "acme", "plan": None, "what": None, "currency": "EUR"}
    return Payment(
        **{**own, "kind": kind, "amount": Decimal(amount), "period": period, "dated": None, "ref": "1", **more}
    )


def compare(*payments: Payment, exchange: Exchange = EUR, by: tuple[Any, ...] = ("agreement",)) -> Any:
    return Comparing(AS_OF, exchange).lines(payments, by)


def test_paid_is_compared_with_what_the_plan_foresaw_to_date() -> None:
    plan = [payment("planned", "100", period) for period in (Q1, Q2, Q3)]
    bills = [payment("invoiced", "95"), payment("credited", "5")]
    (line,) = compare(*plan, *bills, payment("paid", "80"), payment("paid", "7", Q3))
    assert (line.planned, line.planned_to_date, line.paid, line.difference) == (300, 200, 80, -120)
    assert (line.invoiced, line.credited, line.unpaid) == (95, 5, 10)
    assert line.not_comparable == ()


def test_of_several_plans_the_last_counts_and_none_are_added() -> None:
    rows = [
        payment("planned", amount, plan=name) for name, amount in (("plan2", "90"), ("plan10", "80"), ("plan1", "100"))
    ]
    (line,) = compare(*rows, payment("paid", "85"))
    assert (line.planned, line.difference) == (80, 5)
    assert [(each.plan, each.amount, each.counts) for each in line.plans] == [
        ("plan1", 100, False), ("plan2", 90, False), ("plan10", 80, True)
    ]  # fmt: skip
    assert line.notes == ("3 plans: plan10 counts, and they are never added up",)


def test_what_cannot_be_compared_is_said_and_no_difference_is_made_up() -> None:
    (only_paid,) = compare(payment("paid", "5"))
    (only_planned,) = compare(payment("planned", "5"))
    assert (only_paid.planned, only_paid.difference) == (None, None)
    assert only_paid.not_comparable == ("5.00 EUR was paid, and no plan says what was to be paid",)
    assert (only_planned.paid, only_planned.difference) == (None, None)
    assert only_planned.not_comparable == ("5.00 EUR was planned to date, and nothing says what was paid",)
    half = Period(Q2.start, Q3.end)
    (line,) = compare(payment("planned", "5", half), payment("paid", "3"), payment("paid", "4", Q2))
    assert line.difference == 7
    assert line.not_comparable == (
        "3.00 EUR was paid for a time that the plan does not cover",
        "5.00 EUR is planned for a period that is not over",
    )


def test_two_currencies_are_not_added_up_without_a_dated_rate() -> None:
    rows = [payment("paid", "10"), payment("paid", "10", Q2, currency="GBP")]
    with pytest.raises(MoneyError, match="GBP and EUR cannot be added up: no rate is stated for 2026-06-30"):
        compare(*rows)
    late = Exchange("EUR", (Rate(currency="GBP", on=dt.date(2026, 7, 1), is_=Decimal("1.2")),))
    with pytest.raises(MoneyError, match="no rate is stated"):
        compare(*rows, exchange=late)
    rates = tuple(
        Rate(currency="GBP", on=dt.date(2026, month, 1), is_=Decimal(at)) for month, at in ((1, "1.1"), (6, "1.2"))
    )
    (line,) = compare(*rows, exchange=Exchange("EUR", rates))
    assert (line.paid, line.currency) == (22, "EUR")
    assert line.notes == ("1 GBP counts as 1.2 EUR from 2026-06-01",)
    apart = compare(*rows, by=("currency",))
    assert [(each.currency, each.paid) for each in apart] == [("EUR", 10), ("GBP", 10)]
    totals = Comparing(AS_OF, EUR).totals(rows)
    assert [(each.currency, each.paid) for each in totals] == [("EUR", 10), ("GBP", 10)]


def test_one_currency_that_is_not_the_books_stays_as_it_is() -> None:
    (line,) = compare(payment("paid", "10", currency="GBP"))
    assert (line.currency, line.paid) == ("GBP", 10)


def test_lines_by_fiscal_year_and_party() -> None:
    rows = [
        payment("paid", "1"),
        payment("paid", "2", Q2, payee="sint"),
        payment("paid", "4", dated=dt.date(2026, 5, 1)),
    ]
    found = Comparing(AS_OF, EUR, fiscal_year_start=4).lines(rows, ("year", "party"))
    assert [(tuple(each.keys.values()), each.paid) for each in found] == [
        (("2026", "acme"), 1), (("2027", "acme"), 4), (("2027", "sint"), 2)
    ]  # fmt: skip
    with pytest.raises(InputError, match="did you mean 'party'"):
        read_by("agreement,partie")
    assert read_by("year, agreement,year") == ("year", "agreement")


def test_an_invoice_belongs_to_the_period_that_holds_all_of_it() -> None:
    wide = payment("invoiced", "50", Period(Q1.start, Q2.end))
    rows = [
        payment("invoiced", "10"),
        payment("credited", "4"),
        payment("invoiced", "9", Q2),
        payment("paid", "6"),
        wide,
    ]
    found = billed(rows, Q1, EUR)
    assert (found.amount, found.payments, found.astride) == (6, (rows[0], rows[1]), (wide,))
    assert billed(rows, Q3, EUR).payments == ()


def test_names_are_sorted_as_people_count() -> None:
    assert sorted(["plan10", "Plan2", "plan1"], key=natural) == ["plan1", "Plan2", "plan10"]
    assert plans([payment("planned", "1", plan=name) for name in ("b", "a", None)]) == [None, "a", "b"]


PAYMENTS = st.builds(
    payment,
    kind=st.sampled_from(["planned", "invoiced", "paid", "credited"]),
    amount=st.decimals(0, 10**9, places=4).map(str),
    period=st.sampled_from([Q1, Q2, Q3]),
    agreement=st.sampled_from(["a", "b"]),
    payee=st.sampled_from([None, "acme"]),
)


@given(st.lists(PAYMENTS, max_size=30), st.permutations(["agreement", "year", "kind", "party"]), st.integers(0, 4))
def test_lines_add_up_to_the_rows_however_they_are_cut(rows: list[Payment], keys: list[Any], count: int) -> None:
    lines = compare(*rows, by=tuple(keys[:count]))
    for kind, name in (("planned", "planned"), ("paid", "paid")):
        own = [each for each in rows if each.kind == kind and (kind == "planned" or each.day < AS_OF)]
        exact = sum((Fraction(each.amount) for each in own), Fraction(0))
        stated = sum((getattr(line, name) or Decimal(0) for line in lines), Decimal(0))
        assert abs(Fraction(stated) - exact) <= Fraction(len(lines), 200)
    assert sum(line.payments for line in lines) == len(rows)
    for line in lines:
        if line.difference is not None and not line.not_comparable:
            assert abs(line.difference - ((line.paid or 0) - (line.planned_to_date or 0))) <= Decimal("0.02")


def test_only_agreements_with_a_plan_and_payments_are_in_the_difference_of_a_sum() -> None:
    plan = [payment("planned", "100"), payment("paid", "70", Q2), payment("planned", "9", agreement="c")]
    (line,) = Comparing(AS_OF, EUR).totals([*plan, payment("paid", "50", agreement="b")])
    assert (line.planned, line.paid, line.difference) == (109, 120, -30)
    assert line.not_comparable[:2] == (
        "50.00 EUR was paid, and no plan says what was to be paid",
        "9.00 EUR was planned to date, and nothing says what was paid",
    )
    years = Comparing(AS_OF, EUR, fiscal_year_start=4).lines(plan, ("year",))
    assert [(each.keys["year"], each.difference) for each in years] == [("2026", -100), ("2027", 70)]
