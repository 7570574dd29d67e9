import numpy as np
import pytest
from scipy import stats

from trueup.stats.arrays import NoVariation
from trueup.stats.xbar import Xbar, deviation_factors, range_factors, xbar
from trueup.vocabulary import InputError, Insufficient

# Montgomery, Introduction to Statistical Quality Control, Appendix VI (d2, d3, c4).
PRINTED = [(2, 1.128, 0.853, 0.7979), (3, 1.693, 0.888, 0.8862), (5, 2.326, 0.864, 0.9400), (10, 3.078, 0.797, 0.9727)]


@pytest.mark.parametrize(("size", "d2", "d3", "c4"), PRINTED)
def test_factors_are_those_of_the_printed_table(size: int, d2: float, d3: float, c4: float) -> None:
    assert range_factors(size) == pytest.approx((d2, d3), abs=6e-4)
    assert deviation_factors(size)[0] == pytest.approx(c4, abs=6e-5)


def test_range_factors_agree_with_scipy() -> None:
    sizes = np.linspace(0, 12, 4001)
    survival = 1 - stats.studentized_range.cdf(sizes[1:], 4, 1e7)
    assert range_factors(4)[0] == pytest.approx(float(survival.sum() * sizes[1]) + sizes[1] / 2, abs=2e-3)


def test_piston_rings(piston_rings: np.ndarray) -> None:
    # Montgomery's piston rings, first 25 samples, X-bar and R: 73.98805 / 74.00118 / 74.01431
    # (74.00118 + 0.01313 as printed; unrounded the upper limit is 74.014304).
    found = xbar(piston_rings, baseline=25)
    assert isinstance(found, Xbar)
    assert (found.lower, found.centre, found.upper) == pytest.approx((73.98805, 74.00118, 74.01431), abs=1e-5)
    assert found.spread_mean == pytest.approx(0.02276)
    over = np.flatnonzero(found.means > found.upper)
    assert over.tolist() == [36, 37, 38]  # the process drifts in the samples after the first 25


def test_deviation_version_is_near_the_range_version(piston_rings: np.ndarray) -> None:
    found = xbar(piston_rings, baseline=25, spread="deviation")
    assert isinstance(found, Xbar)
    assert (found.lower, found.upper) == pytest.approx((73.988, 74.014), abs=5e-4)
    assert found.spread_lower == 0.0


def test_too_few_constant_and_bad() -> None:
    assert xbar(np.ones((5, 4))) == Insufficient("X-bar limits: subgroups", 5, 8)
    assert isinstance(xbar(np.ones((9, 4))), NoVariation)
    with pytest.raises(InputError, match="2 to 25"):
        xbar(np.ones((9, 1)))
    with pytest.raises(InputError, match="row 0, column 1"):
        xbar([[1.0, np.nan]] * 9)
