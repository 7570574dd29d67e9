import numpy as np
import pytest

from trueup.stats.cusum import cusum
from trueup.vocabulary import InputError


def test_nist_example(reference) -> None:
    # NIST/SEMATECH e-Handbook 6.3.2.3: target 325, k = 0.3175, h = 4.1959; first signal at group 14.
    found = cusum(reference("spc_cusum_nist.csv", "x"), 325, 1, reference=0.3175, decision=4.1959)
    # The handbook rounds k to 0.3175; its sums carry half a unit of the fourth decimal a step.
    assert found.high == pytest.approx(reference("spc_cusum_nist.csv", "S_hi"), abs=1e-3)
    assert found.low == pytest.approx(reference("spc_cusum_nist.csv", "S_lo"), abs=1e-3)
    assert found.signals[0].index == 13
    assert found.high[[13, 19]] == pytest.approx([4.940, 19.039], abs=5e-4)
    assert {signal.side for signal in found.signals} == {"above"}


def test_the_last_zero_dates_the_change_and_the_sum_gives_the_new_mean() -> None:
    x = np.array([0.0] * 10 + [2.0] * 10)
    (shift,) = cusum(x, 0, 1).shifts
    assert (shift.since, shift.side, shift.index) == (10, "above", 13)
    assert shift.mean == pytest.approx(2.0)


def test_a_fall_mirrors_a_rise() -> None:
    x = np.random.default_rng(12).normal(size=50)
    x[20:] += 2
    up, down = cusum(x, 0, 1), cusum(-x, 0, 1)
    assert up.high == pytest.approx(down.low)
    assert up.shifts[0].mean == pytest.approx(-down.shifts[0].mean)


def test_a_tie_on_the_limit_does_not_signal() -> None:
    assert cusum([5.5], 0, 1).signals == ()
    assert len(cusum([5.6], 0, 1).signals) == 1


def test_a_missing_point_leaves_the_sums() -> None:
    found = cusum([2.0, 99.0, 2.0], 0, 1, [True, False, True])
    assert found.high.tolist() == [1.5, 1.5, 3.0]


def test_impossible_settings_are_refused() -> None:
    with pytest.raises(InputError, match="sigma"):
        cusum([1.0], 0, 0)
    with pytest.raises(InputError, match="row 0"):
        cusum([np.nan], 0, 1)
