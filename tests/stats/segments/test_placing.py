import numpy as np
import pytest

from tests.stats.segments.drawn import planted, three_forms
from trueup.stats.segments.answers import top_boxes
from trueup.stats.segments.placing import FEWEST, MOST, placed, placing


def test_few_questions_place_most_people() -> None:
    rng = np.random.default_rng(0)
    ratings, group = planted(600, 20, 3, rng)
    answers = top_boxes(*ratings, 4)
    found = placing(answers, group, 3, rng)
    assert FEWEST <= len(found.columns) <= MOST
    assert len(set(found.columns.tolist())) == len(found.columns)
    assert found.right / found.n > 0.75

    fresh, truth = planted(2000, 20, 3, rng)
    others = top_boxes(*fresh, 4)
    chance = placed(found.log_odds, found.log_shares, others.top[:, found.columns], np.ones((2000, len(found.columns))))
    assert (chance.argmax(axis=1) == truth).mean() == pytest.approx(found.right / found.n, abs=0.05)
    sure = chance.max(axis=1)
    for low, high in ((0.5, 0.7), (0.7, 0.9), (0.9, 1.0)):  # it is right as often as it says
        band = (sure >= low) & (sure < high)
        assert (chance.argmax(axis=1) == truth)[band].mean() == pytest.approx(sure[band].mean(), abs=0.1)


def test_accuracy_is_chance_where_answers_tell_nothing() -> None:
    """Questions picked on the people they are judged by would look better than the largest group."""
    rng = np.random.default_rng(1)
    ratings, _ = planted(300, 40, 3, rng)
    group = rng.permutation(np.arange(300) % 3)
    found = placing(top_boxes(*ratings, 4), group, 3, rng)
    assert found.right / found.n < 0.43


def test_an_answer_that_is_not_there_says_nothing() -> None:
    odds, shares = np.array([[2.0, -1.0], [1.0, 3.0]]), np.log([0.7, 0.3])
    chance = placed(odds, shares, np.array([[1.0, 0.0], [0.0, 0.0]]), np.array([[1.0, 0.0], [0.0, 0.0]]))
    first = np.array([0.7, 0.3]) / (1 + np.exp(-odds[0]))
    assert chance[0] == pytest.approx(first / first.sum())
    assert chance[1] == pytest.approx([0.7, 0.3])


def test_forms_that_show_a_part_can_be_learned_from() -> None:
    rng = np.random.default_rng(2)
    ratings, group = planted(600, 18, 2, rng)
    found = placing(top_boxes(*three_forms(ratings, rng), 4), group, 2, rng)
    assert found.right / found.n > 0.75
