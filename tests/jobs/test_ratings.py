from __future__ import annotations

import numpy as np
import pytest

from tests.jobs.build import ratings
from trueup.jobs.ratings import Ratings, in_order
from trueup.jobs.survey import Scale


@pytest.fixture
def three() -> Ratings:
    """Three people, two outcomes; one does not know what the first does for him, one was not shown the second."""
    return ratings([[5, 1], [4, 2], [3, None]], [[2, 2], [None, 2], [2, None]], weight=np.array([1.0, 2.0, 0.5]))


def test_each_pair_is_counted_with_missing_last(three: Ratings) -> None:
    counts = three.counts()
    assert counts.people[0, 0, 4, 1] == counts.people[0, 0, 3, 5] == counts.people[0, 0, 2, 1] == 1
    assert counts.people[0, 1, 5, 5] == 1
    assert counts.people.sum() == 6
    assert counts.ratings == 9
    assert counts.weight[0, 0, 3, 5] == 2.0
    assert counts.square[0, 0, 3, 5] == 4.0
    assert counts.weighted


def test_groups_are_counted_apart_and_make_up_the_whole(three: Ratings) -> None:
    labels = np.array(["b", None, "a"], dtype=object)
    counts = three.counts(labels, "key")
    assert counts.groups == ("a", "b", None)
    assert counts.respondents.tolist() == [1, 1, 1]
    assert counts.people[0, 0, 2, 1] == counts.people[1, 0, 4, 1] == 1
    whole = counts.together()
    assert (whole.groups, whole.by) == ((None,), None)
    for name in ("people", "weight", "square", "respondents"):
        assert np.array_equal(getattr(whole, name), getattr(three.counts(), name))


def test_who_said_nothing_is_no_respondent() -> None:
    assert ratings([[None], [3]], [[None], [None]]).counts().respondents.tolist() == [1]


def test_a_zero_is_a_rating() -> None:
    scale = Scale.model_validate({"low": 0, "high": 10, "top": [9, 10]})
    counts = ratings([[0], [10]], [[10], [None]], scale=scale).counts()
    assert counts.people.shape == (1, 1, 12, 12)
    assert counts.people[0, 0, 0, 10] == counts.people[0, 0, 10, 11] == 1


def test_some_respondents_only(three: Ratings) -> None:
    some = three.of(np.array([True, False, True]))
    assert some.respondents == ("p0", "p2")
    assert some.importance.tolist() == [[5, 1], [3, -1]]
    assert some.shape == (2, 2)


def test_none_stands_last() -> None:
    assert in_order(["b", None, "a", "b"]) == ("a", "b", None)
    assert in_order(["b", "a"]) == ("a", "b")
