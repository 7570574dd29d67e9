"""The progress of a plan as of a moment: whose report of an activity counts, and which stands (ADR 0021)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence

from trueup.delivery import words
from trueup.delivery.claims import Settled, Told, collected, settle
from trueup.delivery.documents import Activity, Plan
from trueup.delivery.status import (
    ActivityStatus,
    Conflict,
    IssueCode,
    Progress,
    ProgressIssue,
    ProgressRow,
    Roles,
)
from trueup.vocabulary import Grade, did_you_mean

__all__ = ["ActivityStatus", "Conflict", "Progress", "ProgressIssue", "ProgressRow", "Roles", "grade_of", "progress_of"]


def progress_of(
    plan: Plan,
    rows: Iterable[ProgressRow],
    *,
    as_of: dt.date,
    roles: Roles,
    grade: Grade = Grade.reported,
    believe: str | None = None,
) -> Progress:
    """What is known of the plan's progress: reports with a status date before `as_of`, of at least `grade`.

    `believe` names the party whose claims are taken for true where claims contradict each other.
    """
    reports = _Reports(plan, roles, grade, as_of)
    for row in _latest(row for row in rows if row.plan == plan.id and row.status_date < as_of):
        reports.take(row)
    settled = reports.settled(believe)
    counted = tuple(row for told in reports.groups.values() for group in told.values() for row in group)
    return Progress(
        status_date=max((row.status_date for row in counted), default=None),
        by_activity={name: each.status for name, each in settled.items()},
        rows=tuple(sorted(counted, key=_order)),
        conflicts=tuple(each.conflict for each in settled.values() if each.conflict is not None),
        issues=tuple(sorted(reports.issues, key=_issue_order)),
    )


def grade_of(reporter: str, roles: Roles) -> Grade:
    """The grade of a report: attested by an observer, verified by the customer, else reported (ADR 0008)."""
    if reporter in roles.observers:
        return Grade.attested
    return Grade.verified if reporter == roles.customer else Grade.reported


def _order(row: ProgressRow) -> tuple[str, str, dt.date]:
    return row.activity, row.reported_by, row.status_date


def _issue_order(issue: ProgressIssue) -> tuple[str, dt.date, str, str]:
    return issue.activity, issue.status_date, issue.reported_by, issue.code


def _latest(rows: Iterable[ProgressRow]) -> list[ProgressRow]:
    """Of the reports that correct each other the last one, in order of activity, reporter and status date."""
    found: dict[tuple[str, str, dt.date], ProgressRow] = {}
    for row in rows:
        before = found.get(_order(row))
        if before is None or before.recorded_at <= row.recorded_at:
            found[_order(row)] = row
    return [found[key] for key in sorted(found)]


class _Reports:
    """The reports that count, by activity and reporter, and what is odd about the others."""

    def __init__(self, plan: Plan, roles: Roles, grade: Grade, as_of: dt.date) -> None:
        self.plan, self.roles, self.grade, self.as_of = plan, roles, grade, as_of
        self.activities: Mapping[str, Activity] = {activity.id: activity for activity in plan.activities}
        owners = {activity.party for activity in plan.activities} - {None}
        self.parties = owners | {*roles.providers, *roles.observers} | ({roles.customer} - {None})
        self.groups: dict[str, dict[str, list[ProgressRow]]] = {activity: {} for activity in self.activities}
        self.issues: list[ProgressIssue] = []

    def take(self, row: ProgressRow) -> None:
        """Keep a report, or say why it does not count."""
        why = self._refused(row)
        if why is not None:
            self._say(row, *why, counts=False)
            return
        if row.actual_start is not None and row.actual_start < self.plan.start:
            text = f"it started on {words.day(row.actual_start)}, before the plan's {words.day(self.plan.start)}"
            self._say(row, "before_plan_start", text, counts=True)
        self.groups[row.activity].setdefault(row.reported_by, []).append(row)

    def _refused(self, row: ProgressRow) -> tuple[IssueCode, str] | None:
        activity = self.activities.get(row.activity)
        if activity is None:
            hint = did_you_mean(row.activity, self.activities)
            return "unknown_activity", f"the plan has no such activity{f': {hint}' if hint else ''}"
        return self._impossible(row) or self._not_its_word(row, activity)

    def _impossible(self, row: ProgressRow) -> tuple[IssueCode, str] | None:
        start, finish = row.actual_start, row.actual_finish
        if row.status_date < self.plan.start:
            return "before_plan_start", f"the plan starts on {words.day(self.plan.start)}"
        if start is not None and start > row.status_date:
            return "start_after_status", f"an actual start on {words.day(start)} lies ahead"
        if finish is not None and finish > row.status_date:
            return "finish_after_status", f"an actual finish on {words.day(finish)} lies ahead"
        if start is not None and finish is not None and finish < start:
            return "finish_before_start", f"it finished on {words.day(finish)}, before it started"
        return None

    def _not_its_word(self, row: ProgressRow, activity: Activity) -> tuple[IssueCode, str] | None:
        reporter, owner = row.reported_by, activity.party
        neutral = reporter not in self.parties or grade_of(reporter, self.roles) > Grade.reported
        if owner is not None and reporter != owner and not neutral:
            return (
                "not_its_portion",
                f"it is {self.roles.name(owner)}'s portion: only its owner, the customer or an observer reports it",
            )
        if grade_of(reporter, self.roles) < self.grade:
            return "below_grade", f"the report is {grade_of(reporter, self.roles)}, and {self.grade} was asked for"
        return None

    def _say(self, row: ProgressRow, code: IssueCode, text: str, *, counts: bool) -> None:
        said = f"{self.roles.name(row.reported_by)} on {row.activity} as of {words.day(row.status_date)}: {text}"
        self.issues.append(ProgressIssue(code, row.activity, row.reported_by, row.status_date, counts, said))

    def settled(self, believe: str | None) -> dict[str, Settled]:
        """What stands of each activity that somebody reported, in the order of the plan."""
        found = {}
        for activity in self.plan.activities:
            claims = self._claims(activity)
            if claims:
                found[activity.id] = settle([each.claim for each in claims], believe)
                for row, code, text in (finding for each in claims for finding in each.findings):
                    self._say(row, code, text, counts=True)
                self._say_overruled(found[activity.id])
        return found

    def _claims(self, activity: Activity) -> list[Told]:
        told = self.groups[activity.id]
        strangers = [name for name in told if name not in self.parties]
        if len(strangers) < len(told):
            self._leave_out(strangers, told)
        calendar = self.plan.calendars.get(activity.calendar or "", self.plan.calendar)
        return [collected(activity, told[name], grade_of(name, self.roles), calendar) for name in sorted(told)]

    def _leave_out(self, strangers: Sequence[str], told: dict[str, list[ProgressRow]]) -> None:
        for name in strangers:
            for row in told.pop(name):
                self._say(row, "no_party", "parties have reported it, and this is none of them", counts=False)

    def _say_overruled(self, settled: Settled) -> None:
        for claim in settled.overruled:
            row = self.groups[claim.activity][claim.reported_by][-1]
            self._say(row, "overruled", "the observer has attested otherwise", counts=False)
