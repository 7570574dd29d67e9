"""P(the whole is met) and P(a portion is met): counted in the same futures, with the limits that the verdict uses."""

from __future__ import annotations

import datetime as dt
from typing import Any

import numpy as np
import pytest

from tests.delivery.cases import ACTIVITIES, case, done, plan, report
from trueup.delivery.case import Case
from trueup.delivery.chances import chances, whole_met
from trueup.delivery.futures import Futures
from trueup.delivery.network import compile_plan
from trueup.delivery.simulate import simulate_plan
from trueup.delivery.verdict import Chances

BUILT = done("build", "2026-03-06", "acme", 120000, start="2026-01-05")
UNSURE = {"migrate": ["25d", "30d", "60d"], "train": ["18d", "20d", "45d"]}


def uncertain(**other: Any) -> Any:
    activities = [{**each, "three_point": UNSURE.get(each["id"])} for each in ACTIVITIES]
    return plan(**{"activities": activities} | other)


def played(of: Case) -> tuple[Chances, Futures]:
    compiled = compile_plan(of.plan, of.progress)
    simulation, futures = simulate_plan(compiled, seed=3, iterations=800, currency="EUR", met=whole_met(of))
    found = chances(of, futures)
    assert found.overall == simulation.met
    return found, futures


def test_a_future_counts_as_met_up_to_the_last_day_that_the_verdict_allows() -> None:
    of = case([BUILT], [uncertain()])
    found, futures = played(of)
    days = np.array([of.axis.day_of_finish(float(each)) for each in futures.finish])
    assert found.overall is not None
    assert found.overall.p == pytest.approx(float(np.mean(days <= dt.date(2026, 5, 11))))
    assert 0 < found.overall.p < 1


def test_a_finish_of_one_activity_is_asked_of_the_same_futures() -> None:
    """Sint's portion is one activity: its commitment and that of the portion are one."""
    single, _ = played(case([BUILT], [uncertain()]))
    bare = [{**each, "three_point": UNSURE.get(each["id"]), "committed": None} for each in ACTIVITIES]
    portion, _ = played(case([BUILT], [uncertain(activities=bare, commitments={"sint": {"finish": "2026-04-30"}})]))
    assert single.own == portion.own
    assert list(single.own) == ["sint"]
    assert 0 < single.own["sint"].p < 1


def test_cost_and_finish_of_a_portion_must_both_hold() -> None:
    body = [
        {**each, "three_point": UNSURE.get(each["id"]), "committed": None, "cost_per_day": 100} for each in ACTIVITIES
    ]

    def p(**committed: Any) -> float:
        of = uncertain(activities=body, commitments={"sint": committed})
        return played(case([BUILT], [of]))[0].own["sint"].p

    assert p(finish="2026-04-30", cost=42400) <= min(p(finish="2026-04-30"), p(cost=42400))
    assert p(finish="2027-12-31", cost=10**6) == 1
    assert p(finish="2026-03-16") == 0


def test_both_promises_bind() -> None:
    loose = {"finish": "2026-06-30", "budget": 260000}
    first, _ = played(case([BUILT], [uncertain()]))
    later, _ = played(case([BUILT], [uncertain(), uncertain(version=2, commitment=loose)]))
    alone, _ = played(case([BUILT], [uncertain(commitment=loose)]))
    assert first.overall == later.overall
    assert alone.overall is not None
    assert first.overall is not None
    assert alone.overall.p > first.overall.p


def test_what_is_missed_already_has_no_chance() -> None:
    items = [{"id": "portal", "title": "Portal", "activities": ["train"]}]
    gone = [items[0] | {"descoped": "2026-04-01"}]
    found, _ = played(case([BUILT], [uncertain(scope=items), uncertain(version=2, scope=gone)]))
    assert found.overall is not None
    assert found.overall.p == 0
    late = report("train", "2026-05-04", "northwind", percent=50.0, start="2026-03-09")
    assert played(case([BUILT, late], [uncertain()]))[0].own == {}


def test_a_cost_of_one_activity_is_asked_of_the_same_futures() -> None:
    body = [
        {**each, "three_point": UNSURE.get(each["id"]), "committed": None, "cost_per_day": 100} for each in ACTIVITIES
    ]
    committed = {"finish": "2026-05-15", "cost": 42400}
    portion = played(case([BUILT], [uncertain(activities=body, commitments={"sint": committed})]))[0]
    single = played(case([BUILT], [uncertain(activities=[*body[:2], body[2] | {"committed": committed}])]))[0]
    assert portion.own == single.own
    assert 0 < single.own["sint"].p < 1


def test_a_cost_that_nobody_reports_has_no_chance_that_can_be_told() -> None:
    of = case([done("build", "2026-03-06", "acme", start="2026-01-05")], [uncertain()])
    assert list(played(of)[0].own) == ["sint"]


def test_nothing_promised() -> None:
    assert whole_met(case(versions=[plan(commitment={})])) is None
