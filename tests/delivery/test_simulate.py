import datetime as dt
from decimal import Decimal

import numpy as np
import pytest

from trueup.delivery.documents import Plan
from trueup.delivery.network import compile_plan
from trueup.delivery.simulate import commitment_met, cost_bins, finish_bins, simulate_plan
from trueup.delivery.status import ActivityStatus, Progress
from trueup.delivery.uncertainty import streams_of, uncertain
from trueup.vocabulary import Grade

START = dt.date(2026, 1, 5)  # a Monday
BUILD = {"id": "build", "party": "vendor", "duration": "10d", "three_point": ["8d", "10d", "18d"], "cost_per_day": 1000}
TEST = {
    "id": "test",
    "party": "customer",
    "duration": "5d",
    "three_point": ["3d", "5d", "9d"],
    "after": ["build"],
    "cost": 4000,
}


def plan(*activities, **rest) -> Plan:
    return Plan.model_validate({"id": "p", "start": START, "activities": activities or (BUILD, TEST), **rest})


def status(activity: str, state: str, **known) -> ActivityStatus:
    given = {"start": START, "finish": None, "percent": 0.0, "cost": None, "remaining": None}
    day, by = dt.date(2026, 1, 16), "vendor"
    return ActivityStatus(activity, state, **{**given, **known}, status_date=day, reported_by=by, grade=Grade.reported)


def progress(*known: ActivityStatus) -> Progress:
    return Progress(status_date=known[0].status_date, by_activity={each.activity: each for each in known})


def simulated(made: Plan, known: Progress | None = None, **options):
    return simulate_plan(compile_plan(made, known), **{"seed": 1, "currency": "EUR", "iterations": 2_000, **options})


def test_the_same_seed_gives_the_same_bytes() -> None:
    assert simulated(plan())[0].model_dump_json() == simulated(plan())[0].model_dump_json()
    assert simulated(plan(), seed=2)[0].finish_bins != simulated(plan())[0].finish_bins


def test_without_uncertainty_every_future_is_the_schedule() -> None:
    sure = [{key: value for key, value in each.items() if key != "three_point"} for each in (BUILD, TEST)]
    found, _ = simulated(plan(*sure, commitment={"finish": "2026-01-23", "budget": 14000}))
    assert found.finish.p05 == found.finish.mean == found.finish.p95 == dt.date(2026, 1, 23)  # 15 working days
    assert found.cost.mean == Decimal("14000.00")
    assert (found.on_time.p, found.in_budget.p, found.both.p, found.met.p) == (1, 1, 1, 1)
    assert found.on_time.se > 0
    assert found.distributions == ()
    assert [bar.share for bar in found.finish_bins] == [1.0]


def test_probabilities_are_shares_of_the_same_futures() -> None:
    made = plan(commitment={"finish": "2026-01-26", "budget": 15000, "must": ["finish"]})
    found, futures = simulated(made)
    on_time = futures.by(futures.finish, dt.date(2026, 1, 26))
    in_budget = futures.within(futures.cost, 15000)
    assert found.on_time.p == pytest.approx(on_time.mean())
    assert found.in_budget.p == pytest.approx(in_budget.mean())
    assert found.both.p == pytest.approx((on_time & in_budget).mean())
    assert found.met.p == pytest.approx((on_time & futures.within(futures.cost, 16500)).mean())
    assert 0 < found.both.p < found.met.p < 1


def test_met_allows_the_tolerance_unless_it_must_be_kept() -> None:
    axis = compile_plan(plan()).axis
    due = {"finish": "2026-01-24", "budget": 100}  # 20 days: two more are within 10 %
    finish, cost = np.array([20.0, 21.9, 22.1, 21.9]), np.array([109.0, 109.0, 99.0, 111.0])
    assert commitment_met(plan(commitment=due), axis)(finish, cost).tolist() == [True, True, False, False]
    strict = commitment_met(plan(commitment=due | {"must": ["finish", "budget"]}), axis)
    assert strict(finish, np.full(4, 99.0)).tolist() == [True, False, False, False]
    assert commitment_met(plan(), axis) is None


def test_met_may_be_told() -> None:
    found, _ = simulated(plan(), met=lambda finish, _: finish < 0)
    assert found.met.p == 0


def test_nothing_promised_nothing_asked_and_no_cost_no_figures() -> None:
    free = [{**each, "cost": 0, "cost_per_day": 0} for each in (BUILD, TEST)]
    found, _ = simulated(plan(*free, commitment={"budget": 5}))
    assert (found.cost, found.cost_bins, found.on_time, found.in_budget, found.both) == (None, (), None, None, None)
    assert found.slip is None


