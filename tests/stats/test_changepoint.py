import numpy as np
import pytest
import statsmodels.api as sm
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import optimize, stats

from trueup.stats.arrays import NoVariation
from trueup.stats.changepoint import BAI_975, LevelShift, level_shift, pettitt, sup_f_p
from trueup.vocabulary import InputError, Insufficient


def found(x: np.ndarray, **options: int) -> LevelShift:
    result = level_shift(x, **options)  # type: ignore[arg-type]
    assert isinstance(result, LevelShift)
    return result


def test_nile_dam(nile: np.ndarray) -> None:
    # Cobb 1978; Zeileis et al. 2003: the level fell after 1898, when the Aswan dam was begun.
    shift = found(nile)
    assert 1871 + shift.last == 1898
    assert (shift.before, shift.after) == pytest.approx((1097.75, 849.97), abs=0.005)
    assert shift.step == pytest.approx(-247.78, abs=0.005)
    assert shift.se == pytest.approx(28.4, abs=0.05)
    assert shift.se_hac == pytest.approx(31.3, abs=0.05)
    assert shift.sup_f == pytest.approx(75.93, abs=0.005)
    assert (shift.pettitt_k, shift.pettitt_last) == (1617, 27)
    assert shift.pettitt_p == pytest.approx(3.6e-7, abs=0.05e-7)
    assert 1871 + shift.earliest <= 1896
    assert 1871 + shift.latest >= 1900
    assert not shift.correlated  # once the step is taken out, neighbouring years no longer resemble each other


def test_standard_errors_agree_with_statsmodels(nile: np.ndarray) -> None:
    shift = found(nile)
    design = sm.add_constant((np.arange(100) > shift.last).astype(float))
    fit = sm.OLS(nile, design).fit()
    assert shift.se == pytest.approx(fit.bse[1])
    assert shift.sup_f == pytest.approx(fit.fvalue)
    hac = fit.get_robustcov_results("HAC", maxlags=4, use_correction=False)
    assert shift.se_hac == pytest.approx(hac.bse[1])


def test_the_quantile_of_bai_follows_from_its_distribution() -> None:
    def cdf(x: float) -> float:  # Yao 1987
        tail = 1.5 * np.exp(x + stats.norm.logcdf(-1.5 * np.sqrt(x)))
        middle = 0.5 * (x + 5) * stats.norm.cdf(-np.sqrt(x) / 2)
        return float(1 + np.sqrt(x / (2 * np.pi)) * np.exp(-x / 8) - middle + tail)

    assert optimize.brentq(lambda x: cdf(x) - 0.975, 1, 50) == pytest.approx(BAI_975, abs=0.01)


def test_the_date_interval_covers_the_date() -> None:
    rng = np.random.default_rng(15)
    inside = 0
    for _ in range(300):
        x = rng.normal(size=60)
        x[30:] += 1.5
        shift = found(x)
        inside += shift.earliest <= 29 <= shift.latest
    assert inside / 300 >= 0.92


def test_permutation_p_is_small_for_a_step_and_uniform_for_noise(nile: np.ndarray) -> None:
    rng = np.random.default_rng(16)
    assert sup_f_p(nile, rng, draws=499) == pytest.approx(1 / 500)
    noise = [sup_f_p(rng.normal(size=30), rng, draws=99) for _ in range(200)]
    assert np.mean(np.array(noise) <= 0.1) == pytest.approx(0.1, abs=0.06)


def test_pettitt_of_a_trendless_series_is_not_significant() -> None:
    assert pettitt(np.random.default_rng(17).normal(size=50))[1] > 0.1


def test_too_few_constant_and_bad() -> None:
    assert level_shift([1.0, 2.0] * 4) == Insufficient("a change of level", 8, 10)
    assert isinstance(level_shift([1.0] * 20), NoVariation)
    with pytest.raises(InputError, match="row 3"):
        level_shift([1.0, 2.0, 3.0, np.nan] * 4)
    with pytest.raises(InputError, match="2 points"):
        level_shift([1.0, 2.0], least=1)


def test_a_perfect_step_is_finite() -> None:
    shift = found(np.array([0.0] * 10 + [1.0] * 10))
    assert (shift.last, shift.step, shift.se) == (9, 1.0, 0.0)
    assert np.isfinite(shift.sup_f)


def test_missing_points_are_left_out() -> None:
    x = np.r_[np.zeros(10), 99.0, np.ones(10)] + np.random.default_rng(18).normal(0, 0.1, size=21)
    mask = np.arange(21) != 10
    assert level_shift(x, mask) == level_shift(x[mask])


@settings(max_examples=30)
@given(st.integers(0, 1000), st.floats(0.01, 100), st.floats(-1000, 1000))
def test_moves_with_the_unit(seed: int, scale: float, offset: float) -> None:
    x = np.random.default_rng(seed).normal(size=30)
    one, other = found(x), found(x * scale + offset)
    assert other.last == one.last
    assert other.step == pytest.approx(one.step * scale, rel=1e-6)
    assert other.sup_f == pytest.approx(one.sup_f, rel=1e-6)
