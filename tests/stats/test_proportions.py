import pytest
from hypothesis import given
from hypothesis import strategies as st
from statsmodels.stats.proportion import proportion_confint

from trueup.stats.proportions import Proportion, clopper_pearson, wilson
from trueup.vocabulary import InputError, Insufficient

# Newcombe, Statistics in Medicine 17 (1998) 857-872, table I, method 3.
NEWCOMBE = [(81, 263, 0.2553, 0.3662), (15, 148, 0.0624, 0.1605), (0, 20, 0.0, 0.1611), (1, 29, 0.0061, 0.1718)]


@pytest.mark.parametrize(("hits", "n", "low", "high"), NEWCOMBE)
def test_wilson_of_newcombe(hits: int, n: int, low: float, high: float) -> None:
    found = wilson(hits, n)
    assert isinstance(found, Proportion)
    assert (found.low, found.high) == pytest.approx((low, high), abs=5e-5)


@given(st.integers(0, 60), st.integers(0, 60), st.sampled_from([0.8, 0.95]))
def test_both_agree_with_statsmodels(hits: int, misses: int, level: float) -> None:
    n = hits + misses
    if n == 0:
        assert wilson(0, 0) == clopper_pearson(0, 0) == Insufficient("a proportion", 0, 1)
        return
    for method, name in ((wilson, "wilson"), (clopper_pearson, "beta")):
        found = method(hits, n, level)
        assert isinstance(found, Proportion)
        low, high = proportion_confint(hits, n, 1 - level, method=name)
        assert (found.low, found.high) == pytest.approx((low, high), abs=1e-9)
        assert found.low <= found.value <= found.high


def test_bad_input_is_refused() -> None:
    with pytest.raises(InputError, match="5 of 3"):
        wilson(5, 3)
    with pytest.raises(InputError, match="between 0 and 1"):
        clopper_pearson(1, 3, 1.0)
