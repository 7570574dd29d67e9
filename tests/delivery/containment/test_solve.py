"""The solver's plans are held against the schedule that knows no solver and no grid."""

from itertools import combinations

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.delivery.containment.random_plans import plans, under_way
from trueup.delivery.containment.build import build_problem
from trueup.delivery.containment.people import overloads
from trueup.delivery.containment.search import Search
from trueup.delivery.containment.solve import Limits, solve
from trueup.delivery.containment.variant import Variant
from trueup.delivery.documents import Plan
from trueup.delivery.network import compile_plan
from trueup.delivery.status import Progress

EXAMPLES = settings(max_examples=30, suppress_health_check=[HealthCheck.too_slow])
LIMITS = Limits(seconds=10)


def search_of(plan: Plan, progress: Progress | None = None) -> Search:
    base = compile_plan(plan, progress)
    return Search(base, build_problem(base), 60.0, LIMITS, lambda *_: None)


@EXAMPLES
@given(plans(), st.none() | under_way())
def test_without_moves_the_earliest_plan_is_the_schedule(plan: Plan, progress: Progress | None) -> None:
    base = compile_plan(plan, progress)
    built = build_problem(base)
    if not built.problem.tasks:
        return
    found = solve(built.problem, "finish", only=frozenset(), limits=LIMITS)
    assert built.exact
    assert found.outcome == "optimal"
    finish = Variant(base, frozenset()).finish
    assert found.end == built.clock.by(finish)


def allowed_sets(search: Search) -> list[frozenset[str]]:
    """Every set of moves that excludes none of its own."""
    names = [move.id for move in search.built.moves]
    return [frozenset(taken) for size in range(len(names) + 1) for taken in combinations(names, size)]


@EXAMPLES
@given(plans(), st.none() | under_way(), st.integers(0, 25))
def test_the_cheapest_set_by_a_day_is_the_cheapest_of_all_sets(plan: Plan, progress: Progress | None, day: int) -> None:
    search = search_of(plan, progress)
    if not search.built.problem.tasks:
        return
    deadline = float(day)
    found = search.ask("cost", deadline=search.built.clock.by(deadline), share=1.0)
    variants = [Variant(search.base, taken) for taken in allowed_sets(search)]
    costs = [
        each.cost + each.given_up
        for each in variants
        if each.finish <= max(deadline, search.base.network.resume) + 1e-9
    ]
    if found.found:
        variant = search.variant(found)
        assert variant is not None
        assert variant.cost + variant.given_up == min(costs)
    else:
        assert found.outcome == "infeasible"
        assert not [each for each in variants if each.finish <= deadline + 1e-9]


@EXAMPLES
@given(plans(people=True))
def test_every_plan_that_is_kept_books_nobody_twice(plan: Plan) -> None:
    search = search_of(plan)
    found = search.ask("finish", share=1.0)
    assert found.outcome == "optimal"
    assert search.rejected == 0
    for variant in search.variants.values():
        assert not overloads(variant.schedule)
        assert variant.finish <= search.built.clock.ended(found.end) + 1e-6


@EXAMPLES
@given(plans(people=True), st.data())
def test_a_move_more_never_makes_the_best_worse(plan: Plan, data: st.DataObject) -> None:
    fewer = plan.model_copy(update={"moves": plan.moves[: data.draw(st.integers(0, len(plan.moves)))]})
    few, many = search_of(fewer), search_of(plan)
    first, second = few.ask("finish", share=1.0), many.ask("finish", share=1.0)
    assert many.built.clock.ended(second.end) <= few.built.clock.ended(first.end) + 1e-9
