"""A publisher's own words against the recomputation."""

from __future__ import annotations

import datetime as dt

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from trueup.kpis.claims import (
    CLASSES,
    NOT_COMPARABLE,
    Claimed,
    DatedTarget,
    compare,
    compare_number,
    in_force,
    is_figure,
    reached,
    says_met,
)
from trueup.vocabulary import Direction


def day(text: str) -> int:
    return dt.date.fromisoformat(text).toordinal()


def target(start: str, end: str, value: float, direction: Direction = Direction.increase) -> DatedTarget:
    low, high = (value, None) if direction is Direction.increase else (None, value)
    return DatedTarget(day(start), day(end), low, high, direction)


FY12 = target("2011-10-01", "2012-10-01", 90)
FY13 = target("2012-10-01", "2013-10-01", 95)


def one(when: str, actual: float, claim: str, targets: list[DatedTarget]) -> tuple[str, str | None]:
    rows = Claimed("uptime", np.array([day(when)]), np.array([actual]), [claim])
    (answer,) = compare(rows, targets)
    return answer.outcome, answer.reason


def test_the_target_in_force_on_the_day_judges() -> None:
    assert one("2012-03-01", 92, "Met", [FY12, FY13]) == ("agree", None)
    assert one("2013-03-01", 92, "Not Met", [FY12, FY13]) == ("agree", None)


def test_a_conflict_is_given_the_plainest_class_that_explains_it() -> None:
    assert one("2013-03-01", 92, "Met", [FY12, FY13]) == ("conflict", CLASSES[0])
    assert one("2013-03-01", 95, "Not Met", [FY13]) == ("conflict", CLASSES[2])
    assert one("2013-03-01", 94.6, "Met", [FY13]) == ("conflict", CLASSES[3])
    assert one("2013-03-01", 92, "Met", [FY13]) == ("conflict", CLASSES[4])


@pytest.mark.parametrize(
    ("right", "wrong", "reason"), [(0, 2, CLASSES[4]), (0, 3, CLASSES[1]), (3, 4, CLASSES[1]), (3, 3, CLASSES[4])]
)
def test_one_wrong_claim_does_not_turn_the_direction_round_and_most_of_them_do(
    right: int, wrong: int, reason: str
) -> None:
    size = right + wrong
    claims = ["Not Met"] * right + ["Met"] * wrong
    rows = Claimed("uptime", np.full(size, day("2013-03-01")), np.full(size, 92.0), claims)
    answers = compare(rows, [FY13])
    assert {answer.reason for answer in answers if answer.outcome == "conflict"} == {reason}


def test_rounding_explains_a_near_miss() -> None:
    exact = DatedTarget(FY13.start, FY13.end, 94.9, 95.2, Direction.maintain)
    assert one("2013-03-01", 95.3, "Met", [exact]) == ("conflict", CLASSES[3])
    assert one("2013-03-01", 99.0, "Met", [exact]) == ("conflict", CLASSES[4])


@pytest.mark.parametrize(
    ("actual", "claim", "targets", "reason"),
    [
        (92.0, "Cannot Determine", [FY13], NOT_COMPARABLE[0]),
        (float("nan"), "Met", [FY13], NOT_COMPARABLE[1]),
        (92.0, "Met", [], NOT_COMPARABLE[2]),
    ],
)
def test_what_cannot_be_compared_says_why(actual: float, claim: str, targets: list[DatedTarget], reason: str) -> None:
    assert one("2013-03-01", actual, claim, targets) == ("not_comparable", reason)


def test_the_shortest_target_in_force_wins_and_the_nearest_stands_in() -> None:
    quarter = target("2013-01-01", "2013-04-01", 99)
    assert in_force(day("2013-02-01"), [FY13, quarter]) is quarter
    assert in_force(day("2019-01-01"), [FY12, FY13]) is FY13
    assert in_force(day("2001-01-01"), [FY12, FY13]) is FY12


def test_a_publishers_own_words_can_be_taught() -> None:
    assert says_met(" NOT_MET ") is False
    assert says_met("Amber") is None
    assert says_met("Green", {"green": True}) is True


@given(st.floats(-1e6, 1e6), st.floats(-1e6, 1e6))
def test_direction_is_a_mirror(actual: float, goal: float) -> None:
    more = DatedTarget(0, 1, goal, None, Direction.increase)
    less = DatedTarget(0, 1, None, -goal, Direction.decrease)
    assert reached(actual, more) == reached(-actual, less)


@pytest.mark.parametrize(
    ("recomputed", "published", "outcome"),
    [
        (-22.748, "-23%", "agree"),
        (-22.4, "-23%", "conflict"),
        (0.0, "0%", "agree"),
        (42.99, "43.0", "agree"),
        (float("nan"), "5%", "not_comparable"),
        (5.0, "n/a", "not_comparable"),
    ],
)
def test_a_printed_figure_is_compared_at_its_printed_precision(recomputed: float, published: str, outcome: str) -> None:
    assert compare_number(recomputed, published).outcome == outcome


@pytest.mark.parametrize(
    ("recomputed", "published", "reason"),
    [
        (-22.4, "-23%", "no more than one unit"),
        (23.2, "-23%", "sign is turned"),
        (23.2, "0.23", "fraction"),
        (12.0, "-40%", "signs differ"),
        (12.0, "40%", "other size"),
    ],
)
def test_every_numeric_conflict_is_explained(recomputed: float, published: str, reason: str) -> None:
    assert reason in str(compare_number(recomputed, published).reason)


BUDGET = DatedTarget(FY13.start, FY13.end, None, 32.24, Direction.decrease)


@pytest.mark.parametrize(
    ("actual", "claim", "answer"),
    [
        (24.9, "-23%", ("agree", None)),
        (24.9, "23%", ("conflict", "the sign is turned round")),
        (float("nan"), "-23%", ("not_comparable", NOT_COMPARABLE[1])),
        (24.9, "Exempt", ("not_comparable", "the published figure is not a number")),
    ],
)
def test_a_printed_variance_is_recomputed_from_actual_and_target(
    actual: float, claim: str, answer: tuple[str, str | None]
) -> None:
    rows = Claimed("cost", np.array([FY13.start] * 2), np.array([actual, 32.24]), [claim, "0.0%"])
    first, second = compare(rows, [BUDGET])
    assert (first.outcome, first.reason) == answer
    assert (second.outcome, second.variance) == ("agree", 0.0)


def test_a_target_of_zero_has_no_distance_in_per_cent() -> None:
    free = DatedTarget(FY13.start, FY13.end, None, 0.0, Direction.decrease)
    rows = Claimed("cost", np.array([FY13.start]), np.array([5.0]), ["12%"])
    assert compare(rows, [free])[0].outcome == "not_comparable"


def test_nought_and_one_may_be_no_and_yes() -> None:
    assert not is_figure("1")
    assert is_figure("1%")
    assert is_figure("-12.5")
    assert not is_figure("Met")
