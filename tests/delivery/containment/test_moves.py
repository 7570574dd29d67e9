import datetime as dt
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.delivery.containment.plans import plan_of, rollout
from trueup.delivery.containment.moves import apply, chosen_moves, exclusions, targets
from trueup.delivery.documents import Activity, Plan
from trueup.delivery.network import compile_plan
from trueup.delivery.schedule import schedule
from trueup.vocabulary import InputError, UnknownName


def after(plan: Plan, activity: str, *moves: str) -> Activity:
    found = apply(plan, moves).activity(activity)
    assert found is not None
    return found


def lengths(activity: Activity) -> list[str]:
    return [str(activity.duration), *map(str, activity.three_point or ())]


def test_no_move_changes_nothing() -> None:
    assert apply(rollout(), ()) is not None
    assert apply(rollout(), ()) == rollout()


def test_the_plan_that_was_agreed_stays_as_it_was() -> None:
    plan = rollout()
    apply(plan, ["lend", "rush", "early", "drop"])
    assert plan == rollout()


def test_help_and_crash_take_what_they_save_off_every_length_and_cost_what_they_cost() -> None:
    helped = after(rollout(), "migrate", "lend")
    assert lengths(helped) == ["20d", "0d", "20d", "40d"]
    assert helped.cost == 90000 + 25000
    assert helped.party == "northwind"
    crashed = after(rollout(), "build", "rush")
    assert lengths(crashed) == ["30d", "25d", "30d", "50d"]
    assert crashed.needs == {"crew": Decimal(2)}


def test_moves_on_one_activity_combine() -> None:
    both = after(rollout(), "migrate", "lend", "early")
    assert str(both.duration) == "20d"
    assert [str(link) for link in both.after] == ["build FS-5d", "train SS+5d"]
    assert both.cost == 90000 + 25000 + 1000


def test_resequence_drops_the_link_and_keeps_the_others() -> None:
    assert [str(link) for link in after(rollout(), "migrate", "apart").after] == ["build"]


def test_descoping_leaves_a_milestone_in_its_place() -> None:
    dropped = apply(rollout(), ["drop"], on=dt.date(2026, 2, 2))
    train = dropped.activity("train")
    assert train is not None
    assert lengths(train) == ["0d"]
    assert (train.cost, train.cost_per_day) == (0, 0)
    assert dropped.scope[0].descoped == dt.date(2026, 2, 2)
    assert schedule(dropped).finish <= schedule(rollout()).finish


def test_a_risk_on_what_is_left_out_cannot_strike_it() -> None:
    risks = [
        {"id": "ill", "name": "Trainer ill", "probability": 0.1, "activities": ["train"], "impact": ["1d", "2d", "3d"]},
        {"id": "late", "name": "Late", "probability": 0.1, "activities": ["train", "build"], "cost": 5},
    ]
    left = apply(rollout(risks=risks), ["drop"]).risks
    assert [(risk.id, risk.activities) for risk in left] == [("late", ("build",))]


@pytest.mark.parametrize(
    ("duration", "saves", "left"),
    [
        ("2w", "3d", "1.4w"),
        ("10d", "4h", "9.5d"),
        ("20h", "1d", "12h"),
        ("3d", "1w", "0d"),
        ("10ed", "12eh", "9.5ed"),
    ],
)
def test_lengths_in_different_units_are_taken_off_exactly(duration: str, saves: str, left: str) -> None:
    moves = [{"id": "m", "kind": "crash", "activity": "a", "saves": saves}]
    assert str(after(plan_of([{"id": "a", "duration": duration}], moves), "a", "m").duration) == left


def test_working_time_is_not_taken_off_time_that_passes_anyway() -> None:
    plan = plan_of([{"id": "a", "duration": "10ed"}], [{"id": "m", "kind": "crash", "activity": "a", "saves": "2d"}])
    with pytest.raises(InputError, match="2d cannot be taken off 10ed"):
        apply(plan, ["m"])


def test_a_lag_becomes_a_lead() -> None:
    activities = [{"id": "a", "duration": "5d"}, {"id": "b", "duration": "5d", "after": ["a FS+2d"]}]
    moves = [{"id": "m", "kind": "overlap", "activity": "b", "link": "a", "saves": "3d"}]
    assert str(after(plan_of(activities, moves), "b", "m").after[0]) == "a FS-1d"


def test_what_excludes_is_not_combined() -> None:
    assert exclusions(rollout()) == (("apart", "drop"),)
    with pytest.raises(InputError, match="apart and drop exclude each other"):
        apply(rollout(), ["drop", "apart"])


def test_unknown_moves_and_targets_are_named() -> None:
    with pytest.raises(UnknownName, match="no move 'lent'"):
        apply(rollout(), ["lent"])
    stray = plan_of([{"id": "a", "duration": "1d"}], [{"id": "m", "kind": "crash", "activity": "b", "saves": "1d"}])
    with pytest.raises(UnknownName, match="no activity 'b'"):
        apply(stray, ["m"])
    loose = plan_of(
        [{"id": "a", "duration": "1d"}, {"id": "b", "duration": "1d"}],
        [{"id": "m", "kind": "resequence", "activity": "b", "link": "a"}],
    )
    with pytest.raises(InputError, match="b does not come after a"):
        apply(loose, ["m"])


def test_targets_of_a_scope_item_are_its_activities() -> None:
    plan = rollout()
    assert targets(plan, chosen_moves(plan, ["drop"])[0]) == ("train",)


def test_a_lognormal_that_would_touch_zero_loses_its_spread() -> None:
    activity: dict[str, Any] = {"id": "a", "duration": "5d", "three_point": ["2d", "5d", "9d"]}
    moves = [{"id": "m", "kind": "crash", "activity": "a", "saves": "3d"}]
    crashed = after(plan_of([activity | {"distribution": "lognormal"}], moves), "a", "m")
    assert (str(crashed.duration), crashed.three_point) == ("2d", None)


@given(st.sets(st.sampled_from(["lend", "rush", "early", "apart"])))
def test_moves_never_make_the_plan_later_nor_any_length_negative(taken: set[str]) -> None:
    plan = rollout()
    moved = apply(plan, taken)
    assert schedule(moved).finish <= schedule(plan).finish
    assert (compile_plan(moved).duration >= 0).all()
    assert sum(each.cost for each in moved.activities) == sum(each.cost for each in plan.activities) + sum(
        move.cost for move in plan.moves if move.id in taken
    )
