from __future__ import annotations

import numpy as np
import pytest

from tests.stats.causal.simulated import alike
from trueup.stats.causal.did import difference_in_differences
from trueup.stats.causal.placebo import placebo_in_time
from trueup.stats.causal.power import detectable, power_curve
from trueup.vocabulary import InputError


def compared(values: np.ndarray, t0: int):
    return difference_in_differences(values, [0], t0, np.random.default_rng(1))


def test_a_placebo_in_time_sees_the_past_alone():
    y = alike(np.random.default_rng(7), 20, 48)
    seen = []

    def estimate(values, t0):
        seen.append((values.shape, t0))
        return compared(values, t0)

    check = placebo_in_time(y, 36, estimate)
    assert seen == [((20, 36), 24)]
    assert check.passed
    y[0, 24:] += 10
    assert placebo_in_time(y, 36, compared).passed is False


def test_a_short_past_leaves_the_placebo_untold():
    y = alike(np.random.default_rng(4), 20, 20)
    assert placebo_in_time(y, 10, compared).passed is None


def test_power_rises_with_the_effect_and_agrees_with_what_is_detectable():
    effect = compared(alike(np.random.default_rng(5), 20, 48), 36)
    sizes = np.linspace(0, 6, 25)
    curve = power_curve(effect, sizes)
    assert curve[0] == pytest.approx(0.05, abs=0.01)
    assert (np.diff(curve) >= 0).all()
    least = detectable(effect, 0.8)
    assert power_curve(effect, [least])[0] == pytest.approx(0.8, abs=0.01)
    assert detectable(effect, 0.95) > least
    with pytest.raises(InputError, match="between 0 and 1"):
        detectable(effect, 1)


def test_sums_over_a_window_are_those_of_the_draws():
    effect = compared(alike(np.random.default_rng(5), 20, 48), 36)
    assert effect.summed(np.ones(12)) == effect.total
    quarter = effect.summed([1, 1, 1, *[0] * 9])
    assert quarter.point == pytest.approx(effect.post.point[:3].sum())
    assert quarter.low < quarter.point < quarter.high
    with pytest.raises(InputError, match="3 weights"):
        effect.summed([1, 2, 3])
