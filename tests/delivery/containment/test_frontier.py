import csv
import datetime as dt
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings

from tests.delivery.containment.plans import START, plan_of, rollout
from tests.delivery.containment.random_plans import plans
from tests.delivery.containment.reliable import last_day, reliable_plan
from trueup.delivery.containment import model
from trueup.delivery.containment.frontier import frontier
from trueup.delivery.containment.scored import Futures, Scored, dominates, frontier_of
from trueup.delivery.containment.variant import Variant
from trueup.delivery.documents import Plan
from trueup.delivery.network import compile_plan
from trueup.delivery.results import Candidate, Frontier
from trueup.delivery.schedule import schedule
from trueup.delivery.simulate import simulate_plan
from trueup.delivery.status import ActivityStatus, Progress, Roles
from trueup.vocabulary import Grade, InputError


def found(plan: Plan, progress: Progress | None = None, **keys: Any) -> Frontier:
    """Without asking for sureness, unless a test does: what the solver finds alone."""
    return frontier(plan, progress, **{"seed": 1, "currency": "EUR", "iterations": 512, "wanted": 0.0, **keys})


def ids(candidate: Candidate) -> list[str]:
    return [move.move for move in candidate.moves]


def cheapest(result: Frontier) -> Candidate:
    return min((each for each in result.candidates if each.reaches), key=lambda each: each.extra)


@pytest.fixture(scope="module")
def curve(shared_reference: Path) -> Frontier:
    """The whole crash curve: the promise is the week that everything crashed can just reach."""
    return found(reliable_plan(shared_reference, commitment={"finish": last_day(28)}))


def test_the_crash_curve_is_the_published_one(curve: Frontier, shared_reference: Path) -> None:
    with (shared_reference / "reliable_crash_curve.csv").open() as file:
        published = {
            last_day(int(row["deadline_weeks"])): Decimal(row["extra_cost_kUSD"]) for row in csv.DictReader(file)
        }
    least: dict[dt.date, Decimal] = {}
    for each in curve.candidates:
        least[each.forecast.finish] = min(each.extra, least.get(each.forecast.finish, each.extra))
    assert least == published
    assert curve.status == "optimal"
    assert (curve.earliest, curve.earliest_cost) == (last_day(28), 1350)


def test_a_week_less_than_the_least_is_impossible_and_the_least_is_told(shared_reference: Path) -> None:
    plan = reliable_plan(shared_reference, commitment={"finish": last_day(27)})
    result = found(plan)
    assert result.status == "infeasible"
    assert not any(each.reaches for each in result.candidates)
    assert (result.earliest, result.earliest_cost) == (last_day(28), 1350)
    assert "no set of moves ends before 17 July 2026, which costs 1,350 EUR" in result.words
    assert "what then holds it up is" in result.words


def test_a_bonus_of_150_pays_for_crashing_at_140(shared_reference: Path) -> None:
    terms = {"commitment": {"finish": last_day(47)}, "penalty_per_day": 300, "bonus": 150, "bonus_by": last_day(40)}
    result = found(reliable_plan(shared_reference, **terms))
    best = min(result.candidates, key=lambda each: each.net)
    assert (ids(best), best.extra, best.net) == (["F1", "F2", "J1", "J2"], 140, -10)
    assert "is worth 10 EUR more than to leave the plan as it is" in result.words


def test_what_becomes_critical_by_crashing_is_crashed_too(shared_reference: Path) -> None:
    """The pitfall of the method: for 30 weeks, crashing the first critical path alone is not enough."""
    plan = reliable_plan(shared_reference, commitment={"finish": last_day(30)})
    first = {plan.activities[at].id for at in schedule(plan).critical.nonzero()[0]}
    best = cheapest(found(plan))
    crashed = {name[0] for name in ids(best)}
    assert first == set("ABCEFJLN")
    assert crashed - first == {"D", "G"}
    on_path_alone = [move.id for move in plan.moves if move.activity in first]
    assert schedule(Variant(compile_plan(plan), frozenset(on_path_alone)).compiled.plan).last_day > last_day(30)


def test_the_plan_as_it_is_is_simulated_as_everywhere_else(curve: Frontier, shared_reference: Path) -> None:
    plan = reliable_plan(shared_reference, commitment={"finish": last_day(28)})
    alone, _ = simulate_plan(compile_plan(plan), seed=1, currency="EUR", iterations=512)
    assert curve.without is not None
    assert (curve.without.met, curve.without.finish_p80) == (alone.met, alone.finish.p80)


def test_surer_sets_are_looked_for_beyond_the_promised_day(shared_reference: Path) -> None:
    plan = reliable_plan(shared_reference, commitment={"finish": last_day(40), "must": ["finish"]})
    result = found(plan, wanted=0.9)
    sure = [each for each in result.candidates if each.forecast.met is not None and each.forecast.met.p >= 0.9]
    on_paper = cheapest(result)
    assert sure
    assert on_paper.forecast.met is not None
    assert on_paper.forecast.met.p < 0.5
    assert min(each.extra for each in sure) < 770  # the cheapest on the stairs of the solver with that chance


def test_the_same_seed_gives_the_same_bytes(curve: Frontier, shared_reference: Path) -> None:
    again = found(reliable_plan(shared_reference, commitment={"finish": last_day(28)}))
    assert again.model_dump_json() == curve.model_dump_json()


