"""What a version of a stakeholders document changes, in words, and whether it asks for less."""

from __future__ import annotations

from typing import Any

import pytest

from tests.horizons.made import CRITERIA, PEOPLE, stakeholders
from trueup.book.diff import diff

AGAIN = CRITERIA["corporation"]


@pytest.mark.parametrize(
    ("after", "words", "weakens"),
    [
        ({"threshold": 0.6}, "threshold of all levels changed from 0.7 to 0.6", True),
        ({"threshold": 0.8}, "threshold of all levels changed from 0.7 to 0.8", False),
        ({"cadence": "30w"}, "cadence of all levels changed from 90d to 210d", True),
        ({"corporation": {"threshold": 0.9}}, "threshold of level corporation added: 0.9", None),
        ({"corporation": {"owner": "mill"}}, "owner of level corporation added: mill", None),
        ({"corporation": {"criteria": [AGAIN | {"scale": [0, 10]}]}},
         "scale of criterion Would you do it again? changed from [1, 5] to [0, 10]", None),
        ({"corporation": {"criteria": [AGAIN | {"must": True}]}},
         "must of criterion Would you do it again? changed from false to true", False),
        ({"corporation": {"criteria": [AGAIN, {"id": "less", "objective": "less"}]}},
         "level corporation is judged by less, too", False),
        ({"corporation": {"criteria": []}}, "level corporation is no longer judged by Would you do it again?", True),
        ({"people": [*PEOPLE, {"id": "cio", "name": "CIO", "party": "mill"}]}, "person CIO added: cio", None),
        ({"people": [PEOPLE[0] | {"role": "coach"}]}, "role of Sponsor changed from economic to coach", None),
        ({"providers": ["acme"]}, "a provider added: acme", None),
        ({"title": "The mill"}, "title of all levels added: The mill", None),
    ],
)  # fmt: skip
def test_in_words(after: dict[str, Any], words: str, weakens: bool | None) -> None:
    (found,) = diff(stakeholders(), stakeholders(version=2, why="because", **after))
    assert (found.words, found.weakens) == (words, weakens)


def test_a_measured_criterion_that_is_bound_to_something_else() -> None:
    before = stakeholders(corporation={"criteria": [{"id": "a", "objective": "cycle-time"}]})
    after = stakeholders(version=2, corporation={"criteria": [{"id": "a", "objective": "cost"}]})
    (found,) = diff(before, after)
    assert found.words == "a is judged by something else: objective changed from cycle-time to cost"
    assert found.path == "levels[corporation].criteria[a].objective"
