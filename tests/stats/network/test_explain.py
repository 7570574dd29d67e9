import numpy as np
import pytest
from hypothesis import assume, given

from tests.stats.network.experiments import arrows
from tests.stats.network.networks import CALENDARS, made
from trueup.stats.network.explain import Worlds
from trueup.stats.network.model import ELAPSED, FS, network
from trueup.stats.network.passes import forward
from trueup.stats.network.shapley import exact

NOBODY, EVERYBODY = np.zeros((1, 1), dtype=bool), np.ones((1, 1), dtype=bool)


@given(made(straight=True))
def test_the_world_of_everybody_is_what_comes_and_that_of_nobody_what_was_meant(given_) -> None:
    net = given_.net
    worlds, group = Worlds(net, 1), np.zeros(net.n, dtype=int)
    times = [forward(net, column) for column in given_.duration.T]
    start, finish = (np.stack([getattr(each, name) for each in times], axis=1) for name in ("start", "finish"))
    assume((start <= finish).all())  # what is reported to start after the status date may be over before
    comes, meant = worlds.world(start, finish), worlds.world(start[:, :1], finish[:, :1])
    over = finish.max(axis=0)
    assert worlds.finishes(meant, comes, group, EVERYBODY)[0] == pytest.approx(over, abs=1e-6)
    assert worlds.finishes(meant, comes, group, NOBODY)[0] == pytest.approx(np.full(3, over[0]), abs=1e-6)


def shares(net, group, start, meant, comes) -> list[float]:
    """Of activities that start and take so long, in one future."""
    worlds = Worlds(net, 1)
    begin = [np.array(each, dtype=float)[:, None] for each in start]
    lasts = [np.array(each, dtype=float)[:, None] for each in (meant, comes)]
    one, other = (worlds.world(s, s + length) for s, length in zip(begin, lasts, strict=True))
    players = max(group) + 1
    found = exact(lambda coalitions: worlds.finishes(one, other, np.array(group), coalitions), players)
    return found[:, 0].tolist()


def test_nobody_answers_for_starting_late_because_somebody_before_was_late() -> None:
    net = network(2, arrows((0, 1)))
    assert shares(net, [0, 1], [[0, 10], [0, 16]], [10, 5], [16, 5]) == [6, 0]
    assert shares(net, [0, 1], [[0, 10], [0, 16]], [10, 5], [16, 3]) == [6, -2]


def test_waiting_though_it_could_begin_is_its_own() -> None:
    net = network(2, arrows((0, 1)))
    assert shares(net, [0, 1], [[0, 10], [0, 14]], [10, 5], [10, 5]) == [0, 4]


def test_two_that_are_late_side_by_side_share_what_either_would_have_cost() -> None:
    net = network(3, arrows((0, 2), (1, 2)))
    assert shares(net, [0, 1, 2], [[0, 0, 10], [0, 0, 14]], [10, 10, 1], [14, 14, 1]) == pytest.approx([2, 2, 0])
    assert shares(net, [0, 1, 2], [[0, 0, 10], [0, 0, 16]], [10, 10, 1], [16, 14, 1]) == pytest.approx([4, 2, 0])


def test_late_within_its_float_costs_nothing() -> None:
    net = network(3, arrows((0, 2), (1, 2)))
    assert shares(net, [0, 1, 2], [[0, 0, 10], [0, 0, 10]], [10, 4, 1], [10, 9, 1]) == [0, 0, 0]


def test_a_weekend_is_no_waiting() -> None:
    net = network(2, [(0, 1, FS, 0.0, ELAPSED)], work=CALENDARS[1:2])
    worlds = Worlds(net, 1)
    world = worlds.world(np.array([[0.0], [7.0]]), np.array([[5.0], [9.0]]))  # Friday evening, Monday morning
    assert world.wait[:, 0].tolist() == [0, 0]
    assert world.length[:, 0].tolist() == [5, 2]
