"""Changes between two rounds: intervals that hold, and people who answered in both."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import pytest

from trueup.stats.opportunity import Indicators, tabled
from trueup.stats.opportunity.change import Round, changes

Grid = npt.NDArray[np.bool_]


def round_of(first: Grid, second: Grid, rated: Grid, size: float | None = None) -> Round:
    m = first.shape[1]
    joint = np.zeros((m, 3, 3))
    for column in range(m):
        a = np.where(rated[:, column], first[:, column], 2).astype(int)
        b = np.where(rated[:, column], second[:, column], 2).astype(int)
        np.add.at(joint[column], (a, b), 1)
    people = Indicators(first & rated, rated, second & rated, rated, np.ones(len(first)))
    return Round(people, tabled(joint, joint, joint, 1), None if size is None else np.full(m, size))


def drawn(rng: np.random.Generator, n: int, m: int, first: float, second: float) -> tuple[Grid, Grid]:
    """Answers that go together within a person."""
    from scipy.special import ndtri

    z = 0.6 * rng.standard_normal((n, 1, 2)) + 0.8 * rng.standard_normal((n, m, 2))
    return z[..., 0] < ndtri(first), z[..., 1] < ndtri(second)


def apart(one: tuple[Grid, Grid], other: tuple[Grid, Grid]) -> tuple[Round, Round]:
    """Two rounds of other people, over the rows of all of them."""
    n, m = one[0].shape
    zero, yes = np.zeros((len(other[0]), m), dtype=bool), np.ones((n, m), dtype=bool)
    before = [np.vstack([each, zero]) for each in (*one, yes)]
    none = np.zeros((n, m), dtype=bool)
    after = [np.vstack([none, each]) for each in (*other, np.ones_like(other[0]))]
    return round_of(*before), round_of(*after)


def test_the_change_is_later_less_earlier() -> None:
    yes, no = np.ones((10, 1), dtype=bool), np.zeros((10, 1), dtype=bool)
    opened, importance, satisfaction = changes(
        round_of(yes, yes, yes), round_of(yes, no, yes), np.random.default_rng(1)
    )
    assert opened.value.tolist() == [10.0]
    assert importance.value.tolist() == [0.0]
    assert satisfaction.value.tolist() == [-10.0]
    assert opened.p[0] < 0.001


@pytest.mark.parametrize(("first", "second"), [(0.8, 0.4), (0.6, 0.6), (0.5, 0.8)])
def test_intervals_hold_where_nothing_changed(first: float, second: float) -> None:
    rng, held, tested = np.random.default_rng(7), 0, 0
    for _ in range(40):
        earlier, later = apart(drawn(rng, 80, 10, first, second), drawn(rng, 80, 10, first, second))
        found = changes(earlier, later, rng)[0]
        held += int(((found.low <= 0) & (found.high >= 0)).sum())
        tested += len(found.value)
    assert 0.92 <= held / tested <= 0.98


def test_who_keeps_their_answers_makes_no_change_and_no_noise() -> None:
    """The same people with the same answers: the difference is known to be nothing."""
    rng = np.random.default_rng(3)
    first, second = drawn(rng, 100, 5, 0.7, 0.4)
    rated = np.ones((100, 5), dtype=bool)
    same = changes(round_of(first, second, rated), round_of(first, second, rated), rng)[0]
    others = changes(*apart((first, second), (first, second)), rng)[0]
    assert np.all(same.value == 0)
    assert np.all(same.high - same.low < (others.high - others.low) / 2)


def test_a_census_leaves_nothing_to_chance() -> None:
    rng = np.random.default_rng(3)
    first, second = drawn(rng, 50, 3, 0.7, 0.4)
    rated = np.ones((50, 3), dtype=bool)
    found = changes(round_of(first, second, rated, 50), round_of(~first, second, rated, 50), rng)[1]
    assert np.allclose(found.low, found.value)
    assert np.allclose(found.high, found.value)


def test_the_same_seed_gives_the_same_interval() -> None:
    rng = np.random.default_rng(3)
    rounds = apart(drawn(rng, 40, 4, 0.7, 0.4), drawn(rng, 40, 4, 0.7, 0.4))
    one, other = (changes(*rounds, np.random.default_rng(5))[0] for _ in range(2))
    assert one.low.tolist() == other.low.tolist()
