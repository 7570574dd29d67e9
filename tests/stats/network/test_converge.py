import numpy as np
import pytest
from scipy import stats

from trueup.stats.network.converge import chance_error, quantile_error, still


def test_the_error_of_a_quantile_is_that_of_repeated_samples() -> None:
    rng = np.random.default_rng(1)
    samples = np.sort(rng.exponential(size=(2_000, 1_001)), axis=1)
    for q in (0.5, 0.8):
        said = np.mean([quantile_error(each, q) for each in samples[:200]])
        assert said == pytest.approx(np.quantile(samples, q, axis=1).std(), rel=0.1)


def test_the_error_of_a_share() -> None:
    assert chance_error(np.arange(1_000) < 300) == pytest.approx(stats.binom(1_000, 0.3).std() / 1_000, rel=1e-2)
    assert chance_error(np.zeros(1_000, dtype=bool)) > 0


def test_still_needs_every_estimate() -> None:
    finish = np.random.default_rng(1).normal(size=20_000)
    assert still(finish, [finish < 3])
    assert not still(finish[:1_000], [])
    assert not still(finish[:6_000], [finish[:6_000] < 0])
    assert still(np.ones(2_048), [])