def test_help_across_parties_brings_a_late_plan_back(shared_reference: Path) -> None:
    late = rollout(commitment={"finish": START + dt.timedelta(83), "must": ["finish"]})
    result = found(late, roles=Roles(customer="northwind", names={"acme": "Acme Software"}))
    best = cheapest(result)
    assert ids(best) == ["lend"]
    assert best.moves[0].beyond
    assert best.moves[0].words == "Acme Software helps with Migrate data for northwind: 10d less, for 25,000 EUR"
    assert best.starts["migrate"] == dt.date(2026, 3, 2)


def test_a_budget_that_no_set_keeps_is_told_apart_from_a_day(shared_reference: Path) -> None:
    result = found(reliable_plan(shared_reference), deadline=last_day(40), budget=Decimal(4600))
    assert result.status == "infeasible"
    assert "The day can be kept, the budget cannot: the cheapest is 90 EUR over it." in result.words
    inside = found(reliable_plan(shared_reference), deadline=last_day(40), budget=Decimal(4690))
    assert (inside.status, cheapest(inside).extra) == ("optimal", 140)


def test_people_who_would_be_in_two_places_work_one_after_the_other() -> None:
    activities = [
        {"id": "a", "party": "acme", "duration": "10d", "needs": {"crew": 1}},
        {"id": "b", "party": "acme", "duration": "6d", "needs": {"crew": 1}},
    ]
    moves = [
        {"id": "quick", "kind": "crash", "activity": "b", "saves": "2d", "cost": 5},
        {"id": "two", "kind": "crash", "activity": "a", "saves": "9d", "cost": 1, "needs": {"crew": 1}},
    ]
    plan = plan_of(
        activities,
        moves,
        resources=[{"id": "crew", "capacity": 1}],
        commitment={"finish": START + dt.timedelta(17), "must": ["finish"]},
    )
    result = found(plan)
    assert "The plan books people twice" in result.words
    assert result.without is not None
    assert result.without.finish == START + dt.timedelta(21)  # 16 working days
    assert ids(cheapest(result)) == ["quick"]  # `two` needs one more of a crew of one
    a, b = cheapest(result).starts["a"], cheapest(result).starts["b"]
    assert abs((a - b).days) >= 4


def test_what_is_done_is_not_moved_and_what_has_begun_is_only_shortened_by_what_is_left() -> None:
    def status(activity: str, state: Any, percent: float) -> ActivityStatus:
        done = START + dt.timedelta(53) if state == "done" else None
        return ActivityStatus(
            activity, state, START, done, percent, None, None, START + dt.timedelta(53), "acme", Grade.reported
        )

    by_activity = {"build": status("build", "done", 100), "train": status("train", "under_way", 40)}
    progress = Progress(status_date=START + dt.timedelta(53), by_activity=by_activity)
    plan = rollout(commitment={"finish": START + dt.timedelta(83), "must": ["finish"]})
    result = found(plan, progress)
    assert all("rush" not in ids(each) and "early" not in ids(each) for each in result.candidates)
    half = Variant(compile_plan(plan, progress), frozenset(["drop"]))
    assert half.compiled.duration[half.compiled.index["train"]] == 0
    assert half.cost < Variant(half.base, frozenset()).cost


def test_a_plan_that_is_safe_or_done_or_without_moves_says_so() -> None:
    safe = found(rollout(commitment={"finish": START + dt.timedelta(365)}))
    assert safe.status == "nothing_to_do"
    assert len(safe.candidates) == 1
    assert "Nothing needs to be contained." in safe.words
    nothing = found(plan_of([{"id": "a", "duration": "5d"}], commitment={"finish": START}))
    assert nothing.status == "no_moves"
    assert "add moves" in nothing.words


def test_without_time_the_answer_says_that_it_is_not_proved(shared_reference: Path) -> None:
    plan = reliable_plan(shared_reference, commitment={"finish": last_day(40)})
    heard: list[tuple[str, int, int]] = []
    result = found(plan, time_limit=0.01, progressed=lambda *each: heard.append(each))
    assert result.status in ("optimal", "feasible", "insufficient")
    assert heard[-1] == ("done", 100, 100)
    assert [at for _, at, _ in heard] == sorted(at for _, at, _ in heard)


def test_without_or_tools_the_remedy_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(__import__("sys").modules, "ortools.sat.python", None)
    with pytest.raises(InputError, match=r"pip install 'trueup\[delivery\]'"):
        model.solver_library()


@settings(max_examples=12, suppress_health_check=[HealthCheck.too_slow])
@given(plans(calendars=False))
def test_nothing_on_the_frontier_is_beaten_and_cost_buys_something(plan: Plan) -> None:
    base = compile_plan(plan)
    how = Futures(1, 64, "EUR", Roles())
    before = Variant(base, frozenset()).cost
    single = [frozenset([move.id]) for move in plan.moves]
    everything = [Scored(Variant(base, taken), how, before) for taken in [frozenset[str](), *single]]
    kept = frontier_of(everything)
    assert not [each for each in kept for other in kept if dominates(other, each)]
    assert all(any(one.keys == each.keys or dominates(one, each) for one in kept) for each in everything)
    for dear, cheap in zip(kept[1:], kept, strict=False):
        assert dear.keys[0] >= cheap.keys[0]
        assert any(mine < other for mine, other in zip(dear.keys[1:], cheap.keys[1:], strict=True))
