from __future__ import annotations

import numpy as np
import pytest
from numpy.typing import NDArray

from tests.jobs.build import job_map, ratings, survey
from tests.jobs.segments.conftest import OUTCOMES, SEED, THINGS, people
from tests.stats.segments.drawn import structureless
from trueup.jobs.ratings import Ratings
from trueup.jobs.segments import Found
from trueup.jobs.segments.needs import needs
from trueup.stats.segments.answers import top_boxes
from trueup.stats.segments.levels import none
from trueup.stats.segments.mixture import posterior
from trueup.stats.segments.search import best


def test_needs_are_figures_of_the_segment_against_everybody_else(
    segmented: Found, planted_people: tuple[Ratings, NDArray[np.int64]]
) -> None:
    given = planted_people[0]
    for segment in segmented.result.segments:
        member = segmented.segment == segment.id
        assert len(segment.needs) == THINGS
        for need in segment.needs:
            j = given.outcomes.index(need.outcome)
            inside, outside = (
                _opportunity(given.importance[side, j], given.satisfaction[side, j]) for side in (member, ~member)
            )
            assert need.opportunity is not None
            assert need.difference is not None
            assert need.opportunity.value == pytest.approx(inside)
            assert need.difference.value == pytest.approx(inside - outside)
            assert need.difference.low <= need.difference.value <= need.difference.high
            assert need.opportunity.n == member.sum()


def _opportunity(importance: NDArray[np.int8], satisfaction: NDArray[np.int8]) -> float:
    first, second = 10 * (importance >= 4).mean(), 10 * (satisfaction >= 4).mean()
    return float(first + max(first - second, 0))


def test_the_most_distinctive_needs_come_first_and_name_the_segment(segmented: Found) -> None:
    names = set()
    for segment in segmented.result.segments:
        notable = [need.notable for need in segment.needs]
        assert notable == sorted(notable, reverse=True)
        assert sum(notable) >= 5
        first = next(need for need in segment.needs if need.difference and need.difference.value > 0)
        assert segment.name == first.statement
        names.add(segment.name)
    assert len(names) == 3


def test_the_planted_needs_are_those_found(segmented: Found, planted_people: tuple[Ratings, NDArray[np.int64]]) -> None:
    """Segment k of the truth has needs in every third outcome from k on, and nowhere else."""
    for segment in segmented.result.segments:
        truth = int(np.bincount(planted_people[1][segmented.segment == segment.id]).argmax())
        more = {
            need.outcome for need in segment.needs if need.notable and need.difference and need.difference.value > 0
        }
        assert more == {f"o{j}" for j in range(truth, THINGS, 3)}


def test_classes_made_of_noise_have_few_notable_needs() -> None:
    """Tested on the groups that they were made into, most of these differences would count as proven."""
    first, second = structureless("independent", 300, THINGS, np.random.default_rng(0))
    given = ratings(first, second)
    answers = top_boxes(first, second, 4)
    model = best(answers, 3, none(answers.kind), np.random.default_rng(1), starts=5)
    groups = posterior(answers, model).argmax(axis=1)
    found = needs(given, groups, model, answers, survey(), job_map(*OUTCOMES), SEED, 0.95)
    every = [need for rows in found for need in rows]
    apart = [need for need in every if need.difference and not need.difference.low <= 0 <= need.difference.high]
    assert len(apart) > 15  # the plain interval is fooled
    assert sum(need.notable for need in every) <= len(apart) / 5


def test_figures_of_a_few_are_left_out_where_answers_are_anonymous() -> None:
    given, group = people(200, 2)
    few = given.importance.copy()
    few[np.flatnonzero(group == 0)[8:], 0] = -1  # outcome 0: eight answers in the first group
    told = ratings(few, given.satisfaction)
    answers = top_boxes(few, given.satisfaction, 4)
    model = best(answers, 2, none(answers.kind), np.random.default_rng(1), starts=5)
    groups = posterior(answers, model).argmax(axis=1)
    shown = {}
    for anonymous in (True, False):
        found = needs(told, groups, model, answers, survey(anonymous=anonymous), job_map(*OUTCOMES), SEED, 0.95)
        shown[anonymous] = [next(need for need in rows if need.outcome == "o0").opportunity for rows in found]
    assert shown[True] == [None, None]  # the other would tell it, beside everybody's
    assert None not in shown[False]
