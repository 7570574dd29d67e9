"""The quality gate: each check passes on a sound plan and fails on the one that has its defect."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from tests.delivery.drawn import START, plan_of
from tests.delivery.test_schedule import progress, status
from trueup.delivery.documents import Plan
from trueup.delivery.quality import RULES, quality
from trueup.delivery.results import Check, Quality
from trueup.delivery.schedule import schedule
from trueup.delivery.status import Progress, ProgressIssue

RANGE = ["4d", "5d", "8d"]


def step(at: int, **more: Any) -> dict[str, Any]:
    """One of twenty activities in a row."""
    return {"id": f"a{at}", "party": "acme", "duration": "5d", "three_point": RANGE,
            "after": [f"a{at - 1}"] if at else []} | more  # fmt: skip


def sound(*changed: dict[str, Any], **more: Any) -> Plan:
    """Twenty activities in a row with a baseline, some of them changed, others added."""
    steps = {f"a{at}": step(at) for at in range(20)} | {each["id"]: each for each in changed}
    agreed = {name: {"start": START, "finish": START + dt.timedelta(days=200)} for name in steps}
    baselines = [{"id": "signed", "set_on": START, "activities": agreed}]
    return plan_of(list(steps.values()), **{"baselines": baselines, **more})


def judged(plan: Plan, known: Progress | None = None, today: dt.date | None = None) -> Quality:
    return quality(plan, schedule(plan, known), known, today=today)


def checks(found: Quality) -> dict[str, Check]:
    return {check.code: check for check in found.checks}


def test_a_sound_plan_passes_everything() -> None:
    found = judged(sound())
    assert (found.score, found.trusted) == (1.0, True)
    assert [check.code for check in found.checks] == [rule.code for rule in RULES]
    assert all(check.count == 0 and check.where == () for check in found.checks)


@pytest.mark.parametrize(
    ("code", "changed", "where"),
    [
        ("missing_logic", [step(30, after=[])], ("a30",)),
        ("open_end", [step(7, after=[]), step(12, after=[])], ("a6", "a7", "a11", "a12")),
        ("dangling", [step(7, after=["a6 FF"])], ("a7",)),
        ("dangling", [step(7, after=["a6 SS"]), step(8, after=["a7"])], ("a6",)),
        ("dangling", [step(7, after=["a5", "a6 SF"])], ("a6",)),
        ("leads", [step(7, after=["a6 FS-1d"])], ("a7",)),
        ("lags", [step(7, after=["a6 FS+1d"])], ("a7",)),
        ("link_types", [step(at, after=[f"a{at - 1}", f"a{at - 1} FF"]) for at in (7, 8, 9)], ("a7", "a8", "a9")),
        ("hard_constraint", [step(at, constraint={"kind": "must_start_on", "date": "2027-01-05"}) for at in (0, 1)],
         ("a0", "a1")),
        ("negative_float", [step(1, constraint={"kind": "finish_no_later_than", "date": "2026-01-08"})], ("a0", "a1")),
        ("high_float", [step(at, after=["a0"]) for at in (18, 19)], ("a17", "a18", "a19")),
        ("high_duration", [step(at, duration="45d") for at in (7, 8)], ("a7", "a8")),
        ("unowned", [step(7, party=None)], ("a7",)),
        ("without_range", [step(at, three_point=None) for at in range(5)], ("a0", "a1", "a2", "a3", "a4")),
    ],
)  # fmt: skip
def test_a_defect_fails_its_check(code: str, changed: list[dict[str, Any]], where: tuple[str, ...]) -> None:
    check = checks(judged(sound(*changed)))[code]
    if code == "high_float":
        assert set(check.where) & set(where)
    else:
        assert check.where == where
    assert not check.passed
    assert check.words.startswith(f"{check.count} of {check.of} ")


def test_a_share_that_is_allowed_passes_and_is_told() -> None:
    check = checks(judged(sound(step(7, duration="45d"))))["high_duration"]
    assert (check.passed, check.count, check.of, check.allowed) == (True, 1, 20, 0.05)
    assert check.words == "1 of 20 activities left takes more than 44 working days; at most 5% may (DCMA 8)."


def test_a_failed_check_says_what_to_do() -> None:
    check = checks(judged(sound(step(7, party=None))))["unowned"]
    assert check.words == (
        "1 of 20 activities left belongs to nobody (DCMA 10, GAO BP 3). Name the party whose portion each is."
    )


def test_a_milestone_and_a_fixed_duration_need_no_range() -> None:
    ends = [step(at, three_point=None, duration="0d", party=None) for at in range(5)]
    fixed = [step(at, three_point=None, distribution="fixed") for at in range(5, 12)]
    found = checks(judged(sound(*ends, *fixed)))
    assert found["without_range"].count == 0
    assert found["unowned"].count == 0


def test_a_plan_without_a_baseline() -> None:
    check = checks(judged(sound(baselines=[])))["without_baseline"]
    assert (check.passed, check.where) == (False, ("p",))
    assert check.words.startswith("No baseline was agreed (GAO BP 10).")


def test_a_chain_that_a_slip_does_not_follow() -> None:
    """The end hangs on the start of the first activity: its duration moves nothing."""
    first = {"id": "a", "party": "acme", "duration": "5d"}
    hung = plan_of([first, {"id": "b", "party": "acme", "duration": "900d", "after": ["a SS+2d"]}])
    check = checks(judged(hung))["critical_path"]
    assert (check.passed, check.where) == (False, ("a",))
    assert check.words.startswith("What drives the end is no chain")
    joined = plan_of([first, {"id": "b", "party": "acme", "duration": "900d", "after": ["a"]}])
    assert checks(judged(joined))["critical_path"].passed


def test_a_broken_chain_is_never_trusted() -> None:
    found = judged(sound(step(30, after=[])))
    assert found.score >= 0.8
    assert not found.trusted


def test_status_that_is_older_than_a_month() -> None:
    known = progress(status("a0", "under_way", START, None, 50), on=START + dt.timedelta(days=40))
    assert checks(judged(sound(), known))["stale_status"].where == ("a0",)
    fresh = progress(status("a0", "under_way", START, None, 50), on=START)
    assert checks(judged(sound(), fresh))["stale_status"].passed
    assert checks(judged(sound(), fresh, START + dt.timedelta(days=31)))["stale_status"].passed
    assert checks(judged(sound(), fresh, START + dt.timedelta(days=32)))["stale_status"].count == 20
    assert checks(judged(sound(), None, START + dt.timedelta(days=32)))["stale_status"].count == 20


@pytest.mark.parametrize(
    ("link", "early"), [("a0", True), ("a0 SS", False), ("a0 FF", True), ("a0 SF", False), ("a0 FS-2d", False)]
)
def test_progress_out_of_sequence(link: str, early: bool) -> None:
    known = progress(
        status("a0", "under_way", START, None, 50),
        status("a1", "done", START, START + dt.timedelta(days=1), 100),
        on=START + dt.timedelta(days=2),
    )
    check = checks(judged(sound(step(1, after=[link])), known))["out_of_sequence"]
    assert (check.where == ("a1",), check.of) == (early, 2)
    assert check.passed is not early


def test_done_before_the_predecessor_was_done() -> None:
    known = progress(
        status("a0", "done", START, START + dt.timedelta(days=5), 100),
        status("a1", "under_way", START + dt.timedelta(days=2), None, 10),
        on=START + dt.timedelta(days=6),
    )
    assert checks(judged(sound(), known))["out_of_sequence"].where == ("a1",)


def test_progress_in_the_future_fails() -> None:
    issue = ProgressIssue("finish_after_status", "a3", "acme", START, False, "an actual finish lies ahead")
    odd = ProgressIssue("cost_falls", "a4", "acme", START, True, "its cost falls")
    known = Progress(status_date=START, issues=(issue, odd))
    assert checks(judged(sound(), known))["invalid_dates"].where == ("a3",)


def test_a_plan_that_is_done_passes_what_is_about_the_rest() -> None:
    done = [status(f"a{at}", "done", START, START + dt.timedelta(days=at), 100) for at in range(20)]
    known = progress(*done, on=START + dt.timedelta(days=20))
    found = judged(sound(), known, START + dt.timedelta(days=300))
    assert {check.code for check in found.checks if not check.passed} == {"out_of_sequence"}


def test_one_activity_alone_is_a_plan() -> None:
    plan = plan_of([{"id": "a", "party": "acme", "duration": "5d", "three_point": RANGE}])
    assert checks(judged(plan))["missing_logic"].passed
    assert checks(judged(plan))["open_end"].passed


def test_being_late_for_a_commitment_is_no_defect_of_the_schedule() -> None:
    plan = sound(commitment={"finish": START})
    assert judged(plan).trusted


def test_one_and_none_are_said_as_people_say_them() -> None:
    found = checks(judged(plan_of([{"id": "a", "duration": "1d", "party": "acme"}])))
    assert found["lags"].words.startswith("There are no links;")
    assert found["open_end"].words.startswith("0 of 1 activity left has no predecessor")
    assert found["without_range"].words.startswith("1 of 1 activity left says nothing")
