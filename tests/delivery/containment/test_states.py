import datetime as dt
from typing import Any

import pytest

from tests.delivery.containment.plans import ROLES, rollout
from trueup.delivery.containment.states import is_signed, problems, signers
from trueup.delivery.documents import Containment

DAY = dt.date(2026, 3, 2)
CHANCE = {"on_time": "0.5", "met": "0.5", "finish_p50": DAY, "finish_p80": DAY, "cost": 1}
FORECAST = {
    "as_of": DAY,
    "plan": "d",
    "seed": 1,
    "iterations": 100,
    "method": "m",
    "without": CHANCE,
    "with": CHANCE | {"met": "0.7"},
}
PAYS = {"lend": "northwind", "rush": "acme"}


def step(state: str = "proposed", version: int = 1, **keys: Any) -> Containment:
    body: dict[str, Any] = {"id": "c", "plan": "p", "by": "acme", "on": DAY, "moves": ["lend", "rush"]}
    if state != "proposed":
        body |= {"cost": 55000, "pays": PAYS}
    if state in ("validated", "in_progress", "done"):
        body |= {"forecast": FORECAST}
    if state == "withdrawn":
        body |= {"why": "no budget"}
    return Containment.model_validate(body | {"state": state, "version": version} | keys)


def test_the_steps_follow_one_another() -> None:
    states = ["proposed", "costed", "validated", "in_progress", "done"]
    steps = [step(state, number + 1) for number, state in enumerate(states)]
    for before, after in zip([None, *steps], steps, strict=False):
        assert problems(before, after) == []


@pytest.mark.parametrize("state", ["proposed", "costed", "validated", "in_progress"])
def test_everything_that_is_not_done_can_be_withdrawn(state: str) -> None:
    before = step(state)
    after = before.model_copy(update={"state": "withdrawn", "version": 2, "why": "no budget"})
    assert problems(before, after) == []


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("proposed", "validated"),
        ("costed", "in_progress"),
        ("costed", "done"),
        ("validated", "costed"),
        ("validated", "done"),
        ("in_progress", "validated"),
        ("done", "withdrawn"),
        ("withdrawn", "proposed"),
        ("validated", "validated"),
    ],
)
def test_no_step_is_left_out_or_taken_back(before: str, after: str) -> None:
    [first, *_] = problems(step(before), step(after, 2))
    assert "cannot become" in first


def test_it_begins_as_proposed() -> None:
    assert problems(None, step("costed")) == ["a containment begins as proposed, not as costed"]


@pytest.mark.parametrize(
    ("state", "changes", "words"),
    [
        ("costed", {"cost": None}, "has a `cost`"),
        ("validated", {"pays": {"lend": "northwind"}}, "must say who pays for rush"),
        ("validated", {"forecast": None}, "has the `forecast`"),
        ("proposed", {"forecast": FORECAST}, "frozen when the customer validates"),
        ("withdrawn", {"why": None}, "say `why`"),
        ("proposed", {"moves": ["lend", "lend"]}, "named twice"),
        ("proposed", {"pays": {"other": "acme"}}, "not taken: other"),
        ("validated", {"on": DAY - dt.timedelta(1)}, "later than"),
    ],
)
def test_each_step_holds_what_it_needs(state: str, changes: dict[str, Any], words: str) -> None:
    assert any(words in problem for problem in problems(None, step(state, **changes)))


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"cost": 1}, "`cost` changed"),
        ({"moves": ["lend"], "pays": {"lend": "northwind"}}, "`moves` changed"),
        ({"pays": PAYS | {"rush": "sint"}}, "`pays` changed"),
        ({"forecast": FORECAST | {"seed": 2}}, "`forecast` changed"),
        ({"on": DAY - dt.timedelta(1)}, "before"),
        ({"version": 3}, "version 3 does not follow version 1"),
        ({"by": "sint"}, "`by` changed"),
    ],
)
def test_what_was_validated_stays_as_it_was(changes: dict[str, Any], words: str) -> None:
    after = step("in_progress", **{"version": 2, **changes})
    assert any(words in problem for problem in problems(step("validated"), after))


def test_who_pays_may_be_agreed_at_validation_but_not_the_price() -> None:
    before = step("costed", pays={})
    assert problems(before, step("validated", 2)) == []
    assert any("`cost` changed" in problem for problem in problems(before, step("validated", 2, cost=2)))


def test_a_forecast_older_than_the_price_is_not_frozen() -> None:
    later = DAY + dt.timedelta(7)
    after = step("validated", 2, on=later)
    assert any("before the price" in problem for problem in problems(step("costed", on=later), after))


def test_who_signs_which_step() -> None:
    plan = rollout()
    expected = {
        "proposed": ("acme",),
        "costed": ("acme",),
        "validated": ("northwind", "acme"),
        "in_progress": ("acme", "northwind"),
        "done": ("acme", "northwind"),
        "withdrawn": ("acme", "northwind"),
    }
    assert {state: signers(None, step(state), plan, ROLES) for state in expected} == expected
    paid = step("validated", pays={"lend": "sint", "rush": "acme"})
    assert signers(None, paid, plan, ROLES) == ("northwind", "acme", "sint")


def test_one_signature_withdraws_all_validate() -> None:
    needed = ("northwind", "acme")
    assert is_signed(step("withdrawn"), needed, {"acme"})
    assert not is_signed(step("withdrawn"), needed, {"sint"})
    assert not is_signed(step("validated"), needed, {"acme"})
    assert is_signed(step("validated"), needed, {"acme", "northwind", "sint"})
