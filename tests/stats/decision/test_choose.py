"""The best set within a budget, against trying every set."""

from __future__ import annotations

import math
from itertools import combinations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from trueup.stats.decision.choose import Cap, Item, choose, feasible, frontier
from trueup.vocabulary import InputError

COUNT = 8


@st.composite
def problems(draw: st.DrawFn) -> tuple[list[Item], float, list[Cap]]:
    places = st.frozensets(st.integers(0, COUNT - 1), max_size=2)
    items = [
        Item(
            value=draw(st.integers(-20, 50)),
            cost=draw(st.integers(0, 20)),
            excludes=draw(places) - {place},
            needs=draw(places) - {place},
        )
        for place in range(COUNT)
    ]
    caps = [Cap(draw(st.frozensets(st.integers(0, COUNT - 1))), draw(st.integers(0, 60)))]
    return items, draw(st.one_of(st.just(math.inf), st.integers(0, 80).map(float))), caps


def allowed(items: list[Item], chosen: tuple[int, ...]) -> bool:
    there = set(chosen)
    return all(items[place].needs <= there and not items[place].excludes & there for place in chosen)


def every_set(items: list[Item]) -> list[tuple[int, ...]]:
    every = (each for size in range(len(items) + 1) for each in combinations(range(len(items)), size))
    return [each for each in every if allowed(items, each)]


@given(problems())
@settings(max_examples=60, deadline=None)
def test_none_of_all_sets_brings_more(problem: tuple[list[Item], float, list[Cap]]) -> None:
    items, budget, caps = problem
    found = choose(items, budget, caps)

    def fits(chosen: tuple[int, ...]) -> bool:
        costs = sum(items[place].cost for place in chosen) <= budget
        return costs and all(sum(items[p].cost for p in set(chosen) & cap.places) <= cap.budget for cap in caps)

    sets = [each for each in every_set(items) if fits(each)]
    best = max(sum(items[place].value for place in each) for each in sets)
    assert found.proven
    assert found.value == pytest.approx(best)
    assert found.places in sets
    cheapest = min(
        sum(items[p].cost for p in each) for each in sets if sum(items[p].value for p in each) == pytest.approx(best)
    )
    assert found.cost == pytest.approx(cheapest)


@given(problems())
@settings(max_examples=20, deadline=None)
def test_the_frontier_is_what_each_budget_buys(problem: tuple[list[Item], float, list[Cap]]) -> None:
    items, _, _ = problem
    steps = frontier(items)
    assert [step.cost for step in steps] == sorted(step.cost for step in steps)
    assert [step.value for step in steps] == sorted({step.value for step in steps})
    for budget in (0.0, 7.0, 19.0, 40.0, 1000.0):
        bought = max((step for step in steps if step.cost <= budget), key=lambda step: step.value)
        assert bought.value == pytest.approx(choose(items, budget).value)


@given(problems())
@settings(max_examples=20, deadline=None)
def test_feasible_sets_are_all_of_them(problem: tuple[list[Item], float, list[Cap]]) -> None:
    items, _, _ = problem
    found = feasible(items, 2**COUNT)
    assert found is not None
    assert sorted(found) == sorted(every_set(items))
    assert feasible(items, len(found) - 1) is None


def test_thirty_options_are_proven() -> None:
    items = [Item(value=float(7 * k % 31 - 4), cost=float(11 * k % 29 + 1)) for k in range(30)]
    found = choose(items, 120)
    assert found.proven
    assert found.cost <= 120
    assert found.nodes < 200_000
    assert len(frontier(items)) > 10


def test_options_that_bring_nothing_are_left() -> None:
    assert choose([Item(0, 0), Item(-1, 5), Item(0, 3)]).places == ()


def test_a_loss_is_taken_for_what_it_opens() -> None:
    found = choose([Item(-5, 10), Item(20, 10, needs=frozenset({0}))], 20)
    assert (found.places, found.value, found.cost) == ((0, 1), 15, 20)


@pytest.mark.parametrize(
    ("item", "budget"), [(Item(math.nan, 1), 1), (Item(1, -1), 1), (Item(1, math.inf), 1), (Item(1, 1), -1)]
)
def test_what_cannot_be_used_is_refused(item: Item, budget: float) -> None:
    with pytest.raises(InputError):
        choose([item], budget)
