"""Answers of people: whose decide, from how many they are told, and what they leave uncertain."""

from __future__ import annotations

import dataclasses
import datetime as dt
import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.horizons.made import stakeholders
from tests.horizons.stood import answer, march
from trueup.horizons.answered import Answer
from trueup.horizons.figure import Figure
from trueup.horizons.scoring.asked import Asked, asked
from trueup.horizons.scoring.people import answers_timeline
from trueup.horizons.stakeholders import Side
from trueup.vocabulary import Grade


def question(**keys: object) -> Asked:
    """A question on 1 to 5 that holds for 90 days."""
    stated = {"id": "c", "answers": "Do you learn?", "scale": [1, 5]} | keys
    document = stakeholders(corporation={"criteria": [stated]})
    level = document.levels[0]
    return asked(document, level, level.criteria[0])


def at(day: int, *answers: Answer, **keys: object) -> Figure:
    return answers_timeline(question(**keys), answers).at(march(day))


def team(values: list[float], day: int = 1, side: Side = "customer") -> list[Answer]:
    return [answer(value, day, side, person=f"p{place}") for place, value in enumerate(values)]


def test_one_person_is_taken_at_their_word_from_the_next_day_on() -> None:
    own = answer(4, 10)
    assert at(10, own).score is None
    assert str(at(10, own).insufficient) == "not enough data for an answer: 0 of the 1 points it needs"
    found = at(11, own)
    assert found.score is not None
    assert (found.score.value, found.score.low, found.rater) == (0.75, None, "customer")
    assert (found.on, found.stale_on) == (march(10), march(100))
    assert not found.stale(march(99))
    assert found.stale(march(100))


def test_several_people_have_an_interval() -> None:
    """Marks .5, .75, 1: mean .75, sd .25, t with 2 degrees of freedom 4.3027, so .75 -+ .621: clipped at 1."""
    found = at(2, *team([3, 4, 5])).score
    assert found is not None
    assert (found.value, found.n) == (0.75, 3)
    assert found.low == pytest.approx(0.75 - 4.302653 * 0.25 / 3**0.5, rel=1e-5)
    assert found.high == 1.0


def test_the_customers_answer_overrides_the_providers_for_good() -> None:
    own, later, theirs = answer(5, 1, "provider"), answer(5, 40, "provider"), answer(2, 20)
    before, after, much_later = at(15, own, theirs), at(25, own, theirs), at(45, own, theirs, later)
    assert (before.rater, before.overridden) == ("provider", None)
    assert after.rater == much_later.rater == "customer"
    assert after.score == much_later.score
    assert after.stale_on == much_later.stale_on == march(110)
    assert much_later.overridden is not None
    assert much_later.overridden.score is not None
    assert (much_later.overridden.score.value, much_later.overridden.answered_on) == (1.0, march(40))
    assert at(200, own, theirs, answer(5, 199, "provider")).stale(march(200)), "a provider renews nothing"


def test_of_customer_and_observer_the_one_who_answered_last_decides() -> None:
    assert at(30, answer(2, 10), answer(5, 20, "observer")).rater == "observer"
    assert at(30, answer(2, 21), answer(5, 20, "observer")).rater == "customer"
    assert at(30, answer(2, 20), answer(5, 20, "observer")).rater == "observer"


def test_a_scale_may_run_down() -> None:
    found = at(2, answer(2, 1), scale=[5, 1]).score
    assert found is not None
    assert found.value == 0.75


def test_in_confidence_nothing_is_told_of_four() -> None:
    four = at(2, *team([1, 2, 3, 4]), confidential=True)
    assert four.score is None
    assert str(four.insufficient) == "not enough data for answers of people: 4 of the 5 points it needs"
    five = at(2, *team([1, 2, 3, 4, 5]), confidential=True)
    assert five.score is not None
    assert (five.score.value, five.score.n) == (0.5, 5)


def test_in_confidence_a_sixth_answer_is_told_with_four_others() -> None:
    """Told at once, it would be 6 x the new mean less 5 x the old one."""
    first = team([3, 3, 3, 3, 3], 1)
    extra = [answer(5, 10 + place, person=f"q{place}") for place in range(5)]
    alone = at(20, *first, extra[0], confidential=True)
    assert alone.score == at(5, *first, confidential=True).score
    assert alone.reasons == ("later answers wait (1) until there are 5: fewer would show who said what",)
    assert alone.stale_on == march(91), "what is not told renews nothing"
    together = at(20, *first, *extra, confidential=True)
    assert together.score is not None
    assert (together.score.value, together.score.n, together.reasons) == (0.75, 10, ())


