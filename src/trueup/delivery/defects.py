"""What can be wrong with a schedule: each function gives the activities that have one defect."""

from __future__ import annotations

import datetime as dt

from trueup.delivery.calendar import in_days
from trueup.delivery.documents import Activity, ConstraintKind
from trueup.delivery.examined import Examined
from trueup.delivery.link import Link
from trueup.delivery.logic import calendar_of
from trueup.delivery.promised import is_owned
from trueup.delivery.schedule import NONE_LEFT, stated_baseline
from trueup.delivery.status import ActivityStatus, IssueCode
from trueup.delivery.why import why
from trueup.stats.network.passes import forward

HARD: tuple[ConstraintKind, ...] = ("must_start_on", "must_finish_on", "start_no_later_than", "finish_no_later_than")
LONG = 44.0
"""Working days, two months: the DCMA's bound of a high duration and a high float."""
STALE = dt.timedelta(days=31)
"""Progress is reported at least once a month."""
TESTED = 600.0
"""Working days by which the DCMA's critical path test lengthens an activity."""
_IMPOSSIBLE: tuple[IssueCode, ...] = (
    "before_plan_start", "start_after_status", "finish_after_status", "finish_before_start",
)  # fmt: skip
Ids = list[str]


def open_ends(found: Examined) -> Ids:
    """No predecessor or no successor; the first activity of a plan has none before it, its last none after it."""
    times = found.planned.early
    firsts = [each for each in found.plan.activities if not each.after]
    lasts = [each for each in found.plan.activities if each.id not in found.waited_for]
    first = min(firsts, key=lambda each: float(times.start[found.index(each)]))
    last = max(lasts, key=lambda each: float(times.finish[found.index(each)]))
    loose = {each.id for each in (*firsts, *lasts)} - {first.id, last.id}
    loose |= {first.id} & {each.id for each in lasts if each is not last}
    loose |= {last.id} & {each.id for each in firsts if each is not first}
    return [activity.id for activity in found.left if activity.id in loose]


def missing_logic(found: Examined) -> Ids:
    """Neither predecessor nor successor, although the plan has other activities."""
    alone = (each.id for each in found.left if not each.after and each.id not in found.waited_for)
    return list(alone) if len(found.plan.activities) > 1 else []


def dangling(found: Examined) -> Ids:
    """Only its finish waits for others, or only its start is waited for: a longer duration would move nothing."""
    return [each.id for each in found.left if _start_dangles(each) or _finish_dangles(found, each)]


def _start_dangles(activity: Activity) -> bool:
    return bool(activity.after) and all(link.kind in ("FF", "SF") for link in activity.after)


def _finish_dangles(found: Examined, activity: Activity) -> bool:
    out = found.waited_for.get(activity.id)
    return out is not None and out <= {"SS", "SF"}


def leads(found: Examined) -> Ids:
    """Links with a negative lag."""
    return [activity.id for activity, link in found.links if link.lag.amount < 0]


def lags(found: Examined) -> Ids:
    """Links with a lag: waiting that nobody owns."""
    return [activity.id for activity, link in found.links if link.lag.amount > 0]


def other_links(found: Examined) -> Ids:
    """Links other than finish to start."""
    return [activity.id for activity, link in found.links if link.kind != "FS"]


def hard_constraints(found: Examined) -> Ids:
    """Dates that hold whatever the links say."""
    return [each.id for each in found.left if each.constraint is not None and each.constraint.kind in HARD]


def negative_float(found: Examined) -> Ids:
    """Its own dates, or those of what comes after it, cannot be kept any more."""
    return [each.id for each in found.left if found.planned.total_float[found.index(each)] < -NONE_LEFT]


def high_float(found: Examined) -> Ids:
    """So much room that a link is probably missing."""
    return [each.id for each in found.left if found.planned.total_float[found.index(each)] > LONG]


def high_duration(found: Examined) -> Ids:
    """So long that its progress cannot be seen from month to month."""
    return [each.id for each in found.work if in_days(each.duration, calendar_of(found.plan, each)) > LONG]


def invalid_dates(found: Examined) -> Ids:
    """Reports of what cannot have been: progress in the future, or before the plan began."""
    return sorted({issue.activity for issue in found.progress.issues if issue.code in _IMPOSSIBLE})


def stale_status(found: Examined) -> Ids:
    """Under way without a report for a month; everything, where the whole plan has had none."""
    heard = found.progress.status_date or found.plan.start
    today = found.today or heard
    if today - heard > STALE:
        return [activity.id for activity in found.left]
    return [each.id for each in found.under_way if today - _status(found, each).status_date > STALE]


def out_of_sequence(found: Examined) -> Ids:
    """Begun or done before what it was to wait for."""
    return [each.id for each in found.begun if any(_is_early(found, each, link) for link in each.after)]


def _is_early(found: Examined, activity: Activity, link: Link) -> bool:
    if link.lag.amount < 0:
        return False
    status, before = _status(found, activity), found.progress.of(link.before)
    if link.kind in ("FF", "SF") and status.state != "done":
        return False
    if before is None or before.state == "to_do" or (link.kind in ("FS", "FF") and before.state != "done"):
        return True
    then = before.finish if link.kind in ("FS", "FF") else before.start
    own = status.start if link.kind in ("FS", "SS") else status.finish
    return then is not None and own is not None and own < then


def _status(found: Examined, activity: Activity) -> ActivityStatus:
    return found.progress.by_activity[activity.id]


def unowned(found: Examined) -> Ids:
    """Work that nobody answers for."""
    return [activity.id for activity in found.left if not is_owned(activity)]


def without_range(found: Examined) -> Ids:
    """Work whose duration is taken for certain."""
    return [each.id for each in found.work if each.three_point is None and each.distribution != "fixed"]


def without_baseline(found: Examined) -> Ids:
    """The plan itself, where no baseline was agreed."""
    return [] if stated_baseline(found.plan) is not None else [found.plan.id]


def broken_path(found: Examined) -> Ids:
    """Where the chain that drives the end breaks: a longer duration of its first activity does not move the end."""
    steps = [step.activity for step in why(found.planned) if not found.progress.done(step.activity)]
    if not steps:
        return []
    compiled = found.planned.compiled
    first = compiled.index[steps[0]]
    longer = compiled.duration.copy()
    longer[first] += TESTED
    moved = float(forward(compiled.network, longer).finish.max())
    slipped = compiled.working_days(first, found.planned.finish, moved)
    return [] if slipped >= TESTED - 1 else steps[:1]
