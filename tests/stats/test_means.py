"""A mean of a few figures: Student's own data, and the t distribution of scipy as witness."""

from __future__ import annotations

import numpy as np
import pytest
from scipy import stats

from trueup.stats.means import Mean, around, mean_of
from trueup.vocabulary import InputError, Insufficient

SLEEP = [0.7, -1.6, -0.2, -1.2, -0.1, 3.4, 3.7, 0.8, 0.0, 2.0]
"""Additional hours of sleep, first drug: Student (1908), table I."""


def made(figures: list[float], step: float = 0.0) -> Mean:
    found = mean_of(figures, step)
    assert isinstance(found, Mean)
    return found


def test_students_own_figures() -> None:
    found = made(SLEEP)
    low, high = stats.t.interval(0.95, len(SLEEP) - 1, np.mean(SLEEP), stats.sem(SLEEP))
    assert (found.value, found.low, found.high) == (pytest.approx(0.75), pytest.approx(low), pytest.approx(high))


def test_equal_answers_on_a_scale_of_points_are_no_certainty() -> None:
    """Rounding to steps of .25 alone spreads by .25 / sqrt(12) = .0722; t with 3 degrees of freedom is 3.1824."""
    found = made([0.75] * 4, 0.25)
    assert found.value - found.low == pytest.approx(3.182446 * 0.25 / np.sqrt(12) / 2, rel=1e-5)
    assert made([0.75] * 4).low == 0.75


def test_given_errors_go_by_t_with_their_n_and_by_z_without() -> None:
    assert around(0.5, 0.1, 5).high == pytest.approx(0.5 + 0.1 * stats.t.ppf(0.975, 4))
    assert around(0.5, 0.1, None).high == pytest.approx(0.5 + 0.1 * 1.959964, rel=1e-6)


def test_one_figure_tells_nothing_of_a_spread() -> None:
    assert mean_of([0.5]) == Insufficient("the spread of answers", 1, 2)
    with pytest.raises(InputError):
        mean_of([0.5, float("nan")])
