"""What a version of a plan changes, in words."""

from __future__ import annotations

from typing import Any

import pytest
import yaml as pyyaml

from trueup.book.diff import Change, diff
from trueup.delivery.documents import Containment, Plan

PLAN = """\
kind: plan
id: press
start: 2026-01-05
calendar: {holidays: [2026-04-03]}
commitment: {finish: 2026-03-31, budget: 60000, must: [finish]}
commitments: {gear: {finish: 2026-03-02, cost: 30000}}
activities:
  - {id: dig, name: Dig, party: mill, duration: 10d, cost: 10000}
  - {id: build, name: Build, party: gear, duration: 20d, after: [dig], cost: 30000,
     committed: {finish: 2026-03-02, cost: 30000}}
moves:
  - {id: lend, name: Lend masons, kind: help, activity: build, by: mill, saves: 5d, cost: 4000}
scope:
  - {id: hall, title: The hall, activities: [dig, build]}
"""
CONTAINMENT = {
    "kind": "containment", "id": "c", "plan": "press", "by": "mill", "on": "2026-01-20", "moves": ["lend"],
    "cost": "4000", "pays": {"lend": "mill"}, "state": "costed",
}  # fmt: skip
CHANCE = {"on_time": 0.4, "met": 0.4, "finish_p50": "2026-04-02", "finish_p80": "2026-04-09", "cost": 45000}
FORECAST = {
    "as_of": "2026-01-22", "plan": "5f1d", "seed": 1, "iterations": 10000, "method": "simulation/1",
    "without": CHANCE, "with": CHANCE | {"met": 0.9},
}  # fmt: skip


def changed(edit: Any) -> dict[str, Change]:
    """The changes, by their words, that a function makes to the plan as plain data."""
    after = pyyaml.safe_load(PLAN) | {"version": 2, "why": "the ground was wet", "effective": "2026-02-01"}
    edit(after)
    before = Plan.model_validate(pyyaml.safe_load(PLAN))
    return {change.words: change for change in diff(before, Plan.model_validate(after))}


def put(*keys: Any, to: Any) -> Any:
    """A function that sets one key."""

    def edit(plan: dict[str, Any]) -> None:
        place: Any = plan
        for key in keys[:-1]:
            place = place[key]
        place[keys[-1]] = to

    return edit


NEW = {"id": "test", "name": "Test", "party": "mill", "duration": "5d"}
DIG, BUILD = ("activities", 0), ("activities", 1)


