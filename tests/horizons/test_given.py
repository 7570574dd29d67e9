"""What keeps an answer or an effort from counting."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Any

import pytest

from tests.horizons.made import stakeholders
from trueup.horizons.given import GivenAnswer, GivenEffort, answer_amiss, effort_amiss
from trueup.horizons.stakeholders import Sides

DAY = dt.date(2026, 3, 1)
SIDES = Sides("mill", ("acme",), "assay")
DOCUMENT = stakeholders()


def answer(criterion: str = "again", value: float = 4, by: str = "mill", **keys: Any) -> GivenAnswer:
    return GivenAnswer(criterion, value, DAY, by, **keys)


def effort(horizon: str = "individuals", party: str = "acme", **keys: Any) -> GivenEffort:
    return GivenEffort(horizon, party, DAY, **({"hours": 3.0} | keys))


@pytest.mark.parametrize(
    "given",
    [
        answer(),
        answer(by="assay", value=1),
        answer(person="anyone", n=1),
        answer(value=3.7, n=12, stderr=0.2, note="of the steering committee"),
        answer(horizon="corporation"),
        answer("usable", 5, item="10", person="clerk-1"),
        answer("hostage", 1, item="exit.rehearsed"),
        answer("pulse", 5, person="blue"),
        answer("pulse", 4.2, n=9),
        answer("wanted", 0.8, by="acme", person="sponsor"),
    ],
)
def test_an_answer_that_counts(given: GivenAnswer) -> None:
    assert answer_amiss([DOCUMENT], SIDES, given) is None


@pytest.mark.parametrize(
    ("given", "column", "reason"),
    [
        (answer("agian"), "criterion", "did you mean 'again'"),
        (answer(by="sint"), "reported_by", "has no part"),
        (answer(horizon="individuals"), "horizon", "one of corporation"),
        (answer(value=5.1), "value", "outside the scale, 1 to 5"),
        (answer(value=0), "value", "outside the scale"),
        (answer(item="a"), "item", "means nothing here"),
        (answer(n=0), "n", "several people"),
        (answer(person="x", n=3), "n", "several people"),
        (answer(stderr=-1), "stderr", "0 or more"),
        (answer(note="She wants to be on the board"), "note", "seal it"),
        (answer("usable", 5, person="c"), "item", "is missing"),
        (answer("usable", 5, item="11", person="c"), "item", "there is no item '11'"),
        (answer("usable", 5, item="1"), "person", "ten items"),
        (answer("usable", 4.5, item="1", person="c"), "value", "whole number"),
        (answer("usable", 6, item="1", person="c"), "value", "outside the scale"),
        (answer("hostage", 1), "item", "exit.plan"),
        (answer("hostage", 0.5, item="exit.plan"), "value", "neither 1 (yes) nor 0"),
        (answer("hostage", 1, item="exit.plon"), "item", "did you mean 'exit.plan'"),
        (answer("pulse", 5), "person", "word of one's own"),
        (answer("pulse", 5, person="blue", who="Ana"), "who", "left out"),
        (answer("pulse", 5, person="blue", note="x"), "note", "left out"),
        (answer("wanted", 0.8), "person", "sponsor"),
        (answer("wanted", 0.8, person="sponsr"), "person", "did you mean 'sponsor'"),
        (answer("wanted", 1.2, person="sponsor"), "value", "0 to 1"),
    ],
)
def test_an_answer_that_does_not(given: GivenAnswer, column: str, reason: str) -> None:
    found = answer_amiss([DOCUMENT], SIDES, given)
    assert found is not None
    assert found[0] == column
    assert reason in found[1]


def test_what_a_person_wants_is_not_repeated_in_the_refusal() -> None:
    found = answer_amiss([DOCUMENT], SIDES, answer(note="She wants to be on the board"))
    assert "board" not in str(found)


def test_what_is_measured_is_not_answered() -> None:
    document = stakeholders(corporation={"criteria": [{"id": "cycle", "objective": "cycle-time"}]})
    found = answer_amiss([document], SIDES, answer("cycle", 1))
    assert found is not None
    assert "measured by objective" in found[1]


def test_an_answer_of_an_earlier_version_still_counts() -> None:
    later = stakeholders(version=2, corporation={"criteria": [{"id": "other", "hostage": True}]})
    assert answer_amiss([later, DOCUMENT], SIDES, answer()) is None
    found = answer_amiss([later, DOCUMENT], SIDES, answer("none"))
    assert found is not None
    assert "other" in found[1], "what the latest version asks is named"


@pytest.mark.parametrize(
    "given",
    [effort(), effort(hours=None, amount=Decimal(10), currency="EUR"), effort("corporation", "mill", hours=0.0)],
)
def test_an_effort_that_counts(given: GivenEffort) -> None:
    assert effort_amiss(SIDES, given) is None


@pytest.mark.parametrize(
    ("given", "column"),
    [
        (effort("board"), "horizon"),
        (effort(party="sint"), "party"),
        (effort(hours=None), "hours"),
        (effort(hours=-1.0), "hours"),
        (effort(hours=1e9), "hours"),
        (effort(amount=Decimal(-1), currency="EUR"), "amount"),
        (effort(amount=Decimal(1)), "currency"),
        (effort(currency="EUR"), "currency"),
        (effort(amount=Decimal(1), currency="euro"), "currency"),
        (effort(what="he hopes for a promotion"), "what"),
    ],
)
def test_an_effort_that_does_not(given: GivenEffort, column: str) -> None:
    found = effort_amiss(SIDES, given)
    assert found is not None
    assert found[0] == column
