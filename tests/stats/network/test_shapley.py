from itertools import permutations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from trueup.stats.network.shapley import drawn, exact


def game(players: int, seed: int):
    """What coalitions bring, by a table, in two futures."""
    table = np.random.default_rng(seed).normal(size=(2**players, 2))
    return lambda coalitions: table[coalitions @ (1 << np.arange(players))]


def by_definition(value, players: int) -> np.ndarray:
    shares, orders = np.zeros((players, 2)), list(permutations(range(players)))
    for order in orders:
        inside = np.zeros((1, players), dtype=bool)
        for player in order:
            before = value(inside)[0]
            inside[0, player] = True
            shares[player] += value(inside)[0] - before
    return shares / len(orders)


@given(st.integers(1, 5), st.integers(0, 2**32))
def test_shares_are_the_mean_over_all_orders(players, seed) -> None:
    value = game(players, seed)
    assert exact(value, players) == pytest.approx(by_definition(value, players), abs=1e-9)


@given(st.integers(1, 7), st.integers(0, 2**32))
def test_shares_add_up_exactly_or_drawn(players, seed) -> None:
    value = game(players, seed)
    whole = (value(np.ones((1, players), dtype=bool)) - value(np.zeros((1, players), dtype=bool)))[0]
    assert exact(value, players).sum(axis=0) == pytest.approx(whole, abs=1e-9)
    assert drawn(value, players, np.random.default_rng(seed), pairs=2).sum(axis=0) == pytest.approx(whole, abs=1e-9)


def test_drawn_shares_come_near_the_exact_ones() -> None:
    value = game(5, 3)
    near = drawn(value, 5, np.random.default_rng(1), pairs=3_000)
    assert near == pytest.approx(exact(value, 5), abs=0.08)


def test_who_adds_nothing_gets_nothing_and_equals_get_alike() -> None:
    def value(coalitions):
        return (coalitions[:, :2].sum(axis=1) ** 2.0)[:, None]

    assert exact(value, 3)[:, 0] == pytest.approx([2, 2, 0])
