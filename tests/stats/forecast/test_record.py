import math

import numpy as np
import pytest

from trueup.stats.forecast import Backtest, Coverage, coverage
from trueup.vocabulary import InputError, Insufficient


def backtest(errors: list[list[float]], judged: list[list[bool]] | None = None, df: float = 1e6) -> Backtest:
    actual = np.array(errors, dtype=float)
    there = np.ones(actual.shape, dtype=bool) if judged is None else np.array(judged)
    return Backtest(np.zeros(actual.shape), np.ones(actual.shape), np.full(actual.shape, df), actual, there)


def test_coverage_by_hand() -> None:
    one, two = backtest([[0.5, 1.9, 2.1, -3.0], [0.0, 0.0, 9.0, 0.0]]).coverage(0.95)
    assert isinstance(one, Coverage)
    assert isinstance(two, Coverage)
    assert (one.hits, one.trials, one.share.value) == (2, 4, 0.5)
    assert one.width == pytest.approx(2 * 1.95996, rel=1e-4)
    assert two.share.n == 2  # four forecasts two steps ahead say as much as two
    assert not one.honest
    assert two.honest


def test_few_degrees_of_freedom_widen() -> None:
    (narrow,), (wide,) = backtest([[3.0]]).coverage(), backtest([[3.0]], df=3).coverage()
    assert isinstance(narrow, Coverage)
    assert isinstance(wide, Coverage)
    assert (narrow.hits, wide.hits) == (0, 1)
    assert wide.width == pytest.approx(2 * 3.1824, rel=1e-4)


def test_series_are_pooled_and_what_was_not_judged_is_left_out() -> None:
    tests = [backtest([[0.0, 9.0]], [[True, False]]), backtest([[0.0], [9.0]])]
    one, two = coverage(tests)
    assert isinstance(one, Coverage)
    assert isinstance(two, Coverage)
    assert (one.hits, one.trials) == (2, 2)
    assert (two.hits, two.trials) == (0, 1)


def test_nothing_judged_is_insufficient() -> None:
    assert isinstance(backtest([[0.0]], [[False]]).coverage()[0], Insufficient)
    assert coverage([]) == ()
    with pytest.raises(InputError, match="level"):
        coverage([], 1.0)


def test_probabilities_that_were_said() -> None:
    said, came = backtest([[0.0, 2.0]]).within(lower=1.0)
    assert said == pytest.approx([0.5 * math.erfc(1 / math.sqrt(2))] * 2, rel=1e-4)
    assert came.tolist() == [0, 1]


def test_each_forecast_is_judged_by_its_own_spread_and_its_own_degrees_of_freedom() -> None:
    actual, df = np.array([[3.0, 3.0, 3.0], [3.0, 0.0, 7.0]]), np.array([[3.0, 30.0, 3.0], [3.0, 3.0, np.inf]])
    scale, judged = np.array([[1.0, 1.0, 0.9], [1.0, 1.0, 4.0]]), np.array([[True, True, True], [False, True, True]])
    test = Backtest(np.zeros((2, 3)), scale, df, actual, judged)
    assert test.held(0.95).tolist() == [[True, False, False], [False, True, True]]
    assert test.half_widths(0.95)[1].tolist() == pytest.approx([0.0, 3.182446, 4 * 1.959964], rel=1e-6)
