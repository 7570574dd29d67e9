import numpy as np
import pytest

from trueup.stats.arrays import NoVariation
from trueup.stats.forecast import LocalLevel, Predictive, local_level
from trueup.vocabulary import InputError, Insufficient


def test_nile(nile: np.ndarray) -> None:
    # Durbin and Koopman 2012, ch. 2: 15099 and 1469.1; recomputed with exact diffuse start: 15098.5 and 1469.2.
    found = local_level(nile, horizon=10)
    assert isinstance(found, LocalLevel)
    assert (found.noise, found.level) == pytest.approx((15098.5, 1469.2), abs=0.05)
    assert found.mean == pytest.approx(np.full(10, 798.37), abs=0.005)
    assert found.sd[[0, 9]] == pytest.approx([143.53, 183.91], abs=0.005)
    assert found.log_likelihood == pytest.approx(-632.5456, abs=1e-3)


def test_probability_that_the_nile_reaches_900_in_ten_years(nile: np.ndarray) -> None:
    found = local_level(nile, horizon=10)
    assert isinstance(found, LocalLevel)
    said = Predictive(np.array(found.mean), np.diag(found.sd))
    assert 1 - float(said.below(900)[9]) == pytest.approx(0.2903, abs=5e-5)


def test_too_few_constant_and_bad() -> None:
    assert local_level([1.0, 2.0]) == Insufficient("a local level", 2, 5)
    assert isinstance(local_level([1.0] * 9), NoVariation)
    with pytest.raises(InputError, match="row 1"):
        local_level([1.0, np.nan, 2.0])
