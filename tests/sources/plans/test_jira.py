from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path

import pytest

from trueup.sources.plans import PlanFile, read_plan
from trueup.vocabulary import SourceError

EXPORT = """
    Summary,Issue key,Issue id,Issue Type,Status,Assignee,Component/s,Component/s,Original Estimate,Remaining Estimate,Time Spent,Custom field (Story Points),Inward issue link (Blocks),Outward issue link (Blocks),Custom field (Epic Link),Due Date,Created,Updated,Resolved
    Portal,PR-1,1,Epic,In Progress,,,,,,,,,,,,01/Jan/26 9:30 AM,02/Feb/26 1:00 PM,
    Login,PR-2,2,Story,Done,ann,web,api,28800,0,36000,3,,PR-3,PR-1,,02/Jan/26 9:30 AM,02/Feb/26 1:00 PM,12/Jan/26 9:00 AM
    Search,PR-3,3,Story,In Progress,bob,web,,57600,14400,43200,5,PR-2,,PR-1,20/Feb/26 12:00 AM,02/Jan/26 9:30 AM,02/Feb/26 1:00 PM,
    Pay,PR-4,4,Story,To Do,bob,api,,,,,8,PR-9,,PR-1,,02/Jan/26 9:30 AM,02/Feb/26 1:00 PM,
"""  # noqa: E501 - the header of an export is one line


@pytest.fixture
def read(write: Callable[[str, str], Path]) -> PlanFile:
    return read_plan(write("sprint.csv", EXPORT), party_from="component", days_per_point=Decimal("0.5"))


def test_issues_are_activities_and_epics_deliverables(read: PlanFile) -> None:
    assert read.report.format == "jira"
    assert [(each.id, each.party, each.group) for each in read.plan.activities] == [
        ("PR-2", "web", "Portal"),
        ("PR-3", "web", "Portal"),
        ("PR-4", "api", "Portal"),
    ]
    assert [(item.id, item.title, item.activities) for item in read.plan.scope] == [
        ("PR-1", "Portal", ("PR-2", "PR-3", "PR-4"))
    ]


def test_estimates_are_seconds_of_work_and_points_days_as_said(read: PlanFile) -> None:
    assert [str(each.duration) for each in read.plan.activities] == ["8h", "16h", "4d"]


def test_a_link_stated_from_both_sides_is_one(read: PlanFile) -> None:
    assert [str(link) for link in read.plan.activities[1].after] == ["PR-2"]
    assert any("PR-9, which is not in the export" in note.what for note in read.report.notes)


def test_status_is_progress_as_of_the_latest_change(read: PlanFile) -> None:
    login, search = read.progress
    assert (login["percent"], login["actual_finish"]) == (100.0, dt.date(2026, 1, 12))
    assert (search["percent"], search["remaining_days"]) == (75.0, 0.5)
    assert login["status_date"] == dt.date(2026, 2, 2)


def test_due_is_what_was_committed(read: PlanFile) -> None:
    committed = read.plan.activities[1].committed
    assert committed is not None
    assert committed.finish == dt.date(2026, 2, 20)


def test_what_has_no_estimate_is_noted(write: Callable[[str, str], Path]) -> None:
    read = read_plan(write("sprint.csv", EXPORT), unestimated="3d", start=dt.date(2026, 1, 5))
    assert str(read.plan.activities[2].duration) == "3d"
    assert any(note.where == "PR-4" and "nothing says how many days" in note.what for note in read.report.notes)


def test_without_keys_it_is_no_export(write: Callable[[str, str], Path]) -> None:
    with pytest.raises(SourceError, match="issue keys"):
        read_plan(write("x.csv", "Summary,Status\nA,Done\n"), format="jira")
