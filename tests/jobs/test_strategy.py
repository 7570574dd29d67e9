"""The growth strategy matrix."""

from __future__ import annotations

import numpy as np
import pytest

from tests.jobs.build import ratings, survey
from trueup.jobs.results import Measured
from trueup.jobs.strategy import allowed, better_than, cell
from trueup.vocabulary import InputError


def measured(low: float, high: float) -> Measured:
    return Measured(value=(low + high) / 2, low=low, high=high, n=100, method="stated")


@pytest.mark.parametrize(
    ("better", "cheaper", "name"),
    [
        (0.3, -0.3, "differentiated"),
        (0.2, 0.2, "dominant"),
        (-0.1, 0.4, "disruptive"),
        (-0.1, -0.2, "discrete"),
        (0.04, 0.5, "sustaining"),
        (0.15, 0.15, "sustaining"),
    ],
)
def test_each_cell_of_the_matrix(better: float, cheaper: float, name: str) -> None:
    assert cell(better, cheaper) == name


def test_a_strategy_is_claimed_only_where_both_intervals_lie_in_its_cell() -> None:
    assert allowed(measured(0.25, 0.4), measured(0.22, 0.3)) == ("dominant",)
    assert allowed(measured(0.1, 0.4), measured(0.22, 0.3)) == ("dominant", "sustaining")
    assert allowed(measured(-0.5, 0.5), measured(-0.5, 0.5)) == (
        "dominant", "differentiated", "disruptive", "discrete", "sustaining",
    )  # fmt: skip


def test_better_is_satisfaction_against_that_of_those_who_do_otherwise() -> None:
    channel = np.array(["app"] * 100 + ["paper"] * 100, dtype=object)
    satisfaction = np.array([[5] * 6] * 60 + [[1] * 6] * 40 + [[5] * 6] * 40 + [[1] * 6] * 60)
    people = ratings(np.full(satisfaction.shape, 4), satisfaction, keys={"channel": channel})
    found = better_than(people, "channel", "paper", survey=survey(), seed=1)
    assert found.value == pytest.approx(0.5)
    assert found.low < 0.5 < found.high


def test_groups_that_are_too_small_are_not_compared() -> None:
    people = ratings([[4]] * 20, [[4]] * 20, keys={"channel": np.array(["app"] * 15 + ["paper"] * 5, dtype=object)})
    with pytest.raises(InputError, match="10 people or more"):
        better_than(people, "channel", "paper", survey=survey(), seed=1)
