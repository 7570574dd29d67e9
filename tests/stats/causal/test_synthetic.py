from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.optimize import minimize

from tests.stats.causal.conftest import read_panel
from trueup.stats.causal.effect import Effect
from trueup.stats.causal.simplex import closest_mix
from trueup.stats.causal.synthetic import synthetic_control
from trueup.vocabulary import Insufficient

ADH = {"Utah": 0.334, "Nevada": 0.234, "Montana": 0.199, "Colorado": 0.164, "Connecticut": 0.069}


def found(*args, **options) -> Effect:
    effect = synthetic_control(*args, **options)
    assert isinstance(effect, Effect)
    return effect


def test_proposition_99(prop99, rng):
    effect = found(prop99.values, [prop99.treated], prop99.t0, rng)
    assert effect.average.point == pytest.approx(-19.51, abs=0.05)
    assert effect.post.point[-1] == pytest.approx(-26.597, abs=0.05)
    assert effect.p_placebo == pytest.approx(3 / 39)
    weights = {name: round(w, 3) for name, w in zip(prop99.controls, effect.weights, strict=True) if w > 0.02}
    expected = {"Utah": 0.394, "Montana": 0.232, "Nevada": 0.205, "Connecticut": 0.109, "New Hampshire": 0.045}
    assert weights == pytest.approx(expected, abs=0.002)


def test_the_printed_weights_of_abadie_diamond_and_hainmueller(prop99):
    mix = sum(share * prop99.values[prop99.names.index(name)] for name, share in ADH.items())
    gap = prop99.values[prop99.treated] - mix
    assert gap[prop99.t0 :].mean() == pytest.approx(-18.97, abs=0.01)
    assert gap[-1] == pytest.approx(-25.726, abs=0.001)
    assert (gap[: prop99.t0] ** 2).mean() == pytest.approx(3.09, abs=0.01)


def test_no_point_after_the_start_enters_the_weights(prop99, rng):
    values = prop99.values.copy()
    values[:, prop99.t0 :] = np.random.default_rng(1).normal(size=values[:, prop99.t0 :].shape)
    first = found(prop99.values, [prop99.treated], prop99.t0, rng)
    assert found(values, [prop99.treated], prop99.t0, rng).weights == first.weights


def test_a_unit_beyond_its_controls_is_called_out(rng):
    values = np.random.default_rng(2).normal(size=(12, 40))
    values[0] += 20
    checks = {check.name: check.passed for check in found(values, [0], 30, rng).checks}
    assert checks["convex_hull"] is False
    assert checks["pre_fit"] is False


def test_few_controls_are_too_few(rng):
    values = np.random.default_rng(2).normal(size=(5, 40))
    assert synthetic_control(values, [0], 30, rng) == Insufficient("a comparison: controls", 4, 5)


@settings(max_examples=40, deadline=None)
@given(st.integers(2, 8), st.integers(3, 15), st.integers(0, 10_000), st.sampled_from([0.0, 0.5, 20.0]))
def test_the_mix_is_the_minimum_on_the_simplex(units, periods, seed, ridge):
    noise = np.random.default_rng(seed)
    series, target = noise.normal(size=(units, periods)), noise.normal(size=periods)

    def cost(w):
        return ((series.T @ w - target) ** 2).sum() + ridge * (w @ w)

    ours = closest_mix(series, target, ridge)
    assert (ours >= 0).all()
    assert ours.sum() == pytest.approx(1)
    witness = minimize(
        cost,
        np.full(units, 1 / units),
        bounds=[(0, 1)] * units,
        constraints={"type": "eq", "fun": lambda w: w.sum() - 1},
        method="SLSQP",
        options={"ftol": 1e-12, "maxiter": 500},
    )
    assert cost(ours) <= cost(witness.x) + 1e-6 * (1 + cost(ours))


def test_the_basque_country(shared_data, rng):
    """Abadie and Gardeazabal's region: Madrid, the Balearics and La Rioja; about 0.85 thousand dollars a head lost."""
    columns = ("regionname", "year", "gdpcap")
    path = shared_data / "counterfactual" / "basque.csv"
    basque = read_panel(path, columns, "Basque Country (Pais Vasco)", 1970, leave_out="Spain (Espana)")
    effect = found(basque.values, [basque.treated], basque.t0, rng)
    named = {name: round(w, 2) for name, w in zip(basque.controls, effect.weights, strict=True) if w > 0.05}
    assert named == {"Madrid (Comunidad De)": 0.48, "Baleares (Islas)": 0.31, "Rioja (La)": 0.21}
    assert -1.1 < effect.average.point < -0.7


def test_german_reunification(shared_data, rng):
    """Abadie, Diamond and Hainmueller (2015): Austria and the USA lead the mix; some 3,400 dollars a head in 2003."""
    path = shared_data / "counterfactual" / "germany.csv"
    germany = read_panel(path, ("country", "year", "gdp"), "West Germany", 1990)
    effect = found(germany.values, [germany.treated], germany.t0, rng)
    largest = sorted(zip(effect.weights, germany.controls, strict=True), reverse=True)[:2]
    assert {name for _, name in largest} == {"Austria", "USA"}
    assert effect.post.point[-1] == pytest.approx(-3446, abs=100)
    assert effect.p_placebo == pytest.approx(1 / 17)
