import numpy as np
import pytest
from statsmodels.tsa.stattools import acf

from trueup.stats.arrays import NoVariation
from trueup.stats.autocorrelation import Autocorrelation, autocorrelation, autocorrelations
from trueup.vocabulary import Insufficient


def found(x: np.ndarray, present: np.ndarray | None = None) -> Autocorrelation:
    result = autocorrelation(x, present)
    assert isinstance(result, Autocorrelation)
    return result


def test_agrees_with_statsmodels(nile: np.ndarray) -> None:
    assert found(nile).r == pytest.approx(acf(nile, nlags=1)[1])
    assert found(nile).notable


def test_a_persistent_series_is_worth_fewer_points() -> None:
    x = np.zeros(400)
    noise = np.random.default_rng(13).normal(size=400)
    for t in range(1, 400):
        x[t] = 0.6 * x[t - 1] + noise[t]
    assert found(x).r == pytest.approx(0.6, abs=0.1)
    assert found(x).effective == pytest.approx(400 * 0.4 / 1.6, rel=0.3)


def test_independent_points_keep_their_number() -> None:
    assert found(np.random.default_rng(14).normal(size=100)).effective == 100


def test_too_few_constant_and_isolated() -> None:
    assert isinstance(autocorrelation([1.0] * 7), Insufficient)
    assert isinstance(autocorrelation([0.1] * 20), NoVariation)
    assert isinstance(autocorrelation(np.arange(20.0), np.tile([True, False], 10)), Insufficient)


def test_gaps_do_not_dilute_it() -> None:
    x = np.zeros(2000)
    noise = np.random.default_rng(15).normal(size=2000)
    for t in range(1, 2000):
        x[t] = 0.6 * x[t - 1] + noise[t]
    assert found(x, np.arange(2000) % 3 > 0).r == pytest.approx(0.6, abs=0.07)


def test_many_series_get_the_answers_of_each() -> None:
    rng = np.random.default_rng(16)
    series = [rng.normal(5, 2, int(size)) for size in rng.integers(6, 40, size=60)]
    series += [np.cumsum(rng.normal(size=30)), np.full(12, 0.1), np.full(5, 3.0), np.arange(20.0), np.empty(0)]
    assert autocorrelations(series) == [autocorrelation(each) for each in series]
    assert {type(each) for each in autocorrelations(series)} == {Autocorrelation, Insufficient, NoVariation}
