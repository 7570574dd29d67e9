import numpy as np
import pytest

from trueup.stats.segments.answers import centred_gaps, top_boxes, varied
from trueup.vocabulary import InputError

MATTERS = np.array([[5, 4, 1], [5, 2, -1], [3, 3, 4]])
MET = np.array([[1, 4, 5], [4, -1, 2], [2, 3, 1]])


def test_top_boxes_leave_out_what_everybody_answered_alike() -> None:
    answers = top_boxes(MATTERS, MET, 4)
    assert answers.kind.tolist() == [0, 0, 0, 1, 1, 1]
    assert answers.thing.tolist() == [0, 1, 2, 0, 1, 2]
    assert answers.top.tolist() == [[1, 1, 0, 0, 1, 1], [1, 0, 0, 1, 0, 0], [0, 0, 1, 0, 0, 0]]
    assert answers.seen is not None
    assert answers.seen.tolist() == [[1] * 6, [1, 1, 0, 1, 0, 1], [1] * 6]
    everybody = top_boxes(MATTERS[:2], MET[:2], 4)
    assert (everybody.kind.tolist(), everybody.thing.tolist()) == ([0, 1, 1], [1, 0, 2])


def test_complete_answers_have_no_mask() -> None:
    answers = top_boxes(MATTERS[[0, 2]], MET[[0, 2]], 4)
    assert answers.seen is None
    assert answers.mask().all()
    assert answers.rows(np.array([1])).top.tolist() == [[0, 0, 1, 0, 0]]


def test_gaps_by_hand() -> None:
    gaps = centred_gaps(MATTERS, MET)
    assert gaps[0] == pytest.approx(np.array([9, 4, 1]) - 14 / 3)  # 5 + 4, 4 + 0, 1 + 0: never below what matters
    assert gaps[1, 0] == pytest.approx(0.0)
    assert np.isnan(gaps[1, 1:]).all()


def test_gaps_do_not_see_a_yes_sayer() -> None:
    assert centred_gaps(MATTERS[:1] + 4, MET[:1] + 4) == pytest.approx(centred_gaps(MATTERS[:1], MET[:1]))


def test_who_gives_one_rating_throughout_does_not_vary() -> None:
    matters, met = np.array([[5, 5], [5, 5], [-1, 3], [-1, -1]]), np.array([[5, 5], [5, 4], [3, -1], [-1, -1]])
    assert varied(matters, met).tolist() == [False, True, False, False]


def test_tables_of_two_shapes_are_refused() -> None:
    with pytest.raises(InputError, match="one shape"):
        top_boxes(MATTERS, MET[:2], 4)
