import numpy as np
import pytest
from scipy import stats

from trueup.stats.network.copula import Copula
from trueup.stats.network.draws import ThreePoint, draws
from trueup.vocabulary import InputError

N = 60_000
BLOCK = np.array([0, 0, 1, 1, -1])


def lengths(copula: Copula) -> np.ndarray:
    rng = np.random.default_rng(7)
    scores = copula.join(rng.standard_normal((5, N)), rng.standard_normal((copula.factors, N)))
    skewed = [
        ThreePoint(1, 1, 9),
        ThreePoint(1, 8, 9),
        ThreePoint(0, 1, 2, "triangular"),
        ThreePoint(1, 2, 30),
        ThreePoint(1, 2, 3),
    ]
    return draws(skewed).lengths(scores)


@pytest.mark.parametrize(("within", "overall"), [(0.5, 0.2), (0.8, 0.0), (0.3, 0.3)])
def test_rank_correlation_is_as_stated_whatever_the_distributions(within, overall) -> None:
    found = stats.spearmanr(lengths(Copula(BLOCK, within, overall)), axis=1).statistic
    same = (BLOCK[:, None] == BLOCK) & (BLOCK[:, None] >= 0)
    expected = np.where(same, within, overall)
    np.fill_diagonal(expected, 1)
    assert found == pytest.approx(expected, abs=0.015)


def test_each_one_keeps_its_own_distribution() -> None:
    alone, together = lengths(Copula(BLOCK)), lengths(Copula(BLOCK, 0.6, 0.3))
    for row, other in zip(alone, together, strict=True):
        assert stats.ks_2samp(row, other).statistic < 0.012


def test_without_correlation_nothing_is_shared() -> None:
    own = np.ones((5, 3))
    assert Copula(BLOCK).factors == 0
    assert Copula(BLOCK).join(own, np.zeros((0, 3))) is own


@pytest.mark.parametrize(("within", "overall"), [(0.1, 0.2), (1.0, 0.0), (0.2, -0.1)])
def test_correlation_that_cannot_be_is_refused(within, overall) -> None:
    with pytest.raises(InputError, match="overall"):
        Copula(BLOCK, within, overall)
