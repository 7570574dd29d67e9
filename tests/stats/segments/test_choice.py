import numpy as np
import pytest
from sklearn.metrics import adjusted_rand_score

from tests.stats.segments.drawn import STRUCTURELESS, planted, structureless, three_forms
from trueup.stats.segments import choice
from trueup.stats.segments.answers import top_boxes
from trueup.stats.segments.choice import choose, grouped

RESAMPLES = 8


@pytest.fixture(autouse=True)
def _up_to_four(monkeypatch: pytest.MonkeyPatch) -> None:
    """Six would be the same again."""
    monkeypatch.setattr(choice, "MOST", 4)


@pytest.mark.parametrize("kind", ["planted", "planted, yes-saying"])
def test_planted_segments_are_found(kind: str) -> None:
    ratings, group = planted(300, 20, 3, np.random.default_rng(7), kind)
    answers = top_boxes(*ratings, 4)
    found = choose(answers, 1, resamples=RESAMPLES)
    assert found.chosen is not None
    assert found.chosen.model.k == 3
    assert found.chosen.model.levels.count == (2 if "yes" in kind else 0)  # levels do not become segments
    assert adjusted_rand_score(group, grouped(answers, found.chosen.model)) >= 0.9
    assert found.chosen.bic < found.gradual_bic
    assert {each.refused for each in found.tried if each is not found.chosen} <= {"gradual", "behind", "small"}


def test_planted_segments_are_found_in_three_forms() -> None:
    rng = np.random.default_rng(8)
    ratings, group = planted(300, 30, 3, rng)
    answers = top_boxes(*three_forms(ratings, rng), 4)
    found = choose(answers, 1, resamples=RESAMPLES)
    assert found.chosen is not None
    assert found.chosen.model.k == 3
    assert adjusted_rand_score(group, grouped(answers, found.chosen.model)) >= 0.9


@pytest.mark.parametrize("kind", STRUCTURELESS)
def test_no_segments_where_there_are_none(kind: str) -> None:
    """The rates by hundreds of draws: tests/real/segments.py."""
    answers = top_boxes(*structureless(kind, 200, 12, np.random.default_rng(5)), 4)
    found = choose(answers, 1, resamples=RESAMPLES)
    assert found.chosen is None
    assert all(each.refused for each in found.tried)


def test_a_group_that_is_too_small_is_refused() -> None:
    ratings, group = planted(400, 16, 2, np.random.default_rng(2))
    keep = (group == 0) | (np.cumsum(group == 1) <= 20)
    found = choose(top_boxes(ratings[0][keep], ratings[1][keep], 4), 1, resamples=RESAMPLES)
    assert found.chosen is None
    assert found.tried[0].refused == "small"
    assert found.tried[0].smallest < found.least == 30


def test_groups_that_do_not_come_back_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    ratings, _ = planted(300, 12, 2, np.random.default_rng(2))
    lot = np.random.default_rng(0)
    monkeypatch.setattr(choice, "again", lambda answers, model, drawn, rng: model.in_order(lot.permutation(2)))
    monkeypatch.setattr(choice, "jaccard", lambda groups, k, regroup, rng, resamples: np.array([0.9, 0.74]))
    found = choose(top_boxes(*ratings, 4), 1, resamples=RESAMPLES)
    assert found.chosen is None
    assert "unstable" in {each.refused for each in found.tried}


def test_the_same_seed_gives_the_same_bytes() -> None:
    ratings, _ = planted(150, 10, 2, np.random.default_rng(3))
    answers = top_boxes(*ratings, 4)
    first, second = (choose(answers, 5, resamples=5) for _ in range(2))
    assert first.chosen is not None
    assert second.chosen is not None
    assert first.chosen.model.intercepts.tobytes() == second.chosen.model.intercepts.tobytes()
    assert [each.bic for each in first.tried] == [each.bic for each in second.tried]
