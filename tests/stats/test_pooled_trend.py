"""Where many short series are heading."""

from __future__ import annotations

import numpy as np
import pytest

from trueup.stats.pooled_trend import Ahead, ahead
from trueup.vocabulary import InputError, Insufficient

TIMES = np.array([0.0, 0.5, 1.0, 1.5])


def looked(values: np.ndarray, errors: np.ndarray, at: float = 2.0) -> Ahead:
    found = ahead(values, errors, TIMES[: values.shape[1]], at)
    assert isinstance(found, Ahead)
    return found


def test_exact_lines_go_on() -> None:
    slopes = np.array([1.0, -2.0, 0.0, 4.0])
    values = 5 + slopes[:, None] * TIMES
    found = looked(values, np.full(values.shape, 1e-6))
    assert found.mean == pytest.approx(5 + slopes * 2, abs=0.01)
    assert found.slope == pytest.approx(slopes, abs=0.01)


def test_noise_is_not_taken_for_a_trend() -> None:
    """Series that stand still: slopes are drawn to that of all, so what is said to lie ahead stays close."""
    rng = np.random.default_rng(1)
    values = 8 + rng.standard_normal((100, 4))
    found = looked(values, np.ones(values.shape))
    alone = np.polyfit(TIMES, values.T, 1)[0]
    assert found.slope.std() < alone.std() / 3


def test_what_lies_ahead_falls_within_its_interval() -> None:
    rng, inside, told = np.random.default_rng(2), 0, 0
    for _ in range(30):
        level, slope = rng.normal(8, 3, (60, 1)), rng.normal(0.3, 0.8, (60, 1))
        true = level + slope * np.array([*TIMES, 2.0])
        values = true[:, :4] + 0.5 * rng.standard_normal((60, 4))
        found = looked(values, np.full(values.shape, 0.5))
        inside += int((np.abs(found.mean - true[:, 4]) <= 1.96 * found.sd).sum())
        told += 60
    assert 0.92 <= inside / told <= 0.98


def test_too_little_gives_no_figure() -> None:
    two = ahead(np.ones((5, 2)), np.ones((5, 2)), TIMES[:2], 3)
    assert two == Insufficient("where it is heading", 2, 3)
    few = ahead(np.ones((2, 4)), np.ones((2, 4)), TIMES, 3)
    assert few == Insufficient("where it is heading", 2, 3)


@pytest.mark.parametrize(
    ("values", "errors", "times", "at"),
    [
        (np.ones((3, 3)), np.ones((3, 2)), TIMES[:3], 3.0),
        (np.ones((3, 3)), np.ones((3, 3)), TIMES[:3][::-1], 3.0),
        (np.ones((3, 3)), np.ones((3, 3)), TIMES[:3], 1.0),
        (np.full((3, 3), np.nan), np.ones((3, 3)), TIMES[:3], 3.0),
        (np.ones((3, 3)), -np.ones((3, 3)), TIMES[:3], 3.0),
    ],
)
def test_what_makes_no_sense_is_refused(values: np.ndarray, errors: np.ndarray, times: np.ndarray, at: float) -> None:
    with pytest.raises(InputError):
        ahead(values, errors, times, at)
