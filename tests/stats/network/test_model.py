from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.stats.network.networks import CALENDARS, made
from trueup.stats.network.model import ELAPSED, FS, SF, Cycle, network
from trueup.vocabulary import InputError


def chain(*pairs: tuple[int, int]) -> list[tuple[int, int, int, float, int]]:
    return [(before, after, FS, 0.0, ELAPSED) for before, after in pairs]


@given(made())
def test_everything_stands_behind_what_it_waits_for_and_no_link_joins_two_of_a_level(given_) -> None:
    net = given_.net
    assert sorted(net.order.tolist()) == list(range(net.n))
    level = np.empty(net.n, dtype=int)
    level[net.order] = np.repeat(np.arange(len(net.levels) - 1), np.diff(net.levels))
    assert (level[net.before] < level[net.after]).all()


@given(made())
def test_links_are_listed_from_both_ends_and_know_where_they_stood(given_) -> None:
    net = given_.net
    for i in range(net.n):
        assert (net.after[net.indptr[i] : net.indptr[i + 1]] == i).all()
        assert (net.before[net.out[net.outptr[i] : net.outptr[i + 1]]] == i).all()
    assert sorted(net.given.tolist()) == list(range(len(net.before)))


def test_given_leads_back_to_the_links_as_they_were_given() -> None:
    links = [(2, 1, SF, 1.5, 0), (0, 2, FS, -2.0, ELAPSED), (0, 1, FS, 0.0, 0)]
    net = network(3, links)
    for k, at in enumerate(net.given):
        assert links[at] == (net.before[k], net.after[k], net.kind[k], net.lag[k], net.lag_calendar[k])


@pytest.mark.parametrize(
    ("links", "loop"),
    [
        (chain((0, 0)), {0}),
        (chain((0, 1), (1, 2), (2, 1), (2, 3)), {1, 2}),
        (chain((3, 2), (2, 1), (1, 0), (0, 3), (4, 3), (0, 5)), {0, 1, 2, 3}),
    ],
)
def test_a_cycle_is_refused_with_its_path(links, loop) -> None:
    with pytest.raises(Cycle) as refused:
        network(6, links)
    path = refused.value.path
    assert path[0] == path[-1]
    assert set(path) == loop
    assert len(path) == len(loop) + 1
    assert all((before, after) in {(b, a) for b, a, *_ in links} for before, after in pairwise(path))


@given(st.data())
def test_a_link_back_into_a_chain_is_always_found(data) -> None:
    n = data.draw(st.integers(2, 30))
    low, high = sorted(data.draw(st.lists(st.integers(0, n - 1), min_size=2, max_size=2)))
    with pytest.raises(Cycle) as refused:
        network(n, [*chain(*((i, i + 1) for i in range(n - 1))), *chain((high, low))])
    assert set(refused.value.path) == set(range(low, high + 1))


@pytest.mark.parametrize(
    ("links", "columns", "words"),
    [
        ([(0, 9, FS, 0.0, 0)], {}, "does not fit"),
        ([(0, 1, 7, 0.0, 0)], {}, "does not fit"),
        ([(0, 1, FS, float("nan"), 0)], {}, "does not fit"),
        ([(0, 1, FS, 0.0, 3)], {}, "does not fit"),
        ([], {"calendar": [0, 1]}, "calendars"),
        ([], {"earliest": [0.0]}, "1 moments for 2"),
        ([], {"latest": [0.0, float("nan")]}, "no moment"),
        ([], {"work": [[0.0, 1.0, 0.5]]}, "never go back"),
        ([], {"work": [[0.0] * 40]}, "not stop"),
        ([], {"work": [[1.0, 2.0]]}, "begin at 0"),
        ([], {"resume": float("inf")}, "no moment"),
    ],
)
def test_what_does_not_fit_is_refused(links, columns, words) -> None:
    with pytest.raises(InputError, match=words):
        network(2, links, **columns)


def test_a_network_without_days_off_is_straight_even_when_another_calendar_lies_by() -> None:
    assert network(2, chain((0, 1)), work=CALENDARS).straight
    assert not network(2, chain((0, 1)), work=CALENDARS, calendar=[0, 1]).straight
    assert not network(2, [(0, 1, FS, 1.0, 1)], work=CALENDARS).straight
    assert network(2, [(0, 1, FS, 0.0, 1)], work=CALENDARS).straight


def test_arrays_cannot_be_changed() -> None:
    with pytest.raises(ValueError, match="read-only"):
        network(2, chain((0, 1))).before[0] = 1
