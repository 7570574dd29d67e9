"""The System Usability Scale of several people."""

from __future__ import annotations

import pytest

from tests.horizons.made import stakeholders
from tests.horizons.stood import answer, march
from trueup.horizons.answered import Answer
from trueup.horizons.figure import Figure
from trueup.horizons.scoring.asked import asked
from trueup.horizons.scoring.usability import sus_timeline


def sheet(person: str, ratings: list[float], day: int = 1) -> list[Answer]:
    return [answer(value, day, person=person, item=str(place)) for place, value in enumerate(ratings, start=1)]


def at(*answers: Answer) -> Figure:
    document = stakeholders()
    level = document.levels[1]
    return sus_timeline(asked(document, level, level.criteria[0]), answers).at(march(9))


BEST, MIDDLE = [5.0, 1.0] * 5, [3.0] * 10


def test_all_threes_are_half_and_the_best_is_one() -> None:
    """Scores 1 and .5: mean .75, sd .3536; t with one degree of freedom is 12.7: nothing is shown by two."""
    for ratings, mark in ((MIDDLE, 0.5), (BEST, 1.0)):
        found = at(*sheet("a", ratings)).score
        assert found is not None
        assert found.value == mark
    two = at(*sheet("a", BEST), *sheet("b", MIDDLE)).score
    assert two is not None
    assert (two.value, two.low, two.high) == (0.75, 0.0, 1.0)


def test_a_sheet_with_an_item_missing_or_wrong_is_no_score() -> None:
    assert at(*sheet("a", BEST[:9])).score is None
    assert at(*sheet("a", [*BEST[:9], 7.0])).score is None
    whole = at(*sheet("a", BEST), *sheet("b", MIDDLE[:9])).score
    assert whole is not None
    assert whole.n == 1


def test_a_figure_that_was_summed_up_elsewhere() -> None:
    """68 of 30 people, standard error 2: .68 -+ 2.0452 x .02."""
    found = at(answer(68, 1, n=30, stderr=2.0)).score
    assert found is not None
    assert found.value == pytest.approx(0.68)
    assert found.low == pytest.approx(0.68 - 2.045230 * 0.02, rel=1e-5)
