"""The filter against statsmodels' exact diffuse filter and against least squares written out by hand."""

import math

import numpy as np
import pytest
from statsmodels.tsa.statespace.structural import UnobservedComponents

from trueup.stats.forecast.dynamics import DAMPED, DRIFT, LADDER, LOCAL_LEVEL, LOCAL_TREND, NAIVE, SMOOTHING, Model
from trueup.stats.forecast.level import LevelPass
from trueup.stats.forecast.refine import refined, run
from trueup.stats.forecast.state import State, factor, project
from trueup.stats.forecast.trend import TrendPass

RNG = np.random.default_rng(30)
Y = np.cumsum(RNG.normal(0.3, 0.5, size=(3, 40)), axis=1) + RNG.normal(size=(3, 40))
ALL = np.ones(Y.shape, dtype=bool)
SOME = RNG.random(Y.shape) > 0.2
FEW = np.arange(40)[None] >= np.array([35, 34, 33])[:, None]  # so short that the start is still uncertain


def fitted(model: Model, u: list[float], present: np.ndarray = ALL) -> tuple[LevelPass | TrendPass, State]:
    filter_ = run(model, np.tile(np.array(u)[:, None, None], (1, 3, 1)), Y * present, present)
    return filter_, filter_.state(np.zeros(3, dtype=np.int64))


def witness(kind: str, variances: list[float], present: np.ndarray, i: int) -> tuple[float, np.ndarray, np.ndarray]:
    model = UnobservedComponents(np.where(present[i], Y[i], np.nan), kind, use_exact_diffuse=True)
    said = model.smooth(variances).get_forecast(6)
    return float(model.loglike(variances)), said.predicted_mean, said.se_mean


@pytest.mark.parametrize("present", [ALL, SOME, FEW], ids=["complete", "gaps", "short"])
@pytest.mark.parametrize(
    ("model", "kind", "u"),
    [(LOCAL_LEVEL, "llevel", [0.3]), (LOCAL_TREND, "lltrend", [0.3, 0.4])],
    ids=["level", "trend"],
)
def test_structural_models_agree_with_statsmodels(model: Model, kind: str, u: list[float], present: np.ndarray) -> None:
    filter_, state = fitted(model, u, present)
    deviance, (mean, variance) = filter_.deviance(), project(state, 6)
    for i in range(3):
        free = int(present[i].sum()) - model.diffuse
        noise = float(state.square[i]) / free
        noises = [noise, noise * float(state.q1[i]), noise * float(state.q2[i])][: model.diffuse + 1]
        likelihood, means, sds = witness(kind, noises, present, i)
        # statsmodels counts the diffuse observations in the constant, we do not.
        own = -(float(deviance[i, 0]) + free * (1 + math.log(2 * math.pi))) / 2
        assert own - model.diffuse * math.log(2 * math.pi) / 2 == pytest.approx(likelihood, rel=1e-7)
        assert mean[:, i] == pytest.approx(means, rel=1e-7)
        assert np.sqrt(noise * variance[:, i]) == pytest.approx(sds, rel=1e-6)


def by_hand(y: np.ndarray, alpha: float, beta: float, phi: float, start: tuple[float, float]) -> np.ndarray:
    """Errors of damped trend smoothing, written as in the text-books, from a first level and slope."""
    level, slope = start
    errors = []
    for value in y:
        error = value - level
        errors.append(error)
        now, slope = level + alpha * error, slope + beta * error
        slope *= phi
        level = now + slope
    return np.array(errors)


@pytest.mark.parametrize("u", [[0.4, 0.2, 0.5], [0.99, 0.0, 1.0], [0.05, 0.4, 0.0]])
def test_damped_trend_is_least_squares_over_the_first_level_and_slope(u: list[float]) -> None:
    _, state = fitted(DAMPED, u)
    alpha, beta, phi = u[0], u[0] * u[1], 0.80 + 0.18 * u[2]
    for i in range(3):
        zero = by_hand(Y[i], alpha, beta, phi, (0, 0))
        units = np.stack([by_hand(0 * Y[i], alpha, beta, phi, unit) for unit in ((1, 0), (0, 1))], axis=1)
        start, *_ = np.linalg.lstsq(-units, zero, rcond=None)
        errors = by_hand(Y[i], alpha, beta, phi, tuple(start))
        assert float(state.square[i]) == pytest.approx(float(errors @ errors), rel=1e-8)


