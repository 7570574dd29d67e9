from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from tests.jobs.build import job_map, ratings, survey
from trueup.jobs.outcome_score import Asking, bands
from trueup.jobs.ratings import Ratings
from trueup.jobs.results import Scores
from trueup.jobs.score import scores_by
from trueup.jobs.survey import Scale
from trueup.vocabulary import Grade


def _asking(*outcomes: str, **more: Any) -> Asking:
    known = {name: more.pop(name) for name in ("frame", "answered", "grade", "seed") if name in more}
    parts: dict[str, Any] = {"grade": Grade.verified, "seed": 1, **known}
    return Asking(survey(**{"anonymous": False, **more}), job_map(*outcomes), **parts)


def _people(n: int, *shares: tuple[float, float], seed: int = 1, **more: Any) -> Ratings:
    """n people who rate each outcome's importance and satisfaction 5 with these chances, else 2."""
    rng = np.random.default_rng(seed)
    first, second = (np.array([share[i] for share in shares]) for i in (0, 1))
    drawn = [np.where(rng.random((n, len(shares))) < each, 5, 2) for each in (first, second)]
    return ratings(*drawn, **more)


def _scored(asking: Asking, people: Ratings) -> Scores:
    (found,) = scores_by(asking, people.counts(), people, None)
    return found


@pytest.fixture
def three() -> Scores:
    return _scored(_asking("o0", "o1", "o2", "never"), _people(200, (0.9, 0.2), (0.3, 0.8), (0.8, 0.5)))


def test_the_worked_example_of_2002() -> None:
    """75 % find it important, 40 % are satisfied: 7.5, 4 and 11 (Ulwick, HBR 2002)."""
    found = _scored(_asking("o0"), ratings([[5]] * 15 + [[3]] * 5, [[4]] * 8 + [[1]] * 12)).scores[0]
    assert found.importance is not None
    assert found.satisfaction is not None
    assert found.opportunity is not None
    assert [each.value for each in (found.importance, found.satisfaction, found.opportunity)] == [7.5, 4.0, 11.0]
    assert found.mean_importance == 4.5
    assert (found.n, found.n_both) == (20, 20)


def test_the_highest_opportunity_stands_first(three: Scores) -> None:
    assert [score.outcome for score in three.scores] == ["o0", "o2", "o1", "never"]
    assert [score.rank for score in three.scores] == [1, 2, 3, None]
    assert three.scores[0].p_rank == {"1": 1.0, "3": 1.0, "5": 1.0, "10": 1.0}
    assert three.scores[0].p_over["10"] == 1.0
    assert three.scores[0].step == "execute"


def test_what_nobody_rated_has_no_score(three: Scores) -> None:
    last = three.scores[-1]
    assert last.opportunity is None
    assert last.insufficient == "Nobody rated it: it needs 1 person at least."


def test_overserved_only_where_the_interval_says_so(three: Scores) -> None:
    by_id = {score.outcome: score for score in three.scores}
    assert by_id["o1"].overserved == pytest.approx(5.0, abs=1)
    assert by_id["o0"].overserved is None
    close = _scored(_asking("o0"), _people(40, (0.5, 0.55), seed=3)).scores[0]
    assert close.overserved is None
    assert close.hinge_bias is not None
    assert close.hinge_bias > 0.05
    assert "lifts the score by about" in " ".join(close.notes)


@pytest.mark.parametrize(
    ("low", "high", "allowed"),
    [
        (3, 9.9, ("appropriately served",)),
        (10, 10, ("worth considering",)),
        (9.5, 11, ("appropriately served", "worth considering")),
        (10.5, 13, ("worth considering", "high")),
        (12.1, 14.9, ("high",)),
        (15.2, 20, ("extreme",)),
        (20, 20, ("extreme",)),
        (0, 0, ("appropriately served",)),
    ],
)
def test_a_band_is_claimed_only_where_the_interval_allows_no_other(
    low: float, high: float, allowed: tuple[str, ...]
) -> None:
    assert bands(low, high) == allowed


def test_too_few_people_are_told_how_many_it_takes() -> None:
    found = _scored(_asking("o0", "o1"), _people(50, (0.8, 0.4), (0.7, 0.4)))
    assert found.half_width == pytest.approx(2.4, abs=0.5)
    assert found.needed == pytest.approx(340, abs=110)
    assert f"That takes {found.needed} people an outcome" in found.notes[0]
    some = _scored(_asking("o0"), _people(12, (0.8, 0.4)))
    assert some.scores[0].notes[0] == "Fewer than 30 people rated it: the score may be far off."


def test_enough_people_are_not() -> None:
    found = _scored(_asking("o0"), _people(600, (0.8, 0.4)))
    assert not any("too wide" in note for note in found.notes)


def test_a_census_has_no_interval() -> None:
    people = _people(40, (0.8, 0.4), (0.7, 0.6))
    found = _scored(_asking("o0", "o1", frame=40), people)
    for score in found.scores:
        assert score.opportunity is not None
        assert score.opportunity.low == pytest.approx(score.opportunity.value)
        assert len(score.bands) == 1
    assert found.scores[0].p_rank["1"] == 1.0
    assert "40 of 40 people answered: the intervals are narrower for it." in found.notes


