"""What a plan by itself has wrong; the words of each with its line are in tests/book/broken."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings

from tests.delivery.drawn import plan_of, plans
from trueup.delivery.documents import Plan
from trueup.delivery.rules import amended, issues, signing

DIG = {"id": "dig", "party": "mill", "duration": "10d"}
BUILD = {"id": "build", "party": "gear", "duration": "20d", "after": ["dig"]}
HALL = {"id": "hall", "title": "Hall", "activities": ["dig"]}


def said(*activities: dict[str, Any], **more: Any) -> list[tuple[str, str]]:
    """Level and path of every finding."""
    plan = plan_of(list(activities) or [DIG, BUILD], **more)
    return [(found.level, ".".join(map(str, found.path))) for found in issues(plan)]


def test_a_sound_plan_has_no_findings() -> None:
    assert said() == []


@settings(max_examples=60, deadline=None)
@given(plans(constrained=True))
def test_what_can_be_scheduled_has_no_error_but_its_owners(plan: Plan) -> None:
    assert {found.level for found in issues(plan)} <= {"hint"}


@pytest.mark.parametrize(
    ("more", "found"),
    [
        ({"moves": [{"id": "m", "kind": "crash", "activity": "dgi", "saves": "1d"}]}, ("error", "moves.0.activity")),
        ({"moves": [{"id": "m", "kind": "descope", "scope": "hal"}]}, ("error", "moves.0.scope")),
        ({"moves": [{"id": "m", "kind": "overlap", "activity": "dig", "link": "build", "saves": "1d"}]},
         ("error", "moves.0.link")),
        ({"moves": [{"id": "m", "kind": "crash", "activity": "dig", "saves": "1d", "excludes": ["n"]}]},
         ("error", "moves.0.excludes.0")),
        ({"moves": [{"id": "m", "kind": "crash", "activity": "dig", "saves": "1d", "needs": {"crane": 1}}]},
         ("error", "moves.0.needs.crane")),
        ({"moves": [{"id": "m", "kind": "crash", "activity": "dig", "saves": "1d", "by": "mill"}]}, None),
        ({"moves": [{"id": "m", "kind": "help", "activity": "dig", "saves": "1d"}]}, ("hint", "moves.0.kind")),
        ({"moves": [{"id": "m", "kind": "help", "activity": "dig", "saves": "1d", "by": "gear"}]}, None),
        ({"risks": [{"id": "r", "name": "R", "probability": 0.5, "activities": ["no"], "cost": 1}]},
         ("error", "risks.0.activities.0")),
        ({"risks": [{"id": "r", "name": "R", "probability": 0.5, "activities": ["dig"],
                     "impact": ["3d", "2d", "4d"]}]}, ("error", "risks.0.impact")),
        ({"scope": [HALL | {"activities": ["dog"]}]}, ("error", "scope.0.activities.0")),
        ({"scope": [HALL]}, None),
        ({"commitment": {"finish": "2026-01-06"}}, ("error", "commitment.finish")),
        ({"commitment": {"finish": "2026-01-07"}}, None),
        ({"commitment": {"must": ["finish"]}}, ("error", "commitment.must.0")),
        ({"commitments": {"gear": {"finish": "2025-01-06"}}}, ("error", "commitments.gear.finish")),
        ({"penalty_per_day": 5}, ("error", "penalty_per_day")),
        ({"bonus_by": "2026-02-01"}, ("error", "bonus")),
    ],
)  # fmt: skip
def test_each_finding_has_its_place(more: dict[str, Any], found: tuple[str, str] | None) -> None:
    assert said(**more) == ([found] if found else [])


def test_a_milestone_needs_no_owner() -> None:
    assert said(DIG, {"id": "done", "duration": "0d", "after": ["dig"]}, agreement="a") == []
    assert said(DIG, {"id": "done", "duration": "0d", "cost": 5}, agreement="a") == [("error", "activities.1")]


def test_something_promised_for_what_nobody_owns() -> None:
    lost = {"id": "lost", "duration": "2d", "committed": {"cost": 5}}
    assert ("error", "activities.1.committed") in said(DIG, lost)


def test_a_later_version_may_hold_a_baseline_of_what_is_gone() -> None:
    planned = {"start": "2026-01-07", "finish": "2026-01-20"}
    signed = {"id": "signed", "set_on": "2026-01-02", "activities": {"dig": planned, "gone": planned}}
    assert said(DIG, baselines=[signed], version=2) == []
    assert said(DIG, baselines=[signed]) == [("error", "baselines.0.activities.gone")]


def _baselines(*finishes: str) -> Plan:
    agreed = [
        {"id": f"b{at}", "set_on": "2026-01-02", "activities": {"dig": {"start": "2026-01-07", "finish": finish}}}
        for at, finish in enumerate(finishes)
    ]
    return plan_of([DIG], baselines=agreed)


@pytest.mark.parametrize(
    ("before", "after", "path"),
    [
        (["2026-01-20"], ["2026-01-20"], None),
        (["2026-01-20"], ["2026-01-20", "2026-02-20"], None),
        (["2026-01-20"], ["2026-01-21"], ("baselines", 0)),
        (["2026-01-20", "2026-01-21"], ["2026-01-20"], ("baselines",)),
    ],
)
def test_baselines_are_never_overwritten(before: list[str], after: list[str], path: tuple[Any, ...] | None) -> None:
    found = [finding.path for finding in amended(_baselines(*before), _baselines(*after))]
    assert found == ([path] if path else [])


def test_a_plan_that_is_signed_promises_a_day() -> None:
    assert [found.level for found in signing(plan_of([DIG]))] == ["soon"]
    assert list(signing(plan_of([DIG], commitment={"finish": "2026-03-01"}))) == []