def test_naive_is_a_random_walk() -> None:
    _, state = fitted(NAIVE, [])
    mean, variance = project(state, 5)
    assert mean == pytest.approx(np.tile(Y[:, -1], (5, 1)))
    assert variance[:, 0] == pytest.approx(np.arange(1, 6))
    assert state.square == pytest.approx((np.diff(Y, axis=1) ** 2).sum(axis=1))


def test_drift_is_the_mean_step_and_its_uncertainty() -> None:
    _, state = fitted(DRIFT, [])
    mean, variance = project(state, 5)
    slope, h = (Y[:, -1] - Y[:, 0]) / 39, np.arange(1, 6)
    assert mean[:, 1] == pytest.approx(Y[1, -1] + h * slope[1])
    assert variance[:, 1] == pytest.approx(h * (1 + h / 39))
    assert state.square == pytest.approx(((np.diff(Y, axis=1) - slope[:, None]) ** 2).sum(axis=1))


def test_smoothing_with_weight_0_is_the_mean_and_with_1_the_naive() -> None:
    _, mean = fitted(SMOOTHING, [0.0])
    assert mean.level == pytest.approx(Y.mean(axis=1))
    assert project(mean, 2)[1][:, 0] == pytest.approx(1 + 1 / 40)
    _, last = fitted(SMOOTHING, [1.0])
    assert last.level == pytest.approx(Y[:, -1])


def test_a_gap_widens_the_naive_forecast() -> None:
    present = ALL.copy()
    present[:, -3:] = False
    _, state = fitted(NAIVE, [], present)
    mean, variance = project(state, 2)
    assert mean[0] == pytest.approx(Y[:, 36])
    assert variance[:, 0] == pytest.approx([4, 5])


@pytest.mark.parametrize("model", LADDER, ids=lambda model: model.name)
def test_the_factor_of_the_path_has_the_variances_of_the_forecast(model: Model) -> None:
    _, state = fitted(model, [0.35, 0.3, 0.5][: model.free])
    triangle = factor(state, 7)
    assert (triangle**2).sum(axis=1) == pytest.approx(project(state, 7)[1])
    assert triangle[np.triu_indices(7, 1)] == pytest.approx(0.0)


def test_the_path_of_a_random_walk_is_correlated_as_its_sums() -> None:
    _, state = fitted(NAIVE, [])
    assert factor(state, 4)[:, :, 0] == pytest.approx(np.tril(np.ones((4, 4))))


@pytest.mark.parametrize("model", [SMOOTHING, DAMPED, LOCAL_LEVEL, LOCAL_TREND], ids=lambda model: model.name)
def test_refining_never_makes_a_fit_less_likely(model: Model) -> None:
    grid = run(model, model.grid[:, None, :], Y, ALL).deviance()
    start = model.grid[:, np.argmin(grid, axis=1)]
    better = run(model, refined(model, start, Y, ALL)[:, :, None], Y, ALL).deviance()[:, 0]
    assert (better <= grid.min(axis=1) + 1e-9).all()


def test_time_before_a_series_begins_changes_nothing() -> None:
    padded = np.concatenate([np.full((3, 7), 5.0), Y], axis=1)
    present = np.concatenate([np.zeros((3, 7), dtype=bool), ALL], axis=1)
    present[0, 5:7] = False
    for model in LADDER:
        u = np.array([0.35, 0.3, 0.5][: model.free])[:, None, None]
        one, other = run(model, u, Y, ALL), run(model, u, padded * present, present)
        assert other.deviance() == pytest.approx(one.deviance())
