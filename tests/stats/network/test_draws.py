import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from trueup.stats.network import choose
from trueup.stats.network.draws import NORMAL_95, ThreePoint, draws
from trueup.vocabulary import InputError

SCORES = stats.norm.ppf((np.arange(20_001) + 0.5) / 20_001)[None, :]


def lengths(*points: float, shape: str = "pert") -> np.ndarray:
    return draws([ThreePoint(*points, shape)]).lengths(SCORES)[0]


@given(st.floats(0, 50), st.floats(0, 30), st.floats(0, 30))
def test_pert_is_the_beta_of_its_definition(low, left, right) -> None:
    mode, high = low + left, low + left + right
    found = lengths(low, mode, high)
    span = high - low
    if span == 0:
        assert (found == mode).all()
        return
    alpha = 1 + 4 * (mode - low) / span
    some = SCORES[0, ::100]  # scipy's own inverse takes its time
    exact = low + span * stats.beta(alpha, 6 - alpha).ppf(stats.norm.cdf(some))
    assert found[::100] == pytest.approx(exact, abs=1e-4 * span + 1e-12)
    assert found.mean() == pytest.approx((low + 4 * mode + high) / 6, abs=1e-5 * span + 1e-9)


@pytest.mark.parametrize(
    ("shape", "law"),
    [
        ("triangular", stats.triang(0.25, 4, 8)),
        ("uniform", stats.uniform(4, 8)),
        ("lognormal", stats.lognorm(np.log(3) / (2 * NORMAL_95), scale=np.sqrt(48))),
    ],
)
def test_the_other_named_distributions(shape, law) -> None:
    found = lengths(4, 6, 12, shape=shape)
    middle = slice(100, -100)  # a kink or a far tail between two points of the table
    assert found[middle] == pytest.approx(law.ppf(stats.norm.cdf(SCORES[0]))[middle], rel=2e-3)
    assert found.mean() == pytest.approx(law.mean(), rel=1e-3)


def test_lognormal_has_its_outer_points_at_5_and_95_percent() -> None:
    found = draws([ThreePoint(4, 6, 12, "lognormal")]).lengths(np.array([[-NORMAL_95, NORMAL_95]]))
    assert found[0] == pytest.approx([4, 12], rel=1e-3)


def test_fixed_takes_the_most_likely() -> None:
    assert (lengths(1, 2, 9, shape="fixed") == 2).all()


@pytest.mark.parametrize("points", [(3, 2, 4), (1, 5, 4), (1, float("nan"), 4), (0, 1, 2, "lognormal")])
def test_points_out_of_order_are_refused(points) -> None:
    with pytest.raises(InputError):
        ThreePoint(*points)


def test_scores_of_any_size_stay_within_the_range() -> None:
    found = draws([ThreePoint(2, 3, 7)]).lengths(np.array([[-40.0, -8.0, 0.0, 8.0, 40.0]]))[0]
    assert (found >= 2 - 1e-9).all()
    assert (found <= 7 + 1e-9).all()
    assert (np.diff(found) >= 0).all()


@pytest.mark.parametrize("kind", [np.float32, np.float64])
def test_compiled_reading_gives_the_same_bits(monkeypatch, kind) -> None:
    shapes = ("pert", "triangular", "uniform", "lognormal", "fixed")
    rng = np.random.default_rng(1)
    some = [ThreePoint(*np.sort(rng.random(3) + 0.1), shapes[i % 5]) for i in range(40)]
    scores = (3 * rng.standard_normal((40, 257))).astype(kind)
    monkeypatch.setattr(choose, "WORTH", 0)
    compiled = draws(some).lengths(scores)
    monkeypatch.setattr(choose, "_installed", lambda: False)
    assert np.array_equal(draws(some).lengths(scores), compiled)
