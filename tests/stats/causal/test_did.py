from __future__ import annotations

import numpy as np
import pytest

from trueup.stats.causal.did import difference_in_differences, two_by_two
from trueup.stats.causal.effect import Effect
from trueup.stats.contrast import Contrast
from trueup.vocabulary import InputError, Insufficient


def found(*args, **options) -> Effect:
    effect = difference_in_differences(*args, **options)
    assert isinstance(effect, Effect)
    return effect


def test_proposition_99(prop99, rng):
    effect = found(prop99.values, [prop99.treated], prop99.t0, rng)
    assert effect.average.point == pytest.approx(-27.349, abs=5e-4)
    assert effect.total.point == pytest.approx(12 * effect.average.point)
    assert (effect.n_pre, effect.n_post, effect.n_controls) == (19, 12, 38)


def test_the_printed_means_of_card_and_krueger_give_their_arithmetic():
    """Two stores a state that average to the printed means: the difference is that of the means."""
    answer = two_by_two(
        (np.array([19.44, 21.44]), np.array([20.03, 22.03])), (np.array([22.33, 24.33]), np.array([20.07, 22.27]))
    )
    assert isinstance(answer, Contrast)
    assert answer.estimate == pytest.approx(2.75)


def test_the_interval_is_the_clustered_one_of_an_independent_witness(rng):
    """CR2 with Bell-McCaffrey degrees of freedom on the stacked panel equals ours to the noise of the draws."""
    from statsmodels.stats.weightstats import CompareMeans

    noise = np.random.default_rng(4)
    panel = noise.normal(size=(14, 20)).cumsum(axis=1)
    panel[:5, 12:] += 2.0
    effect = found(panel, range(5), 12, rng)
    change = panel[:, 12:].mean(axis=1) - panel[:, :12].mean(axis=1)
    low, high = CompareMeans.from_data(change[:5], change[5:]).tconfint_diff(usevar="unequal")
    assert effect.average.low == pytest.approx(low, abs=0.05 * (high - low))
    assert effect.average.high == pytest.approx(high, abs=0.05 * (high - low))


def test_two_units_with_nothing_to_compare_them_with_are_compared_over_time(rng):
    noise = np.random.default_rng(5)
    common = 10 * np.sin(np.arange(60) / 2) + np.arange(60)
    panel = common + noise.normal(size=(2, 60))
    panel[0, 36:] += 5
    effect = found(panel, [0], 36, rng)
    assert effect.average.low < 5 < effect.average.high
    assert effect.average.high - effect.average.low < 4
    assert effect.p_placebo is None
    assert "over time" in effect.notes[0]


def test_units_that_drift_apart_beforehand_are_called_out(rng):
    noise = np.random.default_rng(6)
    panel = noise.normal(size=(20, 40))
    panel[0] += 0.5 * np.arange(40)
    (check,) = found(panel, [0], 30, rng).checks
    assert (check.name, check.passed) == ("parallel_trends", False)
    panel[0] -= 0.5 * np.arange(40)
    (check,) = found(panel, [0], 30, rng).checks
    assert check.passed


def test_what_came_after_does_not_move_the_leads(prop99):
    twice = []
    for bump in (0.0, 100.0):
        values = prop99.values.copy()
        values[:, prop99.t0 :] += bump
        twice.append(found(values, [prop99.treated], prop99.t0, np.random.default_rng(1)))
    assert np.array_equal(twice[0].leads.point, twice[1].leads.point)


def test_the_same_seed_gives_the_same_bytes(prop99):
    first, second = (
        found(prop99.values, [prop99.treated], prop99.t0, np.random.default_rng(9)).draws.tobytes() for _ in range(2)
    )
    assert first == second


@pytest.mark.parametrize(
    ("change", "says"),
    [
        ({"t0": 0}, "outside"),
        ({"t0": 31}, "outside"),
        ({"controls": [0, 2]}, "cannot be a control"),
        ({"pre": (0, 25)}, "after the start"),
        ({"treated": [99]}, "no row 99"),
    ],
)
def test_bad_input_is_refused(change, says, rng):
    values = np.random.default_rng(1).normal(size=(5, 31))
    arguments = {"treated": [2], "t0": 19} | change
    with pytest.raises(InputError, match=says):
        difference_in_differences(values, rng=rng, **arguments)


def test_missing_points_and_short_pasts_are_refused(rng):
    values = np.random.default_rng(1).normal(size=(5, 31))
    assert difference_in_differences(values, [0], 7, rng) == Insufficient(
        "a comparison: periods before the start", 7, 8
    )
    values[3, 3] = np.nan
    with pytest.raises(InputError, match="row 3, column 3"):
        difference_in_differences(values, [0], 19, rng)
