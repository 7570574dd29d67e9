"""Which periods are settled, by whose terms, and what each clause adds."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest

from tests.value import pressed
from trueup.agreements.documents import Agreement
from trueup.agreements.terms import Pricing, Provisional
from trueup.scorecard.opened import open_book
from trueup.scorecard.value_settle import settlement, settlements
from trueup.value.settling import parts_of, period_named, provisional_fee, settlement_periods
from trueup.value.timing import Reached, milestone_clause, timing_clauses
from trueup.vocabulary import InputError, Moment, MoneyError, Period

QUARTER = Period(dt.date(2026, 1, 1), dt.date(2026, 4, 1))
AS_OF = dt.date(2026, 8, 10)


def versions(*changes: dict[str, Any], **first: Any) -> tuple[Agreement, ...]:
    """Versions of the agreement, each with other pricing."""
    made = [Agreement.model_validate(pressed.agreement(**first))]
    for number, each in enumerate(changes, start=2):
        made.append(Agreement.model_validate(pressed.agreement(**each | {"version": number, "why": "agreed"})))
    return tuple(made)


def labels(agreements: tuple[Agreement, ...], as_of: dt.date = AS_OF, fiscal: int = 1) -> list[str]:
    return [due.label for due in settlement_periods(agreements, Moment(as_of), fiscal)]


def test_periods_begin_with_the_agreement_and_end_with_its_worth():
    assert labels(versions()) == ["2026-Q1", "2026-Q2", "2026-Q3"]
    assert labels(versions(), dt.date(2029, 1, 1)) == ["2026-Q1", "2026-Q2", "2026-Q3", "2026-Q4"]
    assert labels(versions(), dt.date(2026, 1, 1)) == []


def test_a_part_of_a_period_is_settled_by_its_days():
    late = versions(effective="2026-02-15")
    due = next(iter(settlement_periods(late, Moment(AS_OF))))
    assert (str(due.period), due.part) == ("2026-02-15/2026-04-01", Fraction(45, 90))


def test_an_amendment_counts_from_the_next_period_on():
    monthly = {"pricing": {"settle": "month"}, "effective": "2026-05-15"}
    found = list(settlement_periods(versions(monthly), Moment(AS_OF)))
    assert [(due.label, due.agreement.version) for due in found] == [
        ("2026-Q1", 1), ("2026-Q2", 1), ("2026-07", 2), ("2026-08", 2),
    ]  # fmt: skip


def test_pricing_that_comes_later_settles_from_then():
    plain = {key: value for key, value in pressed.agreement().items() if key != "pricing"}
    later = versions({"effective": "2026-05-01"})[1]
    made = (Agreement.model_validate(plain), later)
    assert labels(made) == ["2026-05-01/2026-07-01", "2026-Q3"]


def test_fiscal_years_cut_otherwise():
    assert labels(versions(), fiscal=2) == [
        "2026-01",
        "2026-02-01/2026-05-01",
        "2026-05-01/2026-08-01",
        "2026-08-01/2026-11-01",
    ]


def test_periods_have_names():
    dues = list(settlement_periods(versions(), Moment(AS_OF)))
    assert period_named(dues, "2026-Q2").label == "2026-Q2"
    assert period_named(dues, "2026-04-01/2026-07-01").label == "2026-Q2"
    with pytest.raises(InputError, match="not a settlement period"):
        period_named(dues, "2026")


@pytest.mark.parametrize(
    ("per", "period", "fee"),
    [
        ("month", QUARTER, 90),
        ("quarter", QUARTER, 30),
        ("month", Period(dt.date(2026, 1, 15), dt.date(2026, 4, 1)), Fraction(17, 31) * 30 + 60),
        ("day", QUARTER, 2700),
        ("year", QUARTER, Fraction(90, 365) * 30),
        ("week", Period(dt.date(2026, 1, 5), dt.date(2026, 1, 19)), 60),
    ],
)
def test_the_provisional_fee_of_a_period(per, period, fee):
    assert provisional_fee(Provisional(amount=Decimal(30), per=per, to="gear"), period) == fee


def test_who_is_paid():
    two = Agreement.model_validate(pressed.agreement(providers=["gear", "cog"]))
    assert parts_of(two, two.pricing) == {"gear": 1}
    assert parts_of(two, Pricing(share=Decimal(0), parts={"gear": Decimal("0.6"), "cog": Decimal("0.4")})) == {
        "gear": Decimal("0.6"),
        "cog": Decimal("0.4"),
    }
    with pytest.raises(InputError, match="nobody says which provider gets which part"):
        parts_of(two, Pricing(share=Decimal(0)))


def terms(**more: Any) -> Pricing:
    return Pricing.model_validate({"share": 0, **more})


def test_a_milestone_is_due_when_it_is_reached_in_time():
    (milestone,) = terms(milestones=[{"id": "go", "go_live": True, "amount": 500, "by": "2026-03-01"}]).milestones
    in_time = milestone_clause(milestone, Reached("go-live", dt.date(2026, 2, 10)), QUARTER)
    assert (in_time.clause, in_time.amount, in_time.words) == ("milestone:go", 500, "go-live was reached on 2026-02-10")
    late = milestone_clause(milestone, Reached("go-live", dt.date(2026, 3, 2)), QUARTER)
    assert (late.amount, late.words) == (0, "go-live was reached on 2026-03-02, after 2026-03-01: nothing is due")
    never = milestone_clause(milestone, Reached("go-live", None), QUARTER)
    assert (never.amount, never.words) == (0, "go-live was not reached by 2026-03-01")
    assert milestone_clause(milestone, Reached("go-live", dt.date(2025, 12, 31)), QUARTER) is None


def test_days_early_and_late_add_up_over_periods():
    timed = {"early": {"per_day": 10, "max": 55}, "late": {"per_day": 20, "max": 700}}
    (timing,) = terms(bonuses=[{"id": "go", "go_live": True, "by": "2026-03-11", **timed}]).bonuses
    early = timing_clauses(timing, Reached("go-live", dt.date(2026, 3, 1)), QUARTER)
    assert [(each.clause, each.amount, each.arithmetic) for each in early] == [
        ("bonus:go", 55, "10 × 10.00, max. 55.00")
    ]
    following = Period(dt.date(2026, 4, 1), dt.date(2026, 7, 1))
    reached = Reached("go-live", dt.date(2026, 4, 20))
    first, second = (timing_clauses(timing, reached, each)[0] for each in (QUARTER, following))
    assert (first.amount, second.amount) == (-400, -300)  # 20 days, then up to 35 of the 40: 700 in all
    assert first.words == "go-live: 20 days late in this period, 20 days since 2026-03-11"
    on_time = timing_clauses(timing, Reached("go-live", dt.date(2026, 3, 11)), QUARTER)
    assert on_time == []


def settled(folder, agreement: dict[str, Any], *more: dict[str, Any], facts: Any = None, period: str = "2026-Q1"):
    pressed.write(folder, agreement, pressed.ATTESTED, *more, facts=facts)
    with open_book(folder) as book, book.values("2026-05-01", known_at="2026-05-01T10:00:00+00:00") as values:
        return settlement(values, None, period)


def quality(*actuals: float) -> dict[str, Any]:
    """Quality of the months of the first quarter, reported by the observer."""
    rows = [
        {"kpi": "quality", "period": f"2026-0{month}", "actual": actual, "reported_by": "lens"}
        for month, actual in enumerate(actuals, start=1)
    ]
    return {"observations": [*pressed.FACTS["observations"], *rows]}


GATES = {"gates": [{"id": "quality", "kpi": "quality", "at_least": 95, "otherwise": "0.5"}]}


def test_a_gate_that_is_not_passed_takes_from_the_share(tmp_path):
    found = settled(tmp_path, pressed.agreement(GATES), facts=quality(94, 94, 94))
    assert [(line.clause, line.amount) for line in found.clauses] == [
        ("base", 100),
        ("share", 40),
        ("gate:quality", -20),
    ]
    assert found.clauses[2].words == "Quality: at least 95 %, and it was 94 %: not passed"
    assert found.fee == 120


def test_a_gate_that_is_passed_takes_nothing(tmp_path):
    found = settled(tmp_path, pressed.agreement(GATES), facts=quality(94, 95, 97))
    assert (found.fee, found.clauses[2].words) == (140, "Quality: at least 95 %, and it was 95.33 %: passed")


def test_a_gate_without_all_its_actuals_is_waited_for(tmp_path):
    found = settled(tmp_path, pressed.agreement(GATES), facts=quality(94, 95))
    assert (found.state, found.fee) == ("provisional", None)
    assert [each.what for each in found.lacking] == ["Quality: waits for an actual"]


def test_several_providers_share_to_the_cent(tmp_path):
    parts = {"gear": "0.333", "cog": "0.667"}
    milestone = {"id": "go", "go_live": True, "amount": 10, "parts": {"cog": 1}}
    pricing = {
        "parts": parts,
        "milestones": [milestone],
        "provisional": {"amount": "33.35", "per": "month", "parts": parts},
    }
    agreement = pressed.agreement(pricing, providers=["gear", "cog"], go_live={"actual": "2026-02-01"})
    found = settled(tmp_path, agreement)
    assert found.fee == 150
    assert {part.party: (part.fee, part.invoiced, part.due) for part in found.parts} == {
        "gear": (Decimal("46.62"), Decimal("33.32"), Decimal("13.30")),
        "cog": (Decimal("103.38"), Decimal("66.73"), Decimal("36.65")),
    }
    assert sum(part.invoiced for part in found.parts) == found.invoiced == Decimal("100.05")


def test_an_objective_that_is_met_is_a_milestone(tmp_path):
    by = {"objectives": [{**pressed.AGREEMENT["objectives"][0], "type": "by"}]}
    pricing = {"milestones": [{"id": "first", "objective": "renewals", "amount": 25}]}
    found = settled(tmp_path, pressed.agreement(pricing, **by))
    assert [(line.clause, line.amount) for line in found.clauses][2:] == [("milestone:first", 25)]
    assert found.clauses[2].words == "Contracts renewed was reached on 2026-03-31"


def test_a_fee_in_another_currency_is_converted_at_the_dated_rate(tmp_path):
    rates = [{"currency": "EUR", "on": "2026-01-01", "is": "1.1"}, {"currency": "EUR", "on": "2026-03-15", "is": "1.2"}]
    found = settled(tmp_path, pressed.agreement({"currency": "USD", "rates": rates}))
    assert (found.currency, found.counted, found.fee) == ("USD", 1560, 192)
    assert found.rate == "1 EUR = 1.2 USD from 2026-03-15"


def test_an_invoice_in_a_currency_without_a_rate_is_refused(tmp_path):
    invoice = {"agreement": "press", "period": "2026-Q1", "kind": "invoiced", "amount": 30, "currency": "USD",
               "payee": "gear", "payer": "mill", "what": "licence", "ref": "R-1"}  # fmt: skip
    with pytest.raises(MoneyError, match="USD and EUR cannot be added up: no rate is stated for 2026-03-31"):
        settled(tmp_path, pressed.agreement(), facts={**pressed.FACTS, "payments": [invoice]})


def test_the_lower_end_of_the_interval_is_shared_where_that_is_agreed(tmp_path):
    facts = {"observations": [{**pressed.FACTS["observations"][0], "stderr": 1}]}
    found = settled(tmp_path, pressed.agreement({"use": "lower_bound"}), facts=facts)
    assert found.counted == Decimal("1104.00")  # 1,300 - 1.96 x 100
    assert found.fee == Decimal("100.80")


def test_every_period_is_listed_with_its_state(tmp_path):
    pressed.write(tmp_path, pressed.agreement(), pressed.ATTESTED)
    with open_book(tmp_path) as book, book.values("2026-08-01") as values:
        found = settlements(values)
    assert [(each.label, each.state, each.provisional) for each in found.periods] == [
        ("2026-Q1", "ready", 90), ("2026-Q2", "provisional", 90), ("2026-Q3", "open", 90),
    ]  # fmt: skip
    assert (found.totals.due, found.totals.waiting) == (0, 50)
