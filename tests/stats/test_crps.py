from types import ModuleType

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from trueup.stats.crps import brier, crps_ensemble, crps_gaussian, crps_student
from trueup.vocabulary import InputError


@pytest.mark.parametrize(
    ("mean", "sd", "y", "score"), [(0, 1, 0, 0.2336950), (0, 1, 1, 0.6024414), (2, 3, -1, 1.8073241)]
)
def test_gaussian(scoringrules: ModuleType, mean: float, sd: float, y: float, score: float) -> None:
    assert float(crps_gaussian(mean, sd, y)) == pytest.approx(score, abs=5e-8)
    assert float(crps_gaussian(mean, sd, y)) == pytest.approx(scoringrules.crps_normal(y, mean, sd))


def test_ensemble_plain_and_fair() -> None:
    assert float(crps_ensemble([1, 2, 3, 4], 2.5)) == pytest.approx(0.375)
    assert float(crps_ensemble([1, 2, 3, 4], 2.5, fair=True)) == pytest.approx(0.1667, abs=5e-5)


@given(df=st.floats(1.5, 50), centre=st.floats(-10, 10), scale=st.floats(0.1, 10), y=st.floats(-30, 30))
def test_student_agrees_with_scoringrules(
    scoringrules: ModuleType, df: float, centre: float, scale: float, y: float
) -> None:
    expected = scoringrules.crps_t(y, df, centre, scale)
    assert float(crps_student(df, centre, scale, y)) == pytest.approx(float(expected), rel=1e-6, abs=1e-9)


def test_many_degrees_of_freedom_are_the_gaussian() -> None:
    assert float(crps_student(1e7, 1, 2, 3)) == pytest.approx(float(crps_gaussian(1, 2, 3)), rel=1e-6)


@given(members=st.lists(st.floats(-100, 100), min_size=2, max_size=30), y=st.floats(-100, 100))
def test_ensemble_agrees_with_scoringrules(scoringrules: ModuleType, members: list[float], y: float) -> None:
    x = np.array(members)
    assert float(crps_ensemble(x, y)) == pytest.approx(float(scoringrules.crps_ensemble(y, x)), abs=1e-9)
    fair = float(scoringrules.crps_ensemble(y, x, estimator="fair"))
    assert float(crps_ensemble(x, y, fair=True)) == pytest.approx(fair, abs=1e-9)


def test_large_ensemble_is_the_distribution_it_came_from() -> None:
    x = np.random.default_rng(19).normal(2, 3, size=200_000)
    assert float(crps_ensemble(x, -1.0)) == pytest.approx(1.8073241, rel=0.01)


def test_shapes_broadcast() -> None:
    assert crps_gaussian(np.zeros((3, 1)), np.ones(4), np.zeros((3, 4))).shape == (3, 4)
    assert crps_ensemble(np.zeros((5, 7)), np.zeros(5)).shape == (5,)


def test_brier() -> None:
    assert brier([0.9, 0.2], [1, 0]) == pytest.approx([0.01, 0.04])


def test_bad_input_is_refused() -> None:
    with pytest.raises(InputError, match="above zero"):
        crps_gaussian(0, 0, 1)
    with pytest.raises(InputError, match="degree"):
        crps_student(1, 0, 1, 1)
    with pytest.raises(InputError, match="outcomes"):
        brier([0.5], [2])
    with pytest.raises(InputError, match="members"):
        crps_ensemble([1.0], 1.0, fair=True)
    with pytest.raises(InputError, match="observed"):
        crps_gaussian(0, 1, np.nan)
