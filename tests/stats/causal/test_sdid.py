from __future__ import annotations

import numpy as np
import pytest

from trueup.stats.causal.effect import Effect
from trueup.stats.causal.sdid import synthetic_did
from trueup.vocabulary import Insufficient


def found(*args, **options) -> Effect:
    effect = synthetic_did(*args, **options)
    assert isinstance(effect, Effect)
    return effect


def test_proposition_99(prop99, rng):
    """Arkhangelsky et al. print -15.6; recomputed -15.605, with a leave-one placebo error of 9.37."""
    effect = found(prop99.values, [prop99.treated], prop99.t0, rng)
    assert effect.average.point == pytest.approx(-15.605, abs=0.005)
    (error,) = effect.parameters
    assert error.span.high - error.span.point == pytest.approx(9.37, abs=0.03)
    assert sum(effect.weights) == pytest.approx(1)


def test_parallel_units_give_the_effect_that_was_put_in(rng):
    noise = np.random.default_rng(3)
    values = noise.normal(size=(15, 1)) + 3 * np.sin(np.arange(40) / 3) + 0.01 * noise.normal(size=(15, 40))
    values[:2, 30:] += 1.5
    for spread in ("placebo", "jackknife"):
        effect = found(values, [0, 1], 30, rng, spread=spread)
        assert effect.average.point == pytest.approx(1.5, abs=0.02)
        assert effect.total.point == pytest.approx(30, abs=0.4)
        assert effect.average.low < 1.5 < effect.average.high


def test_a_level_that_differs_does_not_matter(prop99, rng):
    raised = prop99.values.copy()
    raised[prop99.treated] += 500
    first = found(prop99.values, [prop99.treated], prop99.t0, rng)
    assert found(raised, [prop99.treated], prop99.t0, rng).average.point == pytest.approx(first.average.point)


def test_what_the_treated_do_after_the_start_moves_no_weight(prop99, rng):
    values = prop99.values.copy()
    values[prop99.treated, prop99.t0 :] *= 3
    first = found(prop99.values, [prop99.treated], prop99.t0, rng)
    assert found(values, [prop99.treated], prop99.t0, rng).weights == first.weights


def test_what_cannot_be_spread_is_insufficient(rng):
    values = np.random.default_rng(2).normal(size=(12, 40))
    assert synthetic_did(values, [0], 30, rng, spread="jackknife") == Insufficient("a jackknife: treated units", 1, 2)
    assert synthetic_did(values, range(6), 30, rng) == Insufficient("placebos: controls", 6, 7)
    assert synthetic_did(values[:5], [0], 30, rng) == Insufficient("a comparison: controls", 4, 5)
