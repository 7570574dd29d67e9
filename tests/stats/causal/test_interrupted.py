from __future__ import annotations

import numpy as np
import pytest

from trueup.stats.causal.before_after import before_after
from trueup.stats.causal.effect import Effect
from trueup.stats.causal.errors import newey_west
from trueup.stats.causal.interrupted import ImpactModel, interrupted_series
from trueup.vocabulary import InputError, Insufficient

STEP = ImpactModel(link="log", impact="level")
WAVES = ImpactModel(link="log", impact="level", season=12)


def ratio(effect: object) -> tuple[float, float, float]:
    assert isinstance(effect, Effect)
    (found,) = effect.parameters
    return found.span.point, found.span.low, found.span.high


@pytest.mark.parametrize(
    ("model", "errors", "printed"),
    [
        (STEP, "independent", (0.894, 0.865, 0.925)),
        (STEP, "quasi", (0.894, 0.839, 0.953)),
        (WAVES, "quasi", (0.885, 0.839, 0.933)),
    ],
)
def test_the_smoking_ban_of_sicily(reference, rng, model, errors, printed):
    """Lopez Bernal et al. (2017); the ends within the noise of 4,000 draws."""
    aces, exposed = reference("its_sicily.csv", "aces"), reference("its_sicily.csv", "stdpop")
    point, low, high = ratio(interrupted_series(aces, 36, rng, model=model, offset=exposed, errors=errors))
    assert point == pytest.approx(printed[0], abs=0.0005)
    assert (low, high) == pytest.approx(printed[1:], abs=0.0015)


def test_the_poisson_fit_is_that_of_an_independent_witness(reference, rng):
    import statsmodels.api as sm

    aces, exposed = reference("its_sicily.csv", "aces"), reference("its_sicily.csv", "stdpop")
    step = np.arange(59) >= 36
    design = np.column_stack([np.ones(59), np.arange(59), step])
    witness = sm.GLM(aces, design, family=sm.families.Poisson(), offset=np.log(exposed)).fit()
    point, _, _ = ratio(interrupted_series(aces, 36, rng, model=STEP, offset=exposed, errors="independent"))
    assert point == pytest.approx(np.exp(witness.params[2]), rel=1e-9)


def test_newey_west_is_that_of_an_independent_witness():
    import statsmodels.api as sm

    noise = np.random.default_rng(1)
    design = np.column_stack([np.ones(60), np.arange(60)])
    y = noise.normal(size=60).cumsum()
    fit = sm.OLS(y, design).fit(cov_type="HAC", cov_kwds={"maxlags": 3, "use_correction": True})
    ours = newey_west(design, fit.resid, np.linalg.inv(design.T @ design))
    assert ours == pytest.approx(fit.cov_params())


def test_a_step_and_a_slope_are_found(rng):
    time = np.arange(60)
    y = (
        5
        + 0.1 * time
        + np.where(time >= 36, 3 + 0.5 * (time - 36), 0)
        + 0.05 * np.random.default_rng(2).normal(size=60)
    )
    effect = interrupted_series(y, 36, rng)
    assert isinstance(effect, Effect)
    found = {each.name: each.span.point for each in effect.parameters}
    assert found == pytest.approx({"level": 3, "slope": 0.5}, abs=0.1)
    assert effect.post.point[-1] == pytest.approx(3 + 0.5 * 23, abs=0.2)
    assert effect.counterfactual[-1] == pytest.approx(5 + 0.1 * 59, abs=0.2)


def test_autocorrelation_widens_the_interval(rng):
    noise, y = np.random.default_rng(3), np.zeros(80)
    for t in range(1, 80):
        y[t] = 0.7 * y[t - 1] + noise.normal()
    aware, naive = (interrupted_series(y, 40, rng, errors=errors).average for errors in ("autoregressive", "quasi"))
    assert aware.high - aware.low > 1.5 * (naive.high - naive.low)


@pytest.mark.parametrize(("periods", "t0", "have"), [(40, 7, 7), (20, 13, 7)])
def test_fewer_than_eight_points_on_a_side_are_refused(rng, periods, t0, have):
    y = np.random.default_rng(1).normal(size=periods)
    expected = Insufficient("an interrupted series: periods on either side of the start", have, 8)
    assert interrupted_series(y, t0, rng) == expected


def test_bad_input_is_refused(rng):
    y = np.random.default_rng(1).normal(size=40)
    with pytest.raises(InputError, match="log link"):
        interrupted_series(y, 20, rng, model=STEP)
    with pytest.raises(InputError, match="above zero"):
        interrupted_series(np.abs(y), 20, rng, model=STEP, offset=np.zeros(40))
    with pytest.raises(InputError, match="outside the 40"):
        interrupted_series(y, 40, rng)
    with pytest.raises(InputError, match="row 3"):
        interrupted_series(np.where(np.arange(40) == 3, np.nan, y), 20, rng)
    assert isinstance(interrupted_series(y, 10, rng, model=ImpactModel(season=12)), Insufficient)


def test_before_and_after_says_that_it_is_not_causal(rng):
    y = 0.5 * np.arange(40) + np.random.default_rng(1).normal(size=40)
    effect = before_after(y, 20, rng)
    assert isinstance(effect, Effect)
    assert effect.average.point == pytest.approx(y[20:].mean() - y[:20].mean())
    assert {check.name: check.passed for check in effect.checks} == {"causal": False, "no_trend": False}
