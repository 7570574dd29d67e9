"""The order gate and the headline: the hand test of the method, and what must hold whatever the scores."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from tests.horizons.stood import DAY, five, score
from trueup.horizons.answered import Effort
from trueup.horizons.gate import all_maintained, failing, first_to_work_at, frontier, headline, unscored, warnings
from trueup.horizons.level import Standing
from trueup.horizons.results import HorizonScore
from trueup.horizons.words import answer
from trueup.vocabulary import Insufficient
from trueup.vocabulary.horizon import HORIZONS

MARK = st.integers(0, 100).map(lambda each: each / 100)
MARKS = st.lists(MARK, min_size=5, max_size=5)
FAILS = st.integers(0, 69).map(lambda each: each / 100)


def lowest(levels: Sequence[Standing]) -> float:
    found = headline(levels)
    assert isinstance(found, HorizonScore)
    return found.value


def effort(horizon: str, days_ago: int = 10, hours: float | None = 8, amount: str | None = None) -> Effort:
    money = None if amount is None else Decimal(amount)
    return Effort(horizon, "acme", DAY - dt.timedelta(days=days_ago), hours, money, None if money is None else "EUR")


def test_by_hand() -> None:
    """s = (.9, .8, .4, .9, .95), theta .7: frontier 2, headline .4, failing {3}, effort at 4 and 5 warned of."""
    levels = five([0.9, 0.8, 0.4, 0.9, 0.95])
    assert frontier(levels) == 2
    assert lowest(levels) == 0.4
    assert failing(levels) == ("technology_organisation",)
    assert first_to_work_at(levels) == "technology_organisation"
    assert all_maintained(levels) is False
    warned = list(warnings(levels, [effort(each) for each in HORIZONS], DAY, 90))
    assert [each.horizon for each in warned] == ["technology_team", "individuals"]
    assert {each.first for each in warned} == {"technology_organisation"}
    assert warned[0].words == (
        "out of natural order: 8 hours went to the technology team, while the technology organisation comes first"
    )


def test_by_hand_once_the_third_level_is_mended() -> None:
    """s3 = .75: frontier 5, headline .75, and nothing is out of order any more."""
    levels = five([0.9, 0.8, 0.75, 0.9, 0.95])
    assert (frontier(levels), lowest(levels)) == (5, 0.75)
    assert failing(levels) == ()
    assert all_maintained(levels) is True
    assert first_to_work_at(levels) is None
    assert not list(warnings(levels, [effort(each) for each in HORIZONS], DAY, 90))


def test_the_lower_end_is_what_the_threshold_is_held_against() -> None:
    levels = five([0.9, score(0.8, 0.69, 0.9), 0.9, 0.9, 0.9])
    assert frontier(levels) == 1
    assert levels[1].status == "not_shown"
    assert failing(levels) == ("business_users",)


def test_only_the_effort_of_late_is_warned_of_and_money_stays_in_its_currency() -> None:
    levels = five([0.4, 0.9, 0.9, 0.9, 0.9])
    spent = [
        effort("business_users", 10, None, "100"),
        effort("business_users", 90, 2.0, "50"),
        effort("business_users", 91, 1000.0),
        effort("business_users", 0, 1000.0),
        effort("corporation", 5),
    ]
    (warned,) = warnings(levels, spent, DAY, 90)
    assert (warned.hours, warned.amounts) == (2.0, {"EUR": Decimal("150")})
    assert warned.last == DAY - dt.timedelta(days=10)


def test_a_level_of_which_nothing_is_known_leaves_the_headline_open() -> None:
    levels = five([0.9, None, 0.9, 0.9, 0.9])
    found = headline(levels)
    assert isinstance(found, Insufficient)
    assert (found.have, found.need) == (4, 5)
    assert all_maintained(levels) is None
    assert (frontier(levels), failing(levels), unscored(levels)) == (1, (), ("business_users",))
    assert all_maintained(five([0.9, None, 0.1, 0.9, 0.9])) is False


def test_the_answer_in_words_says_most_first() -> None:
    levels = five([0.9, 0.8, 0.4, None, 0.95])
    assert answer(levels, frontier(levels), None) == (
        "1 of 5 fails: the technology organisation",
        "nothing can be said yet of the technology team",
        "the gate stands at 2 of 5: work at the technology organisation first",
    )


def test_nothing_known_is_said_once() -> None:
    assert answer(five([None] * 5), 0, None)[0] == "nothing can be said yet of any of the five horizons"


@given(first=FAILS, rest=MARKS, before=MARK, after=MARK)
def test_the_fifth_level_never_makes_up_for_the_first(
    first: float, rest: list[float], before: float, after: float
) -> None:
    """While level 1 fails, raising level 5 moves neither gate nor verdict, and never lifts the headline past level 1.

    It changes the headline only where level 5 was the lowest itself: then it ends at the lowest of the others.
    """
    low, high = sorted((before, after))
    others = [first, *rest[:3]]
    was, now = five([*others, low]), five([*others, high])
    assert frontier(was) == frontier(now) == 0
    assert first_to_work_at(was) == first_to_work_at(now) == "corporation"
    assert all_maintained(was) is all_maintained(now) is False
    assert lowest(now) <= first
    if low >= min(others):
        assert lowest(now) == lowest(was)


@given(marks=MARKS)
def test_the_headline_is_the_lowest_and_never_a_mean(marks: list[float]) -> None:
    assert lowest(five(marks)) == min(marks)


@given(marks=MARKS, spread=st.lists(st.integers(0, 30).map(lambda each: each / 100), min_size=5, max_size=5))
def test_the_interval_of_the_headline_is_the_lowest_of_all_ends(marks: list[float], spread: list[float]) -> None:
    levels = five([score(m, max(0.0, m - s), min(1.0, m + s)) for m, s in zip(marks, spread, strict=True)])
    found = headline(levels)
    assert isinstance(found, HorizonScore)
    assert found.least == min(each.score.least for each in levels if each.score)
    assert found.least <= found.value <= found.most


@given(marks=MARKS, raised=st.integers(0, 4), to=MARK)
def test_the_frontier_is_monotone(marks: list[float], raised: int, to: float) -> None:
    better = [max(mark, to) if place == raised else mark for place, mark in enumerate(marks)]
    assert frontier(five(better)) >= frontier(five(marks))


@given(marks=MARKS, stale=st.sets(st.integers(1, 5)), more=st.integers(1, 5))
def test_growing_stale_never_moves_the_gate_up(marks: list[float], stale: set[int], more: int) -> None:
    before, after = five(marks, stale=sorted(stale)), five(marks, stale=sorted(stale | {more}))
    assert frontier(after) <= frontier(before)
    assert lowest(after) == lowest(before)
    assert all_maintained(after) is False


@given(marks=MARKS, lapsed=FAILS)
def test_a_lapse_at_the_first_level_reopens_the_gate(marks: list[float], lapsed: float) -> None:
    held = five([max(mark, 0.7) for mark in marks])
    assert frontier(held) == 5
    broken = five([lapsed, *(max(mark, 0.7) for mark in marks[1:])])
    assert frontier(broken) == 0
    assert failing(broken) == ("corporation",)
    assert [each.horizon for each in warnings(broken, [effort(each) for each in HORIZONS], DAY, 90)] == list(
        HORIZONS[1:]
    )
