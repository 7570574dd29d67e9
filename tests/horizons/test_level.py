"""A level from its criteria: the mean with MOVER, the weakest, musts, and what is not known."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.horizons.stood import found, level, score
from trueup.horizons.level import Found, score_of, standing
from trueup.horizons.results import HorizonScore
from trueup.horizons.stakeholders import HorizonLevel


def of(*every: Found, combine: str = "mean") -> HorizonScore:
    made = score_of(combine, every)
    assert made is not None
    return made


def judged(*every: Found) -> str:
    return standing(HorizonLevel(horizon="corporation"), 0.7, every).status


def test_the_mean_goes_by_weight_and_is_exact_where_its_terms_are() -> None:
    made = of(found(0.6, weight="3"), found(1.0))
    assert made.value == pytest.approx(0.7)
    assert (made.low, made.high, made.n) == (None, None, 2)


def test_mover_by_hand() -> None:
    """Distances below .3 and .1, weights 3 and 1: sqrt((3 x .3)^2 + (1 x .1)^2) / 4 = .2264; above .1 and .2: .0901."""
    made = of(found(score(0.6, 0.3, 0.7), weight="3"), found(score(0.8, 0.7, 1.0)))
    assert made.value == pytest.approx(0.65)
    assert made.low == pytest.approx(0.65 - math.sqrt(0.81 + 0.01) / 4)
    assert made.high == pytest.approx(0.65 + math.sqrt(0.09 + 0.04) / 4)


def test_what_a_list_leaves_open_does_not_cancel() -> None:
    """Bounds add up in full: (.2 + .2) / 2, where chance would leave sqrt(.04 + .04) / 2 = .141."""
    half_open = score(0.8, 0.6, 1.0, bounds=True)
    made = of(found(half_open), found(half_open))
    assert (made.low, made.high) == (pytest.approx(0.6), pytest.approx(1.0))


def test_what_is_not_known_may_be_anything() -> None:
    """Three of four known at .9: between .9 x 3/4 and .9 x 3/4 + 1/4."""
    made = of(found(0.9), found(0.9), found(0.9), found(None))
    assert made.value == pytest.approx(0.9)
    assert (made.low, made.high) == (pytest.approx(0.675), pytest.approx(0.925))
    assert score_of("mean", [found(None)]) is None


def test_the_weakest_decides_where_the_level_says_so() -> None:
    every = found(0.9), found(score(0.5, 0.4, 0.95)), found(score(0.6, 0.1, 0.7))
    made = of(*every, combine="weakest")
    assert (made.value, made.low, made.high) == (0.5, 0.1, 0.7)
    assert of(*every, found(None), combine="weakest").low == 0.0
    assert of(found(0.9), found(0.8), combine="weakest").low is None


@pytest.mark.parametrize(
    ("every", "status"),
    [
        ((found(0.7),), "maintained"),
        ((found(0.6), found(0.8)), "maintained"),
        ((found(0.69),), "below"),
        ((found(score(0.75, 0.69, 0.8)),), "not_shown"),
        ((found(0.9), found(0.9, stale=True)), "stale"),
        ((found(0.95), found(0.95), found(None, weight="0.1")), "not_shown"),
        ((found(None),), "unscored"),
        ((), "unscored"),
        ((found(1.0, weight="9"), found(0.6, must=True)), "below"),
        ((found(1.0, weight="9"), found(score(0.8, 0.6, 0.9), must=True)), "not_shown"),
        ((found(1.0), found(0.7, must=True)), "maintained"),
    ],
)
def test_a_level_holds_only_where_all_of_it_is_shown(every: tuple[Found, ...], status: str) -> None:
    assert judged(*every) == status


def test_the_oldest_answer_says_until_when_and_the_least_grade_counts() -> None:
    made = level(1, 0.9, 0.9)
    assert made.stale_on is not None
    assert made.rater == "customer"
    assert made.insufficient is None
    assert "no criterion is stated" in str(level(1).insufficient)


MARK = st.integers(0, 100).map(lambda each: each / 100)
SPREAD = st.tuples(MARK, MARK, MARK).map(sorted).map(lambda each: score(each[1], each[0], each[2]))


@given(
    marks=st.lists(st.one_of(st.none(), SPREAD), min_size=1, max_size=6), combine=st.sampled_from(["mean", "weakest"])
)
def test_the_interval_holds_the_score_within_0_and_1(marks: list[HorizonScore | None], combine: str) -> None:
    made = score_of(combine, [found(mark) for mark in marks])
    if made is None:
        assert not any(marks)
        return
    assert 0 <= made.least <= made.value <= made.most <= 1
    known = [mark.value for mark in marks if mark]
    assert min(known) <= made.value <= max(known)


@given(marks=st.lists(SPREAD, min_size=1, max_size=5))
def test_not_knowing_one_more_never_makes_a_level_hold(marks: list[HorizonScore]) -> None:
    every = [found(mark) for mark in marks]
    more = [*every, found(None)]
    assert judged(*more) != "maintained"
    with_it, without = score_of("mean", more), score_of("mean", every)
    assert with_it is not None
    assert without is not None
    assert with_it.least <= without.least
