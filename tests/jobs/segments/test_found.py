from __future__ import annotations

import sys

import numpy as np
import pytest
from numpy.typing import NDArray

from tests.jobs.build import job_map, ratings, survey
from tests.jobs.segments.conftest import OUTCOMES, SEED, THINGS, people
from tests.stats.segments.drawn import structureless
from trueup.jobs.ratings import Ratings
from trueup.jobs.segments import Found, find, peers, same_segments
from trueup.stats.segments import choice
from trueup.vocabulary import InputError
from trueup.vocabulary.said import Said

JOB = job_map(*OUTCOMES)


@pytest.fixture
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    """Fewer numbers of segments and fewer resamples: that all of them are tried is tested once."""
    monkeypatch.setattr(choice, "MOST", 3)
    monkeypatch.setattr(peers, "MOST", 2)
    monkeypatch.setattr(peers, "RESAMPLES", 3)


def agreement(group: NDArray[np.int64], found: NDArray[np.int64]) -> float:
    """The adjusted Rand index. Imported here: whoever only collects tests waits for nothing."""
    from sklearn.metrics import adjusted_rand_score

    return float(adjusted_rand_score(group, found))


def test_planted_segments_are_found(segmented: Found, planted_people: tuple[Ratings, NDArray[np.int64]]) -> None:
    result, group = segmented.result, planted_people[1]
    assert result.refused is None
    assert len(result.segments) == 3
    assert agreement(group, segmented.segment) >= 0.9
    assert [segment.n for segment in result.segments] == sorted(np.bincount(segmented.segment)[1:], reverse=True)
    assert sum(segment.n for segment in result.segments) == result.n == 240
    assert [segment.id for segment in result.segments] == [1, 2, 3]
    for segment in result.segments:
        assert segment.share.low < segment.share.value == segment.n / 240 < segment.share.high
        assert segment.stability >= 0.75
    assert {len(set(segmented.labels().tolist()))} == {3}


def test_what_was_tried_is_told_with_reasons(segmented: Found) -> None:
    tried = segmented.result.tried
    classes = [each for each in tried if each.method == "latent classes"]
    assert [each.k for each in classes] == [2, 3, 4, 5, 6]
    assert [each.k for each in classes if each.refused is None] == [3]
    assert all(each.bic is not None for each in classes)
    means = [each for each in tried if each.method == "k-means"]
    assert [each.k for each in means] == [2, 3, 4, 5, 6]
    assert all(each.refused and each.stability is not None for each in means)
    assert "StepMix" in str(segmented.result.method)
    assert isinstance(segmented.result.method, Said)  # read in the reader's language


@pytest.mark.usefixtures("quick")
def test_the_same_seed_gives_the_same_bytes() -> None:
    given, _ = people(120, 2)
    first, again = (find(given, survey(), JOB, seed=SEED, resamples=3) for _ in range(2))
    assert first.result.segments
    assert again.result.model_dump_json() == first.result.model_dump_json()
    assert again.probability.tobytes() == first.probability.tobytes()


@pytest.mark.usefixtures("quick")
@pytest.mark.parametrize("kind", ["independent", "one level"])
def test_no_segments_in_structureless_answers(kind: str) -> None:
    given = ratings(*structureless(kind, 150, THINGS, np.random.default_rng(4)))
    found = find(given, survey(), JOB, seed=SEED, resamples=5)
    assert found.result.segments == ()
    assert "no segments" in str(found.result.refused)
    assert found.result.typing is None
    assert found.segment.tolist() == [0] * 150
    assert found.labels().tolist() == [None] * 150
    assert all(each.refused for each in found.result.tried)


@pytest.mark.parametrize(
    ("importance", "satisfaction", "reason"),
    [
        (np.full((150, 5), 4), np.full((150, 5), 4), "all answers equal"),
        (np.full((150, 5), 5), np.full((150, 5), 2), "all answers equal"),  # each varies, but all alike
        (np.full((0, 5), 5), np.full((0, 5), 2), "0 of the 100"),
        (np.arange(99 * 5).reshape(99, 5) % 5 + 1, np.full((99, 5), 2), "99 of the 100"),
        (np.arange(150 * 2).reshape(150, 2) % 5 + 1, np.full((150, 2), 2), "2 ratings only"),
    ],
)
def test_too_little_is_refused_with_what_is_needed(
    importance: NDArray[np.int64], satisfaction: NDArray[np.int64], reason: str
) -> None:
    found = find(ratings(importance, satisfaction), survey(), JOB, seed=SEED)
    assert reason in str(found.result.refused)
    assert found.result.tried == ()
    assert len(found.segment) == len(importance)


