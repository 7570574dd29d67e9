import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from trueup.stats.ewma import ewma
from trueup.vocabulary import InputError


def test_nist_example(reference) -> None:
    # NIST/SEMATECH e-Handbook 6.3.2.4: weight 0.3, start 50, s = 2.0539: limits 52.5884 / 47.4115, no signal.
    found = ewma(reference("spc_ewma_nist.csv", "x"), 50, 2.0539, weight=0.3, width=3)
    assert found.smoothed == pytest.approx(reference("spc_ewma_nist.csv", "ewma_lambda0.3_start50"), abs=5e-5)
    assert (found.upper[-1], found.lower[-1]) == pytest.approx((52.5884, 47.4115), abs=1e-3)
    assert found.smoothed[-1] == pytest.approx(51.99, abs=0.005)
    assert found.signals == ()


def test_a_small_lasting_shift_is_seen() -> None:
    x = np.random.default_rng(11).normal(size=60)
    x[30:] += 1.5
    found = ewma(x, 0, 1)
    assert found.signals
    assert found.signals[0].side == "above"
    assert found.signals[0].index >= 30


def test_limits_start_narrow() -> None:
    found = ewma([0.0] * 50, 0, 1, weight=0.2, width=3)
    assert found.upper[0] == pytest.approx(0.6)  # the first value is 0.2 x
    assert found.upper[-1] == pytest.approx(1.0, abs=1e-4)  # 3 sqrt(.2 / 1.8)


def test_weight_one_is_the_shewhart_chart() -> None:
    found = ewma([0.0, 3.5, -3.5, 1.0], 0, 1, weight=1, width=3)
    assert [(s.index, s.side) for s in found.signals] == [(1, "above"), (2, "below")]


def test_a_missing_point_leaves_memory_and_limits() -> None:
    found = ewma([1.0, 99.0, 1.0], 0, 1, [True, False, True])
    without = ewma([1.0, 1.0], 0, 1)
    assert found.smoothed[[0, 2]] == pytest.approx(without.smoothed)
    assert found.upper[[0, 2]] == pytest.approx(without.upper)


@pytest.mark.parametrize("options", [{"weight": 0.0}, {"weight": 1.1}, {"width": 0.0}, {"sigma": -1.0}])
def test_impossible_settings_are_refused(options: dict[str, float]) -> None:
    with pytest.raises(InputError):
        ewma([1.0], 0, options.pop("sigma", 1.0), **options)


@given(st.lists(st.floats(-10, 10), min_size=1, max_size=30), st.floats(0.1, 10), st.floats(-100, 100))
def test_moves_with_the_unit(x: list[float], scale: float, offset: float) -> None:
    one, other = ewma(x, 0, 1), ewma(np.array(x) * scale + offset, offset, scale)
    assert other.smoothed == pytest.approx(one.smoothed * scale + offset, rel=1e-9, abs=1e-9)
