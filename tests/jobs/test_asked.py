from __future__ import annotations

from typing import Any

import pytest

from trueup.jobs.asked import asked, changed_questions, version_of_wave
from trueup.jobs.job_map import JobMap
from trueup.jobs.survey import Survey

MAP = JobMap.model_validate({
    "id": "m", "job": "Send goods", "executor": "clerk",
    "steps": [{"id": "define", "name": "Find out", "outcomes": [{"id": "a", "statement": "x"}]}],
    "financial": [{"id": "b", "statement": "y"}],
})  # fmt: skip
FIVE = ["1", "2", "3", "4", "5"]


def survey(**keys: Any) -> Survey:
    return Survey.model_validate({"id": "s", "job_map": "m"} | keys)


def wave(name: str) -> dict[str, str]:
    return {"id": name, "opens": "2026-01-01", "closes": "2026-02-01"}


def test_all_of_the_map_is_asked_unless_some_are_named() -> None:
    assert asked(survey(), MAP) == ("a", "b")
    assert asked(survey(outcomes=["b"]), MAP) == ("b",)


def test_a_wave_asks_what_the_version_says_in_which_it_first_stands() -> None:
    first = survey(outcomes=["a"], waves=[wave("w1")])
    second = survey(version=2, outcomes=["b"], waves=[wave("w1"), wave("w2")])
    assert version_of_wave([first, second], "w1") is first
    assert version_of_wave([first, second], "w2") is second
    assert version_of_wave([first, second], "w3") is None


ANCHORS = {"importance": FIVE, "satisfaction": FIVE}


@pytest.mark.parametrize(
    ("keys", "changed"),
    [
        ({"outcomes": ["b", "a"]}, set()),
        ({"outcomes": ["a"]}, {"outcomes"}),
        ({"scale": {"high": 7, "top": [6, 7]}}, {"scale"}),
        ({"scale": {"top": [4, 5]}}, set()),
        ({"scale": {"top": [5]}}, {"scale"}),
        ({"scale": {"anchors": {"fr": ANCHORS}}}, set()),
        ({"scale": {"anchors": {"de": ANCHORS | {"importance": ["a", *FIVE[1:]]}}}}, {"scale"}),
        ({"forms": {"see": 1}}, {"forms"}),
        ({"forms": {"common": ["a"]}}, {"forms"}),
        ({"job_map": "n"}, {"job_map"}),
        ({"minimum_group": 5, "anonymous": False, "title": "New"}, set()),
    ],
)  # fmt: skip
def test_what_makes_it_another_question(keys: dict[str, Any], changed: set[str]) -> None:
    before = {"outcomes": ["a", "b"], "scale": {"anchors": {"de": ANCHORS}}}
    assert set(changed_questions(survey(**before), survey(**(before | keys)))) == changed
