import numpy as np
import pytest

from trueup.stats.segments.levels import continuum, none, one, smoothed, spread, two

KIND = np.repeat([0, 1], 4)


def test_parameters_are_slopes_less_rotations_and_the_shape_of_the_spread() -> None:
    assert none(KIND).parameters == 0
    assert one(KIND).parameters == 8 + 2  # skewness and tails
    assert two(KIND).parameters == 8 + 2 * 2 + 1  # and a correlation
    assert continuum(KIND, 2).parameters == 16 - 1 + 5
    assert continuum(KIND, 3).parameters == 24 - 3 + 6 + 3


def test_the_normal_spread_has_mean_0_and_variance_1() -> None:
    for levels in (one(KIND), two(KIND), continuum(KIND, 3)):
        share = np.exp(spread(levels, levels.normal()))
        assert share.sum() == pytest.approx(1)
        assert share @ levels.nodes == pytest.approx(np.zeros(levels.count), abs=1e-12)
        assert share @ levels.nodes**2 == pytest.approx(np.ones(levels.count), abs=0.1)  # a grid of five is coarse


def test_smoothing_keeps_the_moments_that_it_has_terms_for() -> None:
    levels = one(KIND)
    shares = np.random.default_rng(3).dirichlet(np.full(11, 5.0))
    tilt = levels.normal()
    for _ in range(20):
        tilt = smoothed(levels, shares, tilt)
    fitted = np.exp(spread(levels, tilt))
    assert fitted @ levels.terms == pytest.approx(shares @ levels.terms, abs=2e-3)