@pytest.mark.usefixtures("quick")
def test_those_who_give_one_rating_throughout_find_no_segment() -> None:
    """A hundred people who tick 5 everywhere look like a group, and are none."""
    given, _ = people(150, 2)
    silent = np.full((60, THINGS), 5)
    both = ratings(np.vstack([given.importance, silent]), np.vstack([given.satisfaction, silent]))
    found = find(both, survey(), JOB, seed=SEED, resamples=5)
    assert len(found.result.segments) == 2
    assert found.result.n == 210
    assert any("60 respondents gave no two different ratings" in note for note in found.result.notes)


@pytest.mark.usefixtures("quick")
def test_a_group_too_small_to_be_shown_is_no_segment() -> None:
    given, _ = people(150, 2)
    alone = find(given, survey(anonymous=False, minimum_group=100), JOB, seed=SEED, resamples=5)
    hidden = find(given, survey(anonymous=True, minimum_group=100), JOB, seed=SEED, resamples=5)
    assert len(alone.result.segments) == 2
    assert hidden.result.segments == ()
    assert "fewer than 100 people" in str(hidden.result.refused)


@pytest.mark.usefixtures("quick")
def test_planned_missing_answers_need_no_guess() -> None:
    rng = np.random.default_rng(2)
    given, group = people(260, 2)
    block = np.arange(THINGS) % 3 == rng.integers(0, 3, 260)[:, None]
    forms = ratings(np.where(block, -1, given.importance), np.where(block, -1, given.satisfaction))
    found = find(forms, survey(), JOB, seed=SEED, resamples=5)
    assert agreement(group, found.segment) >= 0.9
    assert {each.method for each in found.result.tried} == {"latent classes"}
    assert any("k-means was not tried" in note for note in found.result.notes)


@pytest.mark.usefixtures("quick")
def test_many_are_placed_by_what_a_sample_found(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("trueup.jobs.segments.found.SAMPLE", 150)
    given, group = people(400, 2)
    found = find(given, survey(), JOB, seed=SEED, resamples=5)
    assert agreement(group, found.segment) >= 0.9
    assert found.result.n == 400
    assert any("found by 150 of 400" in note for note in found.result.notes)


def test_without_the_libraries_it_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("trueup.stats.segments.libraries.find_spec", lambda name: None)
    with pytest.raises(InputError, match="sklearn and stepmix") as refused:
        find(people(120, 2)[0], survey(), JOB, seed=SEED)
    assert "pip install 'trueup[segments]'" in str(refused.value)


def test_nothing_heavy_is_imported_before_it_is_needed() -> None:
    import subprocess

    code = "import sys, trueup.jobs.segments; sys.exit('sklearn' in sys.modules or 'stepmix' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


@pytest.mark.usefixtures("quick")
def test_segments_are_found_again_in_the_next_wave(segmented: Found) -> None:
    later, _ = people(240, 3, seed=9, wave="w2")
    after = find(later, survey(), JOB, seed=SEED, resamples=5).result
    pairs = same_segments(segmented.result, after)
    assert [before for before, _ in pairs] == [1, 2, 3]
    for before, now in pairs:
        assert now is not None
        first, second = (found.segments[at - 1] for found, at in ((segmented.result, before), (after, now)))
        highest = [
            {need.outcome for need in segment.needs if need.opportunity and need.opportunity.value > 10}
            for segment in (first, second)
        ]
        assert len(highest[0] & highest[1]) >= 4


def test_without_segments_nothing_is_matched(segmented: Found) -> None:
    none = segmented.result.model_copy(update={"segments": ()})
    assert same_segments(segmented.result, none) == ((1, None), (2, None), (3, None))
    assert same_segments(none, segmented.result) == ()