def test_more_answers_than_people_are_told_not_believed() -> None:
    found = _scored(_asking("o0", frame=30), _people(40, (0.8, 0.4)))
    assert "more than the 30 that the survey says there are" in " ".join(found.notes)
    assert found.scores[0].opportunity is not None
    assert found.scores[0].opportunity.low < found.scores[0].opportunity.value


def test_a_part_of_each_group_was_asked() -> None:
    """Half of 80 people answered, 30 of them in one group: so that group has about 60."""
    people = _people(40, (0.8, 0.4))
    labels = np.array(["a"] * 30 + ["b"] * 10, dtype=object)
    (narrow, _) = scores_by(_asking("o0", frame=80, answered=40), people.counts(labels, "k"), people, labels)
    (wide, _) = scores_by(_asking("o0"), people.counts(labels, "k"), people, labels)
    assert narrow.half_width is not None
    assert wide.half_width is not None
    assert narrow.half_width / wide.half_width == pytest.approx(np.sqrt(30 / 59), rel=0.05)


def test_answers_that_are_all_the_same_are_scored_and_said() -> None:
    found = _scored(_asking("o0"), ratings([[5]] * 40, [[5]] * 40)).scores[0]
    assert found.opportunity is not None
    assert found.opportunity.value == 10
    assert "All who rated it gave the same answers." in found.notes


def test_another_scale_is_flagged() -> None:
    scale = {"low": 1, "high": 7, "top": [6, 7]}
    people = ratings([[7], [5]] * 20, [[2], [6]] * 20, scale=Scale.model_validate(scale))
    found = _scored(_asking("o0", scale=scale), people)
    assert "Not Ulwick's scale: it goes from 1 to 7, and 6 and above count as top." in " ".join(found.notes)
    assert found.scores[0].importance is not None
    assert found.scores[0].importance.value == 5


def test_the_grade_is_that_of_who_asks() -> None:
    found = _scored(_asking("o0", grade=Grade.reported, party="acme"), _people(40, (0.8, 0.4)))
    assert found.sample.grade == "reported"
    assert "acme, who asks, may gain from the answers: they count as reported." in found.notes


def test_weights_widen_the_interval() -> None:
    rng = np.random.default_rng(5)
    plain = _people(200, (0.8, 0.4))
    heavy = _people(200, (0.8, 0.4), weight=rng.choice([0.1, 3.0], 200))
    found, alike = _scored(_asking("o0"), heavy), _scored(_asking("o0"), plain)
    assert found.half_width is not None
    assert alike.half_width is not None
    assert found.half_width > 1.2 * alike.half_width
    assert "Answers are weighted: 200 people are worth" in " ".join(found.notes)


def test_an_outcome_that_the_job_map_has_no_more_keeps_its_score() -> None:
    found = _scored(_asking("o0"), _people(40, (0.8, 0.4), (0.9, 0.1)))
    gone = next(score for score in found.scores if score.outcome == "o1")
    assert gone.statement == "o1"
    assert "The job map does not have this outcome any more." in gone.notes


def test_nothing_is_shown_of_a_few_nor_what_would_tell_them() -> None:
    people = _people(60, (0.8, 0.4), (0.5, 0.5))
    labels = np.array(["a"] * 30 + ["b"] * 25 + ["c"] * 5, dtype=object)
    found = scores_by(_asking("o0", "o1", anonymous=True), people.counts(labels, "k"), people, labels)
    assert [bool(each.hidden) for each in found] == [False, True, True]
    assert found[2].sample.respondents == 0
    assert found[2].scores == ()
    assert "nothing is shown of fewer than 10 people" in (found[2].hidden or "")


def test_an_outcome_that_only_a_few_of_a_group_rated_is_hidden() -> None:
    people = _people(60, (0.8, 0.4), (0.5, 0.5))
    people.importance[3:30, 1] = people.satisfaction[3:30, 1] = -1
    labels = np.array(["a"] * 30 + ["b"] * 30, dtype=object)
    small, large = scores_by(_asking("o0", "o1", anonymous=True), people.counts(labels, "k"), people, labels)
    for each in (small, large):  # the large group less everybody would tell the three
        hidden = next(score for score in each.scores if score.outcome == "o1")
        assert hidden.opportunity is None
        assert hidden.n == 0
        assert next(score for score in each.scores if score.outcome == "o0").opportunity is not None


def test_everybody_is_hidden_where_they_are_few() -> None:
    people = _people(9, (0.8, 0.4))
    (found,) = scores_by(_asking("o0", anonymous=True), people.counts(), people, None)
    assert found.hidden


def test_nobody_has_answered() -> None:
    empty = ratings(np.empty((0, 0)), np.empty((0, 0)))
    found = _scored(_asking("o0", anonymous=True), empty)
    assert [score.insufficient for score in found.scores] == ["Nobody rated it: it needs 1 person at least."]
    assert found.notes == ("Nobody has answered in this wave yet.",)


def test_the_same_seed_gives_the_same_answer_whatever_else_is_asked() -> None:
    people = _people(60, (0.8, 0.4), (0.5, 0.5))
    labels = np.array(["a"] * 30 + ["b"] * 30, dtype=object)
    asking = _asking("o0", "o1")
    both = scores_by(asking, people.counts(labels, "k"), people, labels)
    alone = scores_by(asking, people.counts(labels, "k").of("b"), people, labels)
    assert both[1] == alone[0]
