import numpy as np
import pytest

from trueup.stats.forecast.seasonal import factor, last_season, steps


def test_each_step_is_the_same_place_of_the_last_season() -> None:
    y = np.arange(8.0)[None]
    mean, known = last_season(y, np.ones((1, 8), dtype=bool), 4, 6)
    assert mean[:, 7, 0].tolist() == [4, 5, 6, 7, 4, 5]
    assert known[:, 7, 0].all()
    assert not known[0, 2, 0]  # at period 2 no value is a season old


def test_a_place_that_was_missing_is_not_known() -> None:
    there = np.ones((1, 8), dtype=bool)
    there[0, 5] = False
    _, known = last_season(np.arange(8.0)[None], there, 4, 4)
    assert known[:, 7, 0].tolist() == [True, False, True, True]


def test_steps_from_season_to_season() -> None:
    square, number = steps(np.array([[1.0, 2, 3, 5]]), np.ones((1, 4), dtype=bool), 2)
    assert square[0].tolist() == [0, 0, 4, 13]
    assert number[0].tolist() == [0, 0, 1, 2]


def test_variance_grows_by_whole_seasons() -> None:
    assert (factor(4, 9) ** 2).sum(axis=1) == pytest.approx([1, 1, 1, 1, 2, 2, 2, 2, 3])
