from __future__ import annotations

import csv

import numpy as np
import pytest

from trueup.stats.causal.effect import Effect
from trueup.stats.causal.randomised import randomised
from trueup.vocabulary import InputError, Insufficient


@pytest.fixture
def earnings(shared_data):
    """The randomised sample of Dehejia and Wahba: earnings of 1978, who was trained, and four covariates."""
    with (shared_data / "counterfactual" / "nsw_dehejia_wahba.csv").open(newline="") as lines:
        rows = list(csv.DictReader(lines))
    columns = ("re78", "treat", "age", "educ", "re74", "re75")
    return {name: np.array([float(row[name]) for row in rows]) for name in columns}


def test_the_experimental_effect_of_dehejia_and_wahba(earnings, rng):
    effect = randomised(earnings["re78"], np.flatnonzero(earnings["treat"]), rng)
    assert isinstance(effect, Effect)
    assert effect.average.point == pytest.approx(1794.34, abs=0.005)
    assert effect.p_placebo == pytest.approx(0.005, abs=0.002)


def test_neymans_interval_is_welchs(earnings, rng):
    from statsmodels.stats.weightstats import CompareMeans

    treated = earnings["treat"] == 1
    effect = randomised(earnings["re78"], np.flatnonzero(treated), rng)
    means = CompareMeans.from_data(earnings["re78"][treated], earnings["re78"][~treated])
    low, high = means.tconfint_diff(usevar="unequal")
    assert effect.average.low == pytest.approx(low, abs=0.03 * (high - low))
    assert effect.average.high == pytest.approx(high, abs=0.03 * (high - low))


def test_the_adjustment_is_lins_regression_with_hc2_errors(earnings, rng):
    import statsmodels.api as sm

    treated = earnings["treat"]
    x = np.stack([earnings[name] for name in ("age", "educ", "re74", "re75")], axis=1)
    centred = x - x.mean(axis=0)
    design = np.column_stack([np.ones(len(x)), treated, centred, centred * treated[:, None]])
    witness = sm.OLS(earnings["re78"], design).fit(cov_type="HC2")
    effect = randomised(earnings["re78"], np.flatnonzero(treated), rng, covariates=x)
    assert effect.average.point == pytest.approx(witness.params[1])
    half = (effect.average.high - effect.average.low) / 2
    assert half / 1.97 == pytest.approx(witness.bse[1], rel=0.03)
    (balance,) = effect.checks
    assert balance.passed


def test_a_lot_that_fell_unevenly_is_called_out(rng):
    x = np.arange(40.0)
    (check,) = randomised(x, range(20), rng, covariates=x).checks
    assert check.passed is False


def test_too_few_units_and_bad_rows(rng):
    y = np.random.default_rng(1).normal(size=20)
    assert randomised(y, [0, 1, 2], rng) == Insufficient("a randomised comparison: units in the smaller group", 3, 4)
    with pytest.raises(InputError, match="outside the 20"):
        randomised(y, [20], rng)
    y[3] = np.inf
    with pytest.raises(InputError, match="row 3"):
        randomised(y, range(10), rng)