def test_what_is_left_is_drawn_in_proportion_and_what_was_spent_stands() -> None:
    half = progress(status("build", "under_way", percent=50.0, cost=Decimal(7000)))
    found, futures = simulated(plan(), half)
    points = uncertain(compile_plan(plan(), half)).experiment.draws
    assert (points.low[0], points.span[0]) == (4, 5)
    left = (futures.cost_of("vendor") - 7000) / 1000
    assert left.min() >= 4
    assert left.max() <= 9
    assert futures.cost_of("customer") == pytest.approx(np.full(2_000, 4000))
    assert {each.activity for each in found.sensitivity} == {"build", "test"}


def test_what_is_done_cost_what_was_reported_or_else_what_its_days_cost() -> None:
    friday = dt.date(2026, 1, 16)
    told = progress(status("build", "done", finish=friday, percent=100.0, cost=Decimal(1234)))
    untold = progress(status("build", "done", finish=friday, percent=100.0))
    assert simulated(plan(), told)[1].cost_of("vendor") == pytest.approx(np.full(2_000, 1234))
    found, futures = simulated(plan(), untold)
    assert futures.cost_of("vendor") == pytest.approx(np.full(2_000, 10 * 1000))
    assert [each.activity for each in found.sensitivity] == ["test"]


def test_what_fell_due_at_the_start_is_not_due_again() -> None:
    hire = {"id": "hire", "party": "vendor", "duration": "10d", "cost": 1000, "at_start": 600}
    known = progress(status("hire", "under_way", percent=50.0, cost=Decimal(900)))
    assert simulated(plan(hire), known)[1].cost == pytest.approx(np.full(2_000, 900 + 200))


def test_a_risk_happens_to_what_is_left_and_is_over_with_its_activities() -> None:
    sure = {"id": "build", "party": "vendor", "duration": "10d"}
    risk = {
        "id": "r",
        "name": "late hardware",
        "probability": 0.25,
        "activities": ["build"],
        "cost": 900,
        "owner": "vendor",
    }
    made = plan(sure, risks=[risk | {"impact": ["5d", "5d", "5d"]}])
    _, futures = simulated(made, iterations=10_000)
    late = futures.by(futures.finish, dt.date(2026, 1, 16)) == False  # noqa: E712
    assert late.mean() == pytest.approx(0.25, abs=0.02)
    assert np.array_equal(futures.cost_of("vendor"), np.where(late, 900.0, 0.0))
    over = progress(status("build", "done", finish=dt.date(2026, 1, 16), percent=100.0))
    assert (simulated(made, over)[1].cost == 0).all()


def test_each_party_has_its_own_finish_and_nobody_has_the_rest() -> None:
    lone = {"id": "permit", "duration": "30d", "cost": 50}
    _, futures = simulated(plan(BUILD, TEST, lone))
    assert (futures.finish_of("vendor") < futures.finish_of("customer")).all()
    assert (futures.finish_of("customer") < futures.finish).any()
    assert np.isneginf(futures.finish_of("stranger")).all()
    assert futures.cost_of(None) == pytest.approx(np.full(2_000, 50))
    assert futures.cost_of("stranger") == pytest.approx(np.zeros(2_000))


def test_correlation_widens_the_spread_of_one_partys_chain() -> None:
    chain = [{**BUILD, "id": f"a{i}", "after": [f"a{i - 1}"] if i else []} for i in range(6)]
    alone = simulated(plan(*chain))[1].finish.std()
    found, futures = simulated(plan(*chain, correlation={"party": 0.8, "overall": 0.1}))
    assert futures.finish.std() > 1.6 * alone
    assert "0.8" in found.correlation


def test_variants_share_their_futures() -> None:
    whole = plan(BUILD, TEST, {**BUILD, "id": "docs", "after": ["build"]})
    less = plan({**TEST, "after": []}, {**BUILD, "id": "docs"})
    streams = streams_of(whole)
    _, one = simulated(whole, streams=streams)
    _, other = simulated(less, streams=streams)
    both = [each.simulated.cost_by_group[each.uncertain.parties.index("customer")] for each in (one, other)]
    assert np.array_equal(*both)
    assert other.finish_of("vendor") == pytest.approx(
        simulated(plan({**BUILD, "id": "docs"}), streams=streams)[1].finish
    )


def test_bars_are_whole_days_and_hold_every_future() -> None:
    finish = np.array([15.0, 15.2, 16.0, 19.0])
    bars = finish_bins(finish)
    assert [(bar.low, bar.high, bar.share) for bar in bars] == [
        (14, 15, 0.25), (15, 16, 0.5), (16, 17, 0), (17, 18, 0), (18, 19, 0.25),
    ]  # fmt: skip
    many = finish_bins(np.linspace(3.5, 900.5, 10_001))
    assert len(many) <= 36
    assert sum(bar.share for bar in many) == pytest.approx(1, abs=1e-4)
    assert len(cost_bins(np.array([1.0, 9.0]))) == 36
    assert cost_bins(np.array([7.0, 7.0]))[0].share == 1