@pytest.mark.parametrize(
    ("edit", "words", "weakens"),
    [
        (put("commitment", "finish", to="2026-04-10"),
         "committed finish of the whole weakened, moved later by 10 days, from 2026-03-31 to 2026-04-10", True),
        (put("commitment", "finish", to="2026-03-30"),
         "committed finish of the whole tightened, moved earlier by 1 day, from 2026-03-31 to 2026-03-30", False),
        (put("commitment", "finish", to=None), "committed finish of the whole removed (it was 2026-03-31)", True),
        (put("commitment", "budget", to=66000), "budget of the whole weakened by 6000, from 60000 to 66000", True),
        (put("commitment", "must", to=[]), "finish may be missed within tolerance now", True),
        (put("commitment", "must", to=["finish", "budget"]), "budget may not be missed now", False),
        (put("commitment", "tolerance", to=0.2), "tolerance widened from 0.1 to 0.2", True),
        (put("commitments", "gear", "finish", to="2026-03-09"),
         "committed finish of gear weakened, moved later by 7 days, from 2026-03-02 to 2026-03-09", True),
        (put("commitments", "gear", "cost", to=29000),
         "committed cost of gear tightened by 1000, from 30000 to 29000", False),
        (put("commitments", to={}), "commitment of gear removed: finish 2026-03-02, cost 30000", True),
        (put("commitments", "mill", to={"cost": 9000}), "commitment of mill added: cost 9000", False),
        (put(*BUILD, "committed", "finish", to="2026-03-03"),
         "committed finish of Build weakened, moved later by 1 day, from 2026-03-02 to 2026-03-03", True),
        (put(*BUILD, "committed", "cost", to=None), "committed cost of Build removed (it was 30000)", True),
        (put(*DIG, "committed", to={"finish": "2026-01-16"}), "commitment of Dig added: finish 2026-01-16", False),
        (put(*BUILD, "duration", to="25d"), "duration of Build changed from 20d to 25d", None),
        (put(*BUILD, "party", to="mill"), "Build is mill's portion now, not gear's portion", None),
        (put(*BUILD, "party", to=None), "Build is nobody's now, not gear's portion", None),
        (put(*BUILD, "after", to=[]), "Build no longer waits for Dig", None),
        (put(*BUILD, "after", to=["dig SS+2d"]), "Build waits for Dig SS+2d now", None),
        (put(*BUILD, "calendar", to=None), None, None),
        (put(*BUILD, "cost", to=31000), "cost of Build changed from 30000 to 31000", None),
        (lambda plan: plan["activities"].append(NEW), "activity Test added (5d, mill's)", None),
        (put("scope", to=[]), "deliverable The hall removed from the scope", True),
        (put("scope", 0, "descoped", to="2026-02-01"), "deliverable The hall given up on 2026-02-01", True),
        (put("scope", 0, "must", to=False), "deliverable The hall is no longer a must", True),
        (put("scope", 0, "activities", to=["dig"]), "deliverable The hall no longer needs Build", True),
        (put("moves", to=[]),
         "move Lend masons removed: help on Build, by mill, saves 5d, costs 4000", None),
        (put("moves", 0, "saves", to="6d"), "saves of Lend masons changed from 5d to 6d", None),
        (put("baselines", to=[{"id": "b", "set_on": "2026-01-02",
                               "activities": {"dig": {"start": "2026-01-05", "finish": "2026-01-16"}}}]),
         "baseline b of 2026-01-02 added", None),
        (put("calendar", "holidays", to=[]), "2026-04-03 is no longer a holiday", None),
        (put("calendar", "working", to=["2026-01-10"]), "2026-01-10 is an extra working day now", None),
        (put("start", to="2026-01-12"), "start of the plan moved later by 7 days, from 2026-01-05 to 2026-01-12", None),
        (put("penalty_per_day", to=100), "penalty per day changed from 0 to 100", None),
    ],
)  # fmt: skip
def test_says_in_words_what_changed(edit: Any, words: str | None, weakens: bool | None) -> None:
    said = changed(edit)
    if words is None:
        assert said == {}
        return
    assert words in said
    assert said[words].weakens is weakens


def test_a_removed_activity_is_said_with_its_links() -> None:
    def edit(plan: dict[str, Any]) -> None:
        plan["activities"] = [plan["activities"][1] | {"after": []}]
        plan["scope"][0]["activities"] = ["build"]

    assert set(changed(edit)) == {
        "activity Dig removed (10d, mill's)",
        "Build no longer waits for Dig",
        "deliverable The hall no longer needs Dig",
    }


def test_paths_name_things_by_id() -> None:
    (change,) = changed(put(*BUILD, "committed", "finish", to="2026-03-03")).values()
    assert (change.path, change.kind) == ("activities[build].committed.finish", "finish")
    (change,) = changed(put("scope", to=[])).values()
    assert (change.path, change.kind) == ("scope[hall]", "removed")


@pytest.mark.parametrize(
    ("after", "words"),
    [
        ({"state": "validated", "forecast": FORECAST},
         {"validated now, costed before", "forecast of 2026-01-22 frozen: P(met) 0.4 without it, 0.9 with it"}),
        ({"state": "in_progress"}, {"in progress now, costed before"}),
        ({"cost": "5000"}, {"cost changed from 4000 to 5000"}),
        ({"moves": ["lend", "crash"], "pays": {"lend": "gear"}}, {"move crash taken", "gear pays for lend"}),
        ({"pays": {}}, {"nobody pays for lend any more"}),
        ({"on": "2026-01-25", "why": "later"}, set()),
    ],
)  # fmt: skip
def test_a_step_of_a_containment(after: dict[str, Any], words: set[str]) -> None:
    before, now = Containment.model_validate(CONTAINMENT), Containment.model_validate(CONTAINMENT | after)
    assert {change.words for change in diff(before, now)} == words
    assert {change.weakens for change in diff(before, now)} <= {None}
