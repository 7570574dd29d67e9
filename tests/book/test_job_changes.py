"""What a version of a job map or a survey changes, in words."""

from __future__ import annotations

import copy
from typing import Any

import pytest
import yaml as pyyaml

from trueup.book.diff import Change, diff
from trueup.jobs.job_map import JobMap
from trueup.jobs.survey import Survey

MAP = """\
kind: job_map
id: make-paper
job: Make paper to order
executor: shift leader
stop_list: [PaperPro]
steps:
  - id: define
    name: Find out what is ordered
    outcomes:
      - {id: d1, statement: Minimize the time it takes to find out which paper is ordered}
      - {id: d2, statement: Minimize the likelihood that the weight of the paper is misread}
  - id: execute
    name: Run the machine
    outcomes:
      - {id: e1, statement: Minimize the number of sheets that tear}
related:
  - {job: Store paper}
financial:
  - {id: f1, statement: Minimize the cost of a ton of paper}
"""
SURVEY = """\
kind: survey
id: leaders
job_map: make-paper
outcomes: [d1, d2]
forms: {common: [d1]}
languages: [en]
scale:
  anchors:
    de: {importance: [a, b, c, d, e], satisfaction: [a, b, c, d, e]}
waves:
  - {id: w1, opens: 2026-02-02, closes: 2026-03-02}
"""
NEW = {"id": "e2", "statement": "Minimize the time it takes to start the machine"}


def changed(model: type[JobMap] | type[Survey], text: str, edit: Any) -> dict[str, Change]:
    """The changes, by their words, that a function makes to the document as plain data."""
    before = pyyaml.safe_load(text)
    after = copy.deepcopy(before) | {"version": 2}
    edit(after)
    return {change.words: change for change in diff(model.model_validate(before), model.model_validate(after))}


def put(*keys: Any, to: Any) -> Any:
    """A function that sets one key."""

    def edit(document: dict[str, Any]) -> None:
        place: Any = document
        for key in keys[:-1]:
            place = place[key]
        place[keys[-1]] = to

    return edit


DEFINE, EXECUTE = ("steps", 0), ("steps", 1)


@pytest.mark.parametrize(
    ("edit", "words"),
    [
        (put("job", to="Make board to order"), 'the job is "Make board to order" now, not "Make paper to order"'),
        (put("executor", to="operator"), "executor changed from shift leader to operator"),
        (put("stop_list", to=[]), "stop list PaperPro removed: PaperPro"),
        (put(*DEFINE, "name", to="Read the order"), "name of step Read the order changed from Find out what is ordered "
                                                    "to Read the order"),
        (put(*EXECUTE, "kind", to="monitor"), "kind of step Run the machine added: monitor"),
        (put(*DEFINE, "outcomes", 0, "statement", to="Minimize the time it takes to read the order"),
         'outcome d1 reads "Minimize the time it takes to read the order" now, not "Minimize the time it takes to find '
         'out which paper is ordered"'),
        (put(*DEFINE, "outcomes", 0, "kpi", to="setup_time"), "KPI of outcome d1 added: setup_time"),
        (put(*DEFINE, "outcomes", 0, "translations", to={"de": "Die Zeit"}), "outcome d1 in de added: Die Zeit"),
        (put(*EXECUTE, "outcomes", to=[]),
         "outcome e1 removed from Run the machine: Minimize the number of sheets that tear"),
        (lambda plan: plan["steps"][1]["outcomes"].append(NEW),
         "outcome e2 added to Run the machine: Minimize the time it takes to start the machine"),
        (put("steps", to=[]), "step Find out what is ordered removed, with 2 outcomes"),
        (put("related", to=[]), "related job removed: Store paper"),
        (put("emotional", to=[{"job": "Feel sure of the order", "outcomes": [NEW]}]),
         "emotional job added: Feel sure of the order, with 1 outcome"),
        (put("financial", to=[]),
         "outcome f1 removed from the financial outcomes: Minimize the cost of a ton of paper"),
        (put("financial", 0, "statement", to="Minimize the cost of a roll"),
         'outcome f1 reads "Minimize the cost of a roll" now, not "Minimize the cost of a ton of paper"'),
    ],
)  # fmt: skip
def test_a_job_map(edit: Any, words: str) -> None:
    said = changed(JobMap, MAP, edit)
    assert words in said
    assert said[words].weakens is None


def test_an_outcome_that_went_to_another_step_is_said_at_both() -> None:
    def edit(job_map: dict[str, Any]) -> None:
        job_map["steps"][1]["outcomes"].append(job_map["steps"][0]["outcomes"].pop())

    said = changed(JobMap, MAP, edit)
    assert {change.path: words for words, change in said.items()} == {
        "steps[define].outcomes[d2]": "outcome d2 moved from Find out what is ordered to Run the machine",
        "steps[execute].outcomes[d2]": "outcome d2 stands under Run the machine now",
    }


def test_order_of_steps_and_outcomes_is_no_change() -> None:
    def edit(job_map: dict[str, Any]) -> None:
        job_map["steps"][0]["outcomes"].reverse()

    assert changed(JobMap, MAP, edit) == {}


@pytest.mark.parametrize(
    ("edit", "words"),
    [
        (put("outcomes", to=["d2", "e1", "d1"]), {"e1 is asked about now"}),
        (put("outcomes", to=["d1"]), {"d2 is no longer asked about"}),
        (put("forms", to={"common": ["d2"]}), {"d1 is no longer asked of everybody", "d2 is asked of everybody"}),
        (put("forms", "see", to=1), {"everybody sees 1 of the outcomes now, all before"}),
        (put("waves", 0, "closes", to="2026-03-09"),
         {"closing of wave w1 moved later by 7 days, from 2026-03-02 to 2026-03-09"}),
        (lambda survey: survey["waves"].append({"id": "w2", "opens": "2026-09-01", "closes": "2026-10-01"}),
         {"wave w2 added: opens 2026-09-01, closes 2026-10-01"}),
        (put("waves", to=[]), {"wave w1 removed: opens 2026-02-02, closes 2026-03-02"}),
        (put("anonymous", to=False), {"answers are no longer anonymous"}),
        (put("languages", to=["en", "de"]), {"asked in de"}),
        (put("scale", to={"high": 7, "top": [6, 7]}),
         {"scale high changed from 5 to 7", "top boxes are [6, 7] now, not []",
          "words of the scale in de removed: importance [a, b, c, d, e], satisfaction [a, b, c, d, e]"}),
        (put("scale", "anchors", "de", "importance", to=["v", "w", "x", "y", "z"]),
         {"words of the scale in de: importance changed from [a, b, c, d, e] to [v, w, x, y, z]"}),
        (put("minimum_group", to=5), {"minimum group changed from 10 to 5"}),
        (put("title", to="Shift leaders"), {"title added: Shift leaders"}),
    ],
)  # fmt: skip
def test_a_survey(edit: Any, words: set[str]) -> None:
    assert set(changed(Survey, SURVEY, edit)) == words
