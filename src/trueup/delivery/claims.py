"""What each party claims of each activity, which claims contradict each other, and which stands."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from trueup.delivery import words
from trueup.delivery.documents import Activity, Calendar
from trueup.delivery.status import (
    ActivityStatus,
    Claimable,
    Conflict,
    IssueCode,
    ProgressRow,
)
from trueup.vocabulary import Grade


@dataclass(slots=True)
class _Story:
    """What one reporter has said of one activity so far, report by report."""

    start: dt.date | None = None
    finish: dt.date | None = None
    percent: float | None = None
    remaining: float | None = None
    cost: Decimal | None = None
    under_way: bool = False


Finding = tuple[ProgressRow, IssueCode, str]
"""A report, what is odd about it, and the same in words."""


@dataclass(frozen=True, slots=True)
class Told:
    """The claim of one reporter, and what is odd about how it came about."""

    claim: ActivityStatus
    findings: tuple[Finding, ...]


def collected(activity: Activity, rows: Sequence[ProgressRow], grade: Grade, calendar: Calendar) -> Told:
    """The claim that one reporter's reports of one activity, oldest first, add up to.

    What was said stays said until it is said otherwise: the start, the finish, the cost. A percentage or remaining
    time replaces both that were said before.
    """
    story, findings = _Story(), list[Finding]()
    for row in rows:
        findings += [(row, code, text) for code, text in _read(story, row)]
    last = rows[-1]
    if story.cost is not None and last.actual_cost is None:
        findings.append((last, "cost_carried", f"no cost is given: the {words.amount(story.cost)} of before stands"))
    percent = _percent(story, activity, calendar)
    if percent is None:
        percent = 0.0
        findings.append((last, "percent_unknown", "it is under way, yet neither percent nor remaining days is given"))
    done, begun = story.finish is not None, story.under_way
    claim = ActivityStatus(
        activity=activity.id,
        state="done" if done else "under_way" if begun else "to_do",
        start=story.start,
        finish=story.finish,
        percent=100.0 if done else percent,
        cost=story.cost,
        remaining=0.0 if done else story.remaining,
        status_date=last.status_date,
        reported_by=last.reported_by,
        grade=grade,
    )
    return Told(claim, tuple(findings))


_Found = tuple[IssueCode, str]


def _read(story: _Story, row: ProgressRow) -> list[_Found]:
    """Take one more report into the story; what is odd about it."""
    was_done = story.finish is not None
    found = [*_cost(story, row), *_finish(story, row), *([] if was_done else _fall(story, row))]
    if row.percent is not None or row.remaining_days is not None:
        story.percent, story.remaining = row.percent, row.remaining_days
    story.start = row.actual_start or story.start
    return [*found, *_start(story, row)]


def _cost(story: _Story, row: ProgressRow) -> list[_Found]:
    before, now = story.cost, row.actual_cost
    story.cost = before if now is None else now
    if before is not None and now is not None and now < before:
        return [("cost_falls", f"the cost to date falls from {words.amount(before)} to {words.amount(now)}")]
    return []


def _fall(story: _Story, row: ProgressRow) -> list[_Found]:
    if story.percent is not None and row.percent is not None and row.percent < story.percent:
        text = f"progress falls from {words.number(story.percent)} % to {words.number(row.percent)} %"
        return [("percent_falls", text)]
    return []


def _finish(story: _Story, row: ProgressRow) -> list[_Found]:
    if row.actual_finish is not None:
        story.finish = row.actual_finish
        if row.percent is not None and row.percent < 100:
            text = f"it is finished, yet only {words.number(row.percent)} % done: the finish counts"
            return [("finished_below_100", text)]
        return []
    if row.percent is not None and row.percent >= 100:
        if story.finish is None:
            story.finish = row.status_date
            return [("finish_from_status", "100 % without a finish: the status date is taken for it")]
        return []
    return _reopened(story, row)


def _reopened(story: _Story, row: ProgressRow) -> list[_Found]:
    goes_on = row.percent is not None or (row.remaining_days or 0) > 0
    if story.finish is None or not goes_on:
        return []
    before, story.finish = story.finish, None
    return [("reopened", f"it was finished on {words.day(before)} and is under way again")]


def _start(story: _Story, row: ProgressRow) -> list[_Found]:
    story.under_way = story.start is not None or bool(story.percent) or bool(story.cost)
    if story.finish is not None:
        if story.start is not None and story.start > story.finish:
            before, story.start = story.start, None
            return [("finish_before_start", f"it started on {words.day(before)}, after its finish: the finish counts")]
        return []
    if story.under_way and story.start is None:
        story.start = row.status_date
        return [("start_from_status", "it is under way without a start: the status date is taken for it")]
    return []


def _percent(story: _Story, activity: Activity, calendar: Calendar) -> float | None:
    if story.percent is not None or not story.under_way or story.finish is not None:
        return story.percent or 0.0
    if story.remaining is None:
        return None
    whole = activity.duration.days(float(calendar.hours), len(calendar.week))
    return max(0.0, 100.0 * (1 - story.remaining / whole)) if whole else 0.0


def contradiction(one: ActivityStatus, other: ActivityStatus) -> tuple[Claimable, ...]:
    """What two claims about one activity cannot both be right in: its finish, its cost, both or nothing.

    An older report of work under way contradicts no later finish; costs at two days may differ while work goes on.
    """
    about: list[Claimable] = []
    if _finishes_differ(one, other) or _finishes_differ(other, one):
        about.append("finish")
    comparable = one.status_date == other.status_date or one.state == other.state == "done"
    if comparable and None not in (one.cost, other.cost) and one.cost != other.cost:
        about.append("cost")
    return tuple(about)


def _finishes_differ(one: ActivityStatus, other: ActivityStatus) -> bool:
    if one.finish is None:
        return False
    if other.finish is not None:
        return one.finish != other.finish
    return other.status_date >= one.finish


@dataclass(frozen=True, slots=True)
class Settled:
    """What stands of the claims about an activity, the conflict that is open, and the claims that were overruled."""

    status: ActivityStatus
    conflict: Conflict | None
    overruled: tuple[ActivityStatus, ...]


def settle(claims: Sequence[ActivityStatus], believe: str | None = None) -> Settled:
    """Which claim stands.

    An attested claim overrules whatever contradicts it. Claims that still contradict each other are a conflict: the
    one of the highest grade stands for the time being, or that of `believe`. Where none does, what is done stands
    before what is not, then the later word, then the higher grade.
    """
    overruled = tuple(claim for claim in claims if _overruled(claim, claims))
    left = sorted((claim for claim in claims if claim not in overruled), key=lambda claim: claim.reported_by)
    rivals = [claim for claim in left if any(contradiction(claim, other) for other in left)]
    if not rivals:
        return Settled(_completed(max(left, key=_precedence), left), None, overruled)
    trusted = [claim for claim in rivals if claim.reported_by == believe]
    stands = trusted[0] if trusted else max(rivals, key=_standing)
    conflict = Conflict(stands.activity, _about(rivals), stands.reported_by, tuple(rivals))
    agreeing = [claim for claim in left if not contradiction(claim, stands)]
    return Settled(_completed(stands, agreeing), None if trusted else conflict, overruled)


def _overruled(claim: ActivityStatus, claims: Iterable[ActivityStatus]) -> bool:
    over = (other for other in claims if other.grade == Grade.attested > claim.grade)
    return any(contradiction(claim, other) for other in over)


def _precedence(claim: ActivityStatus) -> tuple[bool, Grade, dt.date, Grade]:
    done = claim.state == "done"
    return done, claim.grade if done else Grade.reported, claim.status_date, claim.grade


def _standing(claim: ActivityStatus) -> tuple[Grade, dt.date]:
    return claim.grade, claim.status_date


def _about(rivals: Sequence[ActivityStatus]) -> tuple[Claimable, ...]:
    found = {what for one in rivals for other in rivals for what in contradiction(one, other)}
    return tuple(sorted(found, reverse=True))


def _completed(claim: ActivityStatus, agreeing: Sequence[ActivityStatus]) -> ActivityStatus:
    """The claim with a cost or start that it leaves open taken from the others that agree: then at the lesser grade."""
    for other in sorted(agreeing, key=_standing, reverse=True):
        same_state = other.state == claim.state
        cost = other.cost if claim.cost is None and same_state else None
        start = other.start if claim.start is None and claim.finish is not None and same_state else None
        if cost is not None or start is not None:
            claim = replace(
                claim,
                cost=claim.cost if cost is None else cost,
                start=claim.start if start is None else start,
                grade=min(claim.grade, other.grade),
            )
    return claim
