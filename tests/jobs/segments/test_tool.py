from __future__ import annotations

import numpy as np
import pytest
from numpy.typing import NDArray

from tests.jobs.segments.conftest import people
from trueup.jobs.ratings import Ratings
from trueup.jobs.results import TypingTool
from trueup.jobs.segments import Found, place
from trueup.jobs.segments.tool import SURE, keys
from trueup.jobs.survey import Scale
from trueup.vocabulary import InputError, UnknownName


@pytest.fixture(scope="module")
def tool(segmented: Found) -> TypingTool:
    assert segmented.result.typing is not None
    return segmented.result.typing


def test_the_tool_is_short_and_says_how_good_it_is(tool: TypingTool) -> None:
    assert 3 <= len(tool.questions) <= 7
    assert tool.accuracy.low > tool.chance + 0.2
    assert tool.accuracy.low < tool.accuracy.value < tool.accuracy.high
    assert all(len(question.weights) == len(tool.intercepts) == 3 for question in tool.questions)


def test_people_who_were_never_asked_are_placed_as_often_as_it_says(
    tool: TypingTool, segmented: Found, planted_people: tuple[Ratings, NDArray[np.int64]]
) -> None:
    fresh, group = people(400, 3, seed=77)
    truth = {g: int(np.bincount(segmented.segment[planted_people[1] == g]).argmax()) for g in range(3)}
    right = sure = 0
    for i in range(400):
        given = {
            key: int(getattr(fresh, question.asks)[i, fresh.outcomes.index(question.outcome)])
            for key, question in zip(keys(tool), tool.questions, strict=True)
        }
        placed = place(tool, given, Scale())
        right += int(np.argmax(placed.probabilities)) + 1 == truth[int(group[i])]
        sure += placed.segment is not None
        assert (placed.segment is not None) == (max(placed.probabilities) >= SURE)
    assert right / 400 == pytest.approx(tool.accuracy.value, abs=0.08)
    assert sure / 400 > 0.5


def test_the_weights_are_all_that_is_needed(tool: TypingTool) -> None:
    """A softmax of the intercepts plus the weights of the top boxes, by hand."""
    given = {key: 5 if at % 2 else 1 for at, key in enumerate(keys(tool))}
    top = np.array([at % 2 for at in range(len(tool.questions))])
    odds = np.array(tool.intercepts) + top @ np.array([question.weights for question in tool.questions])
    share = np.exp(odds - odds.max())
    assert place(tool, given, Scale()).probabilities == pytest.approx(share / share.sum(), abs=1e-5)


def test_few_answers_leave_it_unsure(tool: TypingTool) -> None:
    question = min(tool.questions, key=lambda each: max(each.weights) - min(each.weights))
    placed = place(tool, {f"{question.outcome}.{question.asks}": 5}, Scale())
    assert placed.segment is None
    assert placed.answered == 1
    assert "not sure" in placed.words


def test_what_is_not_asked_or_not_on_the_scale_is_refused(tool: TypingTool) -> None:
    key = keys(tool)[0]
    with pytest.raises(UnknownName, match="not asked"):
        place(tool, {"nothing": 5}, Scale())
    with pytest.raises(InputError, match="not on the scale"):
        place(tool, {key: 6}, Scale())
    with pytest.raises(InputError, match="no question was answered"):
        place(tool, {}, Scale())
