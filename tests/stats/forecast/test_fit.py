import numpy as np
import pytest

from trueup.stats.forecast.dynamics import NAIVE
from trueup.stats.forecast.fit import fit, fit_seasonal, heavy_tailed


def test_residuals_are_standardised_so_that_paths_drawn_from_them_do_not_drift() -> None:
    y = np.cumsum(np.random.default_rng(35).normal(0.5, 2.0, size=(2, 50)), axis=1)
    for (said, _), series in zip(fit(NAIVE, np.zeros((0, 2)), y, np.ones(y.shape, dtype=bool), 3), y, strict=True):
        steps = np.diff(series)
        assert said.residuals == pytest.approx((steps - steps.mean()) / steps.std())
        assert float(said.residuals.mean()) == pytest.approx(0, abs=1e-12)
        assert float((said.residuals**2).mean()) == pytest.approx(1)


def test_naive_spread_is_the_root_mean_square_step() -> None:
    y = np.array([[0.0, 1.0, -1.0, 2.0]])
    ((said, parameters),) = fit(NAIVE, np.zeros((0, 1)), y, np.ones((1, 4), dtype=bool), 2)
    assert said.spread == pytest.approx(np.sqrt((1 + 4 + 9) / 3) * np.sqrt([1, 2]))
    assert (said.df, parameters) == (3, {})


def test_seasonal_repeats_the_last_season() -> None:
    y = np.array([[1.0, 5.0, 2.0, 7.0, 2.5, 6.0]])
    ((said, _),) = fit_seasonal(y, np.ones((1, 6), dtype=bool), 2, 3)
    assert said.mean.tolist() == [2.5, 6.0, 2.5]
    rms = np.sqrt((1 + 4 + 0.25 + 1) / 4)
    assert said.spread == pytest.approx(rms * np.sqrt([1, 1, 2]))


def test_heavy_tails_need_twenty_residuals() -> None:
    wild = np.array([0.0] * 30 + [6.0, -6.0])
    wild /= wild.std()
    assert heavy_tailed(wild)
    assert not heavy_tailed(wild[-15:])
    assert not heavy_tailed(np.random.default_rng(36).uniform(-1.7, 1.7, size=500))
