"""Checklists, and the hostage test."""

from __future__ import annotations

from trueup.horizons.checklists import HOSTAGE, bounds, items_of
from trueup.horizons.stakeholders import CheckItem, Criterion


def test_the_hostage_test_asks_for_a_rehearsed_exit_documentation_and_replaceability() -> None:
    assert [*dict.fromkeys(item.group for item in HOSTAGE)] == ["exit plan", "documentation", "replaceability"]
    assert "exit.rehearsed" in {item.id for item in HOSTAGE}
    assert len({item.id for item in HOSTAGE}) == len(HOSTAGE) >= 9


def test_the_items_of_a_criterion() -> None:
    own = Criterion(id="a", checklist=(CheckItem(id="x", what="It is written"),))
    assert [(item.id, item.what) for item in items_of(own)] == [("x", "It is written")]
    assert items_of(Criterion(id="b", hostage=True)) == HOSTAGE
    assert items_of(Criterion(id="c", sus=True)) == ()


def test_what_is_not_answered_may_be_yes_or_no() -> None:
    four = HOSTAGE[:4]
    first, second, third, fourth = (item.id for item in four)
    assert bounds(four, {}) == (0.0, 1.0)
    assert bounds(four, {first: True, second: False}) == (0.25, 0.75)
    assert bounds(four, {first: True, second: True, third: True, fourth: False}) == (0.75, 0.75)
