"""Did improving the KPI move the outcome?"""

from __future__ import annotations

import pytest

from trueup.jobs.moved import Pair, moved
from trueup.vocabulary import Direction


def pairs(*values: tuple[float, float]) -> list[Pair]:
    return [Pair(f"w{i}", satisfaction, actual) for i, (satisfaction, actual) in enumerate(values)]


def test_satisfaction_that_rises_as_days_fall_has_moved() -> None:
    found = moved("o1", "days", Direction.decrease, pairs((3, 10), (4.1, 8), (4.9, 6), (6, 4)))
    assert found.verdict == "moved"
    assert found.slope is not None
    assert found.slope.value == pytest.approx(0.49)


def test_the_other_way() -> None:
    found = moved("o1", "days", Direction.increase, pairs((3, 10), (4.1, 8), (4.9, 6), (6, 4)))
    assert found.verdict == "moved the other way"


def test_no_sign_is_only_said_where_a_point_would_have_shown() -> None:
    flat = pairs(*((5 + 0.05 * (-1) ** i, float(i)) for i in range(8)))
    noisy = pairs(*((5 + 3 * (-1) ** i, float(i)) for i in range(8)))
    assert moved("o1", "k", Direction.increase, flat).verdict == "did not move"
    assert moved("o1", "k", Direction.increase, noisy).verdict == "cannot tell"


@pytest.mark.parametrize(
    ("direction", "given", "words"),
    [
        (Direction.increase, pairs((3, 1), (4, 2), (5, 3)), "it takes 4"),
        (Direction.increase, pairs((3, 1), (4, 1), (5, 1), (6, 1)), "stood still"),
        (Direction.maintain, pairs((3, 1), (4, 2), (5, 3), (6, 4)), "no better side"),
    ],
)
def test_too_little_to_tell(direction: Direction, given: list[Pair], words: str) -> None:
    found = moved("o1", "k", direction, given)
    assert (found.verdict, found.slope) == ("cannot tell", None)
    assert words in found.words
