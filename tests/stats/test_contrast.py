import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats

from trueup.stats.arrays import NoVariation
from trueup.stats.contrast import Contrast, mean_against, means_against, rank_sum, rank_sums, sign_test, welch
from trueup.vocabulary import InputError, Insufficient


def of(result: object) -> Contrast:
    assert isinstance(result, Contrast)
    return result


def test_one_sample_t_agrees_with_scipy() -> None:
    x = np.random.default_rng(20).normal(1, 2, size=30)
    found, expected = of(mean_against(x, 0.5)), stats.ttest_1samp(x, 0.5)
    assert found.p == pytest.approx(expected.pvalue)
    interval = expected.confidence_interval()
    assert (found.low + 0.5, found.high + 0.5) == pytest.approx((interval.low, interval.high))


def test_autocorrelation_widens_the_interval_and_holds_the_level() -> None:
    rng = np.random.default_rng(21)
    wrong = plain = 0
    for _ in range(400):
        x, noise = np.zeros(80), rng.normal(size=80)
        for t in range(1, 80):
            x[t] = 0.6 * x[t - 1] + noise[t]
        found = of(mean_against(x, 0.0))
        wrong += found.p < 0.05
        plain += stats.ttest_1samp(x, 0.0).pvalue < 0.05
    assert plain / 400 > 0.2  # as the text-book test would have it
    assert wrong / 400 < 0.12
    assert "autocorrelation" in found.method


def test_welch_agrees_with_scipy() -> None:
    rng = np.random.default_rng(22)
    a, b = rng.normal(1, 2, size=14), rng.normal(0, 1, size=25)
    found, expected = of(welch(a, b)), stats.ttest_ind(a, b, equal_var=False)
    assert found.p == pytest.approx(expected.pvalue)
    interval = expected.confidence_interval()
    assert (found.low, found.high) == pytest.approx((interval.low, interval.high))


@settings(max_examples=40)
@given(st.lists(st.integers(-5, 5), min_size=6, max_size=40))
def test_sign_test_agrees_with_the_binomial(x: list[int]) -> None:
    above, below = sum(v > 0 for v in x), sum(v < 0 for v in x)
    found = sign_test(x)
    if above + below < 6:
        assert found == Insufficient("a sign test: points that differ from the target", above + below, 6)
    else:
        assert of(found).p == pytest.approx(stats.binomtest(above, above + below).pvalue)
        assert of(found).low <= of(found).estimate <= of(found).high


def test_sign_interval_agrees_with_scipy() -> None:
    x = np.random.default_rng(23).exponential(size=25)
    found = of(sign_test(x, 0.0))
    expected = stats.quantile_test(x, q=0, p=0.5).confidence_interval(0.95)
    assert (found.low, found.high) == pytest.approx((expected.low, expected.high))


@settings(max_examples=40)
@given(
    st.lists(st.integers(-20, 20), min_size=4, max_size=9, unique=True),
    st.lists(st.integers(-20, 20).map(lambda v: v + 0.5), min_size=4, max_size=9, unique=True),
)
def test_exact_rank_sum_agrees_with_scipy(a: list[float], b: list[float]) -> None:
    found = of(rank_sum(a, b))
    assert found.method == "rank-sum, exact"
    assert found.p == pytest.approx(stats.mannwhitneyu(a, b, method="exact").pvalue)


def test_rank_sum_with_ties_agrees_with_scipy() -> None:
    rng = np.random.default_rng(24)
    a, b = rng.integers(0, 6, size=30), rng.integers(1, 7, size=25)
    found = of(rank_sum(a, b))
    expected = stats.mannwhitneyu(a, b, method="asymptotic", use_continuity=True)
    assert found.p == pytest.approx(expected.pvalue)
    assert "approximation" in found.method


def test_rank_sum_interval_covers_the_shift() -> None:
    rng = np.random.default_rng(25)
    inside = 0
    for _ in range(400):
        found = of(rank_sum(rng.normal(1, 1, size=8), rng.normal(0, 1, size=8)))
        inside += found.low <= 1 <= found.high
    assert 0.93 <= inside / 400 <= 0.99


def test_swapping_the_groups_turns_the_sign() -> None:
    a, b = [1.0, 4.0, 2.5, 7.0], [0.5, 3.0, 2.0, 9.0, 5.0]
    for test in (welch, rank_sum):
        one, other = of(test(a, b)), of(test(b, a))
        assert (one.estimate, one.low, one.p) == pytest.approx((-other.estimate, -other.high, other.p))


def test_too_few_constant_and_bad() -> None:
    assert mean_against([1.0, 2.0], 0) == Insufficient("a mean against a target", 2, 3)
    assert isinstance(mean_against([1.0] * 5, 0), NoVariation)
    assert isinstance(welch([1.0], [1.0, 2.0]), Insufficient)
    assert isinstance(welch([1.0, 1.0], [2.0, 2.0]), NoVariation)
    assert isinstance(rank_sum([1.0] * 3, [1.0] * 9), Insufficient)
    assert of(rank_sum([1.0] * 5, [1.0] * 5)).p == 1
    with pytest.raises(InputError, match="after, row 0"):
        welch([np.nan, 1.0], [1.0, 2.0])


def test_rank_sums_of_many_rows_are_those_of_each() -> None:
    rng = np.random.default_rng(8)
    after, before = np.round(rng.normal(0, 2, (30, 6)), 1), np.round(rng.normal(0, 2, (30, 9)), 1)
    assert rank_sums(after, before) == [of(rank_sum(a, b)) for a, b in zip(after, before, strict=True)]
    assert {each.method for each in rank_sums(after, before)} == {"rank-sum, exact", "rank-sum, normal approximation"}


def test_means_of_many_rows_are_those_of_each() -> None:
    rows = np.round(np.random.default_rng(9).normal(0.5, 2, (40, 12)), 1)
    rows[3], rows[5] = 2.0, np.arange(12.0)
    assert means_against(rows, 0.5) == [mean_against(row, 0.5) for row in rows]
    assert isinstance(means_against(rows, 0.5)[3], NoVariation)
    assert "autocorrelation" in of(means_against(rows, 0.5)[5]).method
    assert means_against(rows[:2, :2], 0.5) == [Insufficient("a mean against a target", 2, 3)] * 2
