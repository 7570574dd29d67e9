"""What a plan promises, and what keeps a promise from being one: owners, commitments, baselines, scope."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterator

from trueup.delivery.documents import Activity, Baseline, Committed, Plan, Planned, date_of
from trueup.delivery.finding import Finding, Path, error, hint, unknown


def promises(plan: Plan) -> Iterator[Finding]:
    """Every finding about what was promised."""
    yield from _owners(plan)
    yield from _overall(plan)
    for party, committed in plan.commitments.items():
        yield from _not_before_the_start(plan, ("commitments", party), committed.finish)
    for index, activity in enumerate(plan.activities):
        if activity.committed is not None:
            yield from _commitment(plan, ("activities", index, "committed"), activity, activity.committed)
    for index, baseline in enumerate(plan.baselines):
        yield from _baseline(plan, ("baselines", index), baseline)
    yield from _scope(plan)


def is_owned(activity: Activity) -> bool:
    """Whether somebody answers for it, or nobody needs to: a milestone without work and cost."""
    return activity.party is not None or not (activity.duration.amount or activity.cost or activity.three_point)


def _owners(plan: Plan) -> Iterator[Finding]:
    lost = [index for index, activity in enumerate(plan.activities) if not is_owned(activity)]
    if plan.agreement is None:
        if lost:
            some = ", ".join(plan.activities[index].id for index in lost[:5]) + (" ..." if len(lost) > 5 else "")
            message = f"nobody owns {len(lost)} of {len(plan.activities)} activities: {some}"
            yield hint(("activities",), message, "add party: PARTY, so that a slip can be told party by party")
        return
    for index in lost:
        message = f"nobody owns {plan.activities[index].id!r}: whose portion is it?"
        yield error(("activities", index), message, "add party: PARTY")


def _overall(plan: Plan) -> Iterator[Finding]:
    promised = plan.commitment
    yield from _not_before_the_start(plan, ("commitment",), promised.finish)
    for place, what in enumerate(promised.must):
        if getattr(promised, what) is None:
            message = f"`{what}` may not be missed, and none was promised"
            yield error(
                ("commitment", "must", place), message, f"add {what}: to the commitment, or take it out of `must`"
            )
    if plan.penalty_per_day and promised.finish is None:
        yield error(("penalty_per_day",), "a penalty for each day after no day", "add commitment: {finish: DATE}")
    if bool(plan.bonus) != (plan.bonus_by is not None):
        yield error(("bonus",), "a bonus needs `bonus` and `bonus_by`", "write both, or neither")


def _not_before_the_start(plan: Plan, path: Path, day: dt.date | None) -> Iterator[Finding]:
    if day is not None and day < plan.start:
        message = f"promised for {day}, before the plan starts on {plan.start}"
        yield error((*path, "finish"), message, "move `finish`, or the plan's `start`")


def _commitment(plan: Plan, path: Path, activity: Activity, promised: Committed) -> Iterator[Finding]:
    yield from _not_before_the_start(plan, path, promised.finish)
    if activity.party is None:
        yield error(path, f"something was promised for {activity.id!r}, and nobody owns it", "add party: PARTY")


def _baseline(plan: Plan, path: Path, baseline: Baseline) -> Iterator[Finding]:
    known = {activity.id: None for activity in plan.activities}
    for name, planned in baseline.activities.items():
        # A later version may have dropped an activity that an older baseline still holds.
        if plan.version == 1:
            yield from unknown((*path, "activities", name), "activity", name, known)
        if _ends_first(planned):
            message = f"{name!r} was to finish on {planned.finish}, before it was to start on {planned.start}"
            yield error((*path, "activities", name), message, "write the first day and the last")
    missing = [name for name in known if name not in baseline.activities]
    if missing and baseline is max(plan.baselines, key=lambda each: each.set_on):
        some = ", ".join(missing[:5]) + (" ..." if len(missing) > 5 else "")
        message = f"{len(missing)} of {len(known)} activities are not in the latest baseline: {some}"
        yield hint((*path, "activities"), message, "nothing judges them: agree on a new baseline")


def _ends_first(planned: Planned) -> bool:
    if isinstance(planned.start, dt.datetime) and isinstance(planned.finish, dt.datetime):
        return planned.finish < planned.start
    return date_of(planned.finish) < date_of(planned.start)


def _scope(plan: Plan) -> Iterator[Finding]:
    known: Collection[str] = {activity.id: None for activity in plan.activities}
    for index, item in enumerate(plan.scope):
        for place, name in enumerate(item.activities):
            yield from unknown(("scope", index, "activities", place), "activity", name, known)
        if not item.activities and item.descoped is None:
            yield hint(("scope", index), f"nothing in the plan makes {item.id!r}", "add activities: [ID]")
