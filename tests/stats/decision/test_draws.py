"""Distributions against scipy's, correlations made possible, and what draws say of a net benefit."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats

from trueup.stats.decision.benefit import benefit, histogram
from trueup.stats.decision.copula import correlated, nearest
from trueup.stats.decision.sensitivity import first_order, tornado
from trueup.stats.decision.shapes import NORMAL_95, Shape
from trueup.vocabulary import InputError

CHANCES = np.linspace(0.001, 0.999, 41)
SCORES = stats.norm.ppf(CHANCES)
PERT = stats.beta(1 + 4 * 0.25, 5 - 4 * 0.25, loc=2, scale=8)
CASES = [
    (Shape("triangular", (2, 4, 10)), stats.triang(0.25, loc=2, scale=8)),
    (Shape("pert", (2, 4, 10)), PERT),
    (Shape("uniform", (2, 10)), stats.uniform(2, 8)),
    (Shape("normal", (3, 2)), stats.norm(3, 2)),
    (Shape("lognormal", (2, 8)), stats.lognorm(np.log(4) / (2 * NORMAL_95), scale=4)),
    (Shape("student", (0.8, 0.1, 6)), stats.t(6, loc=0.8, scale=0.1)),
]


@pytest.mark.parametrize(("shape", "witness"), CASES, ids=lambda each: getattr(each, "kind", ""))
def test_quantiles_and_mean_are_those_of_scipy(shape: Shape, witness: stats.rv_continuous) -> None:
    assert shape.quantiles(SCORES) == pytest.approx(witness.ppf(CHANCES), rel=2e-4)
    assert shape.mean == pytest.approx(witness.mean())
    assert not shape.is_fixed


def test_discrete_values_come_as_often_as_stated() -> None:
    shape = Shape("discrete", (800, 0.25, 0, 0.75))
    found = shape.quantiles(stats.norm.ppf((np.arange(1000) + 0.5) / 1000))
    assert (found == 800).sum() == 250
    assert shape.mean == 200


@pytest.mark.parametrize(
    ("kind", "points"),
    [("triangular", (3, 2, 5)), ("pert", (1, 2)), ("uniform", (2, 1)), ("normal", (0, -1)), ("lognormal", (0, 1)),
     ("discrete", (1, 0.5)), ("discrete", (1,)), ("fixed", (1, 2)), ("fixed", (float("nan"),)), ("gamma", (1, 2))],
)  # fmt: skip
def test_what_is_no_distribution_is_refused(kind: str, points: tuple[float, ...]) -> None:
    with pytest.raises(InputError):
        Shape(kind, points)


def test_what_cannot_vary_is_fixed() -> None:
    for shape in (
        Shape("fixed", (3,)),
        Shape("pert", (3, 3, 3)),
        Shape("triangular", (3, 3, 3)),
        Shape("uniform", (3, 3)),
    ):
        assert shape.is_fixed


def test_rank_correlations_come_as_stated() -> None:
    joint = correlated(3, {(0, 1): 0.6, (1, 2): -0.4})
    assert joint.was_possible
    found = joint.join(np.random.default_rng(2).standard_normal((3, 40_000)))
    ranks = stats.spearmanr(found.T).statistic
    assert ranks[0, 1] == pytest.approx(0.6, abs=0.02)
    assert ranks[1, 2] == pytest.approx(-0.4, abs=0.02)
    assert ranks[0, 2] == pytest.approx(0.0, abs=0.02)


def test_the_nearest_correlation_matrix_is_highams() -> None:
    """Higham (2002), section 4: the tridiagonal example, distance 0.5278."""
    given_ = np.array([[2.0, -1, 0, 0], [-1, 2, -1, 0], [0, -1, 2, -1], [0, 0, -1, 2]])
    found = nearest(given_)
    assert np.linalg.norm(found - given_) == pytest.approx(2.1336, abs=1e-3)
    third = np.array([[1.0, 1, 0], [1, 1, 1], [0, 1, 1]])
    assert np.linalg.norm(nearest(third) - third) == pytest.approx(0.5278, abs=1e-4)
    assert nearest(third)[0, 1:] == pytest.approx([0.7607, 0.1573], abs=1e-4)


@given(st.lists(st.floats(-1, 1), min_size=6, max_size=6))
@settings(max_examples=40, deadline=None)
def test_any_correlations_can_be_drawn(rhos: list[float]) -> None:
    pairs = [(i, j) for i in range(4) for j in range(i)]
    joint = correlated(4, dict(zip(pairs, rhos, strict=True)))
    assert np.linalg.eigvalsh(joint.used)[0] > -1e-6
    assert np.diag(joint.used) == pytest.approx(1.0)
    assert np.isfinite(joint.join(np.random.default_rng(1).standard_normal((4, 10)))).all()


def test_a_correlation_beyond_one_is_refused() -> None:
    for pairs in ({(0, 1): 1.2}, {(1, 1): 0.5}):
        with pytest.raises(InputError):
            correlated(2, pairs)


def test_a_benefit_in_figures() -> None:
    found = benefit(np.arange(-10.0, 90.0))
    assert (found.mean, found.p_positive, found.n) == (39.5, 0.89, 100)
    assert found.cvar10 == np.arange(-10.0, 0.0).mean()
    assert (found.p10, found.p50, found.p90) == pytest.approx(
        tuple(np.quantile(np.arange(-10.0, 90.0), (0.1, 0.5, 0.9)))
    )
    assert found.stderr == pytest.approx(np.arange(-10.0, 90.0).std(ddof=1) / 10)
    with pytest.raises(InputError):
        benefit(np.array([]))


def test_a_histogram_holds_every_draw() -> None:
    edges, shares = histogram(np.random.default_rng(1).normal(size=5000))
    assert shares.sum() == pytest.approx(1)
    assert len(edges) == len(shares) + 1
    assert histogram(np.full(10, 3.0))[1].tolist() == [1.0]


def test_the_tornado_is_sorted_and_ties_go_by_name() -> None:
    shapes = {
        "b": Shape("uniform", (0, 1)),
        "a": Shape("uniform", (0, 1)),
        "c": Shape("normal", (0, 5)),
        "d": Shape("fixed", (2,)),
    }
    base, bars = tornado(lambda x: x["a"] + x["b"] - x["c"] + x["d"], shapes)
    assert base == pytest.approx(3.0)
    assert [bar.name for bar in bars] == ["c", "a", "b"]
    assert bars[0].swing == pytest.approx(-2 * 1.2815515655 * 5)
    assert bars[1].swing == pytest.approx(0.8)


def test_first_order_shares_are_those_of_a_sum_and_leave_interactions() -> None:
    generator = np.random.default_rng(4)
    x, y = generator.normal(0, 1, 20_000), generator.normal(0, 2, 20_000)
    assert first_order(x + y, [x, y]) == pytest.approx((0.2, 0.8), abs=0.02)
    product = first_order(x * y, [x, y])
    assert max(product) < 0.02
    assert first_order(np.ones(100), [x[:100]]) == (0.0,)