def test_in_confidence_what_waited_longer_than_it_holds_helps_to_tell_nothing() -> None:
    """Four answers of March count no more in June: the fifth waits for four others of its time."""
    old, new = team([1, 1, 1, 1], 1), [answer(5, 95 + place, person=f"q{place}") for place in range(5)]
    alone = at(100, *old, new[0], confidential=True)
    assert (alone.score, "1 of the 5" in str(alone.insufficient)) == (None, True)
    assert at(99, *old, *new[:4], confidential=True).score is None
    five = at(101, *old, *new, confidential=True)
    assert five.score is not None
    assert (five.score.value, five.score.n, five.stale_on) == (1.0, 5, march(189))
    assert five.stale(march(189)), "they go stale as open answers do"


def test_a_figure_that_was_summed_up_elsewhere_brings_its_error() -> None:
    """4.0 of 12 people, standard error .2: .75 -+ t(11) x .05 = 2.201 x .05."""
    found = at(2, answer(4, 1, n=12, stderr=0.2), confidential=True).score
    assert found is not None
    assert (found.value, found.n) == (0.75, 12)
    assert found.low == pytest.approx(0.75 - 2.200985 * 0.05, rel=1e-5)
    hidden = at(2, answer(4, 1, n=4, stderr=0.2), confidential=True)
    assert "4 of the 5" in str(hidden.insufficient)
    bare = at(2, answer(5, 1, n=20)).score
    assert bare is not None
    assert bare.low == pytest.approx(1 / (1 + 3.841459 / 20), rel=1e-5), "Wilson for 20 of 20"


def test_who_has_not_answered_for_a_cadence_is_no_longer_counted() -> None:
    old, new = answer(1, 1, person="left"), answer(5, 92, person="stays")
    found = at(93, old, new).score
    assert found is not None
    assert (found.value, found.n) == (1.0, 1)


VALUES = st.lists(st.integers(1, 5).map(float), min_size=1, max_size=8)


@given(
    values=VALUES, days=st.lists(st.integers(1, 60), min_size=8, max_size=8), seed=st.integers(), hidden=st.booleans()
)
def test_the_order_of_answers_does_not_matter(values: list[float], days: list[int], seed: int, hidden: bool) -> None:
    every = [
        answer(value, day, person=f"p{place % 5}") for place, (value, day) in enumerate(zip(values, days, strict=False))
    ]
    every = list({(each.person, each.on): each for each in every}.values())
    mixed = random.Random(seed).sample(every, len(every))
    assert at(90, *every, confidential=hidden) == at(90, *mixed, confidential=hidden)


SIDES = st.sampled_from(["customer", "observer"])


@given(own=VALUES, theirs=VALUES, side=SIDES, after=st.integers(0, 50), look=st.integers(30, 200))
def test_once_others_have_answered_a_provider_changes_nothing(
    own: list[float], theirs: list[float], side: Side, after: int, look: int
) -> None:
    said = team(theirs, 20, side)
    without, with_it = at(look, *said), at(look, *said, *team(own, 20 + after, "provider"))
    decides = ("score", "insufficient", "rater", "by", "grade", "on", "stale_on", "reasons")
    assert [getattr(without, name) for name in decides] == [getattr(with_it, name) for name in decides]


def test_days_are_those_from_which_an_answer_counts() -> None:
    timeline = answers_timeline(question(), [answer(4, 1), answer(4, 50)])
    assert timeline.days == (march(2), march(51))
    assert timeline.turns() == (march(2), march(51), march(140))
    assert dt.date(2027, 7, 18) == march(140)


def test_an_observer_with_a_stake_overrides_nobody() -> None:
    staked = dataclasses.replace(answer(5, 20, "observer"), grade=Grade.reported)
    assert at(30, answer(2, 10), staked).rater == "customer"
    found = at(30, answer(2, 10, "provider"), staked)
    assert (found.rater, found.grade, found.overridden) == ("observer", Grade.reported, None)


def test_without_confidence_a_number_of_people_is_a_number_only() -> None:
    two, three = team([4, 4]), team([4, 4, 4])
    assert "2 of the 3 points" in str(at(2, *two, people=3).insufficient)
    renewed = at(20, *three, answer(2, 10, person="p0"), people=3)
    assert renewed.score is not None
    assert renewed.score.value == pytest.approx((0.25 + 0.75 + 0.75) / 3)
