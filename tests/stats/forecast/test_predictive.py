import math

import numpy as np
import pytest
from scipy import stats

from trueup.stats.forecast import Predictive
from trueup.stats.hit import simulate
from trueup.vocabulary import InputError

L = np.array([[2.0, 0, 0], [1, 2, 0], [1, 1, 2]])
SAID = Predictive(np.array([1.0, 2, 3]), L, 5.0)


def test_each_step_is_a_student_t() -> None:
    expected = stats.t(5, loc=[1, 2, 3], scale=[2, math.sqrt(5), math.sqrt(6)])
    assert SAID.quantiles([0.1, 0.5, 0.9]) == pytest.approx(
        np.stack([expected.ppf(q) for q in (0.1, 0.5, 0.9)], axis=1)
    )
    assert SAID.below(2.5) == pytest.approx(expected.cdf(2.5))


def test_sd_is_that_of_the_normal_where_the_variance_is_known() -> None:
    assert Predictive(np.zeros(3), L).sd == pytest.approx(np.sqrt([4, 5, 6]))
    assert (SAID.sd > SAID.spread).all()


def test_paths_have_the_quantiles_and_the_correlation_they_should() -> None:
    paths = simulate(SAID, np.random.default_rng(31), paths=200_000)
    expected = SAID.quantiles([0.025, 0.1, 0.9, 0.975])
    found = np.quantile(paths, [0.025, 0.1, 0.9, 0.975], axis=1).T
    assert found == pytest.approx(expected, abs=0.1)
    assert np.corrcoef(paths)[0, 2] == pytest.approx(2 / math.sqrt(4 * 6), abs=0.02)


def test_heavy_tails_are_drawn_from_the_residuals() -> None:
    residuals = np.array([-3.0, -0.1, 0.1, 3.0])
    said = Predictive(np.zeros(1), np.ones((1, 1)), math.inf, residuals, heavy_tailed=True)
    assert set(np.unique(simulate(said, np.random.default_rng(32), paths=400)).tolist()) == set(residuals.tolist())


def test_impossible_forecasts_are_refused() -> None:
    with pytest.raises(InputError, match="df"):
        Predictive(np.zeros(3), L, 1.0)
    with pytest.raises(InputError, match="factor"):
        Predictive(np.zeros(2), L)
    with pytest.raises(InputError, match="mean, row 0"):
        Predictive(np.array([np.nan]), np.ones((1, 1)))
    with pytest.raises(InputError, match="between 0 and 1"):
        SAID.quantiles([1.0])


def test_a_result_cannot_be_changed() -> None:
    with pytest.raises(ValueError, match="read-only"):
        SAID.mean[0] = 0
