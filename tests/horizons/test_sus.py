"""The System Usability Scale, held against the published values: all threes 50, best 100, worst 0."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from trueup.horizons.sus import ITEMS, sus_of, sus_score
from trueup.vocabulary import InputError

RATINGS = st.lists(st.integers(1, 5), min_size=10, max_size=10)


@pytest.mark.parametrize(
    ("ratings", "score"),
    [
        ([3] * 10, 50.0),
        ([5, 1] * 5, 100.0),
        ([1, 5] * 5, 0.0),
        ([5] * 10, 50.0),
        ([4, 2, 5, 1, 4, 2, 5, 1, 4, 2], 85.0),
    ],
)
def test_published_values(ratings: list[int], score: float) -> None:
    assert sus_score(ratings) == score


@given(RATINGS, st.integers(0, 9))
def test_a_better_rating_is_worth_two_and_a_half(ratings: list[int], at: int) -> None:
    better = [*ratings]
    better[at] += 1 if at % 2 == 0 else -1
    if 1 <= better[at] <= 5:
        assert sus_score(better) - sus_score(ratings) == 2.5
    assert 0 <= sus_score(ratings) <= 100


@pytest.mark.parametrize("ratings", [[3] * 9, [3] * 11, [], [3] * 9 + [6], [0] + [3] * 9, [3.5] + [3] * 9])
def test_what_is_no_questionnaire_is_refused(ratings: list[float]) -> None:
    with pytest.raises(InputError):
        sus_score(ratings)


def test_a_person_has_a_score_once_all_ten_items_are_answered() -> None:
    ratings = {item.id: 3.0 for item in ITEMS}
    assert sus_of(ratings) == 50.0
    assert sus_of({**ratings, "1": 4.0, "10": 2.0}) == 55.0
    assert sus_of({name: rating for name, rating in ratings.items() if name != "7"}) is None
