from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from trueup.stats.opportunity import half_width, needed
from trueup.stats.opportunity.planner import unit_variance
from trueup.vocabulary import InputError


@pytest.mark.parametrize("half", [0.5, 0.7, 1.0, 2.0])
def test_about_seventeen_over_the_half_width_squared(half: float) -> None:
    assert needed(half, unit_variance(0.8, 0.4, 0.2)) == pytest.approx((17 / half) ** 2, rel=0.06)


def test_who_finds_it_no_more_important_than_satisfying() -> None:
    assert unit_variance(0.5, 0.5) == unit_variance(0.5, 0.9) == 25


@given(st.floats(0.05, 0.95), st.floats(0.05, 0.95), st.floats(0.1, 3), st.sampled_from([None, 40, 500]))
def test_what_is_needed_is_enough_and_one_less_is_not(
    first: float, second: float, half: float, size: int | None
) -> None:
    n = needed(half, unit_variance(first, second), size=size)
    assert half_width(n, first, second, size=size) <= half + 1e-9
    assert n == 1 or half_width(n - 1, first, second, size=size) > half - 1e-6


def test_no_more_are_needed_than_there_are() -> None:
    assert needed(0.01, unit_variance(0.8, 0.4), size=40) <= 40
    assert half_width(40, 0.8, 0.4, size=40) == 0


@pytest.mark.parametrize(
    "wrong",
    [
        lambda: needed(0, 1),
        lambda: half_width(0, 0.5, 0.5),
        lambda: half_width(41, 0.5, 0.5, size=40),
        lambda: unit_variance(1.2, 0.5),
    ],
)
def test_what_cannot_be_is_refused(wrong: object) -> None:
    with pytest.raises(InputError):
        wrong()  # type: ignore[operator]
