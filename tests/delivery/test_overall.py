"""The whole against its first promise and against the version in force."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from tests.delivery.cases import ON_TIME, but, case, done, plan, report
from trueup.delivery.case import Case
from trueup.delivery.overall import overall_verdict, whole
from trueup.delivery.results import OverallVerdict, Probability

P = Probability(p=0.4, se=0.01)
ITEMS = [
    {"id": "portal", "title": "Portal", "activities": ["train"]},
    {"id": "extras", "title": "Extras", "activities": ["train"], "must": False},
]


def judged(of: Case) -> OverallVerdict:
    return overall_verdict(of, P)


def statuses(found: OverallVerdict) -> dict[str, str]:
    return {f"{each.what}:{each.of}": each.status for each in found.parameters}


@pytest.mark.parametrize(
    ("finish", "status", "overall"),
    [
        # 116 days from 5 January to 30 April: a tenth of them later is 11 May.
        ("2026-04-30", "met", "met"),
        ("2026-05-01", "within_tolerance", "met"),
        ("2026-05-11", "within_tolerance", "met"),
        ("2026-05-12", "missed", "not_met"),
    ],
)
def test_a_finish_may_slip_by_the_tolerance(finish: str, status: str, overall: str) -> None:
    found = judged(case(but(done("migrate", finish, "northwind", 90000))))
    assert statuses(found)["finish:rollout"] == status
    assert (found.standing, found.overall, found.first) == ("final", overall, overall)


@pytest.mark.parametrize(
    ("cost", "status", "overall"),
    [(100000, "met", "met"), (126000, "within_tolerance", "met"), (126001, "missed", "not_met")],
)
def test_a_budget_may_be_exceeded_by_the_tolerance(cost: int, status: str, overall: str) -> None:
    found = judged(case(but(done("migrate", "2026-04-17", "northwind", cost))))
    assert statuses(found)["cost:rollout"] == status
    assert found.overall == overall


def test_what_must_not_be_missed_has_no_tolerance() -> None:
    strict = plan(commitment={"finish": "2026-04-30", "budget": 260000, "must": ["finish"]})
    found = judged(case(but(done("migrate", "2026-05-01", "northwind", 90000)), [strict]))
    assert found.overall == "not_met"
    assert found.reasons[0].endswith("0.9 % worse than committed, and it may not be missed.")


def test_scope_that_must_be_delivered_and_scope_that_may_be_given_up() -> None:
    gone = [item | {"descoped": "2026-04-01"} for item in ITEMS]
    first, later = plan(scope=ITEMS), plan(version=2, effective="2026-04-01", scope=gone)
    assert judged(case(versions=[first])).overall == "met"
    found = judged(case(versions=[first, later]))
    assert (found.standing, found.overall, found.first) == ("met_after_descoping", "met", "not_met")
    only_extras = plan(version=2, effective="2026-04-01", scope=[ITEMS[0], gone[1]])
    assert judged(case(versions=[first, only_extras])).standing == "final"
    assert judged(case(versions=[first, only_extras])).overall == "met"


def test_scope_that_vanishes_from_the_plan_is_not_delivered() -> None:
    found = judged(case(versions=[plan(scope=ITEMS), plan(version=2, effective="2026-04-01")]))
    assert (found.standing, found.first) == ("met_after_descoping", "not_met")
    assert "Portal was taken out of the plan." in found.reasons


def test_a_tighter_promise_binds_too() -> None:
    tight = plan(version=2, effective="2026-02-02", commitment={"finish": "2026-03-31", "budget": 260000})
    found = judged(case(versions=[plan(), tight]))
    assert (found.standing, found.overall, found.first) == ("final", "not_met", "met")
    assert whole(case(versions=[plan(), tight])).met == "not_met"


def test_while_it_is_open_it_is_a_forecast() -> None:
    rows = [ON_TIME[0], report("migrate", "2026-03-20", "northwind", percent=20.0, start="2026-03-09", cost=10000)]
    expected = {"migrate": dt.date(2026, 5, 5), "train": dt.date(2026, 4, 17)}
    found = judged(case(rows, expected=expected))
    assert (found.standing, found.overall, found.first, found.p) == ("forecast", None, None, P)
    assert found.reasons[0] == (
        "The whole is expected to finish on 5 May, 3 working days after its commitment of 30 April."
    )
    assert found.would_change == ("the whole done by 11 May", "the whole for at most 286,000 EUR")


def test_what_is_overspent_is_lost_before_the_end() -> None:
    rows = [done("build", "2026-03-06", "acme", 286001), report("migrate", "2026-03-20", "northwind", percent=20.0)]
    found = judged(case(rows))
    assert (found.standing, found.overall) == ("final", "not_met")


def test_a_day_that_has_passed_is_lost_only_by_report() -> None:
    rows = [*ON_TIME[:1], *ON_TIME[2:]]
    silent = report("migrate", "2026-04-10", "northwind", percent=90.0, cost=1)
    within = report("migrate", "2026-05-10", "northwind", percent=90.0, cost=1)
    beyond = report("migrate", "2026-05-11", "northwind", percent=90.0, cost=1)
    assert [judged(case([*rows, last])).overall for last in (silent, within, beyond)] == [None, None, "not_met"]


def test_nothing_promised_is_no_verdict() -> None:
    found = judged(case(versions=[plan(commitment={})]))
    assert (found.standing, found.overall, found.p) == ("no_verdict", None, None)
    assert found.would_change == ("a promise for the whole in the plan: commitment: {finish: DATE, budget: AMOUNT}",)


def test_a_promise_made_later_is_the_first_promise() -> None:
    later = plan(version=2, effective="2026-02-02")
    found = judged(case(versions=[plan(commitment={}), later]))
    assert (found.standing, found.first) == ("final", "met")


def test_a_cost_that_is_missing_at_the_end_is_no_verdict() -> None:
    found = judged(case(but(done("migrate", "2026-04-17", "northwind"))))
    assert (found.standing, found.overall) == ("no_verdict", None)
    assert any("nobody has reported what Migrate data cost" in each for each in found.would_change)


def test_a_dispute_about_the_whole_is_unresolved() -> None:
    rows = but(done("train", "2026-04-30", "sint", 40000), done("train", "2026-05-20", "northwind", 40000))
    found = judged(case(rows))
    assert (found.standing, found.overall, found.first, found.p) == ("unresolved", None, None, None)
    assert found.reasons[0].startswith("Train is disputed: Northwind says it was finished on 20 May and Sint says")
    small = but(done("train", "2026-04-29", "sint", 40000), done("train", "2026-04-30", "northwind", 40000))
    assert judged(case(small)).standing == "final"
    assert judged(case(small)).reasons[-1].endswith("It changes nothing here.")


def test_every_parameter_has_a_status_and_words() -> None:
    found = judged(case(versions=[plan(scope=ITEMS)]))
    assert statuses(found) == {
        "finish:rollout": "met", "cost:rollout": "met", "scope:portal": "met", "scope:extras": "met",
    }  # fmt: skip
    for each in found.parameters:
        assert each.words.endswith(".")
    cost = found.parameters[1]
    assert (cost.committed, cost.actual, cost.better) == ("260,000 EUR", "250,000 EUR", pytest.approx(1 / 26))


def test_it_is_the_same_for_any_order_of_scope() -> None:
    usual: Any = [plan(scope=ITEMS)]
    turned: Any = [plan(scope=ITEMS[::-1])]
    assert whole(case(versions=usual)).met == whole(case(versions=turned)).met
