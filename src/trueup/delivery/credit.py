"""Earned value of an activity, by the rule that was declared for it: never by a free "percent complete"."""

from __future__ import annotations

from fractions import Fraction

from trueup.delivery.documents import Activity, Planned
from trueup.delivery.status import ActivityStatus
from trueup.vocabulary import exact

_HALF = Fraction(1, 2)


def earned_value(planned: Planned, activity: Activity, status: ActivityStatus | None) -> Fraction:
    """What an activity has earned of its planned cost, exactly.

    0/100: all of it when it is done. 50/50: half when it starts, half when it is done. Milestones: the shares of those
    reached. Measured: what is due at the start once it has started, and the measured percentage of the rest.
    """
    cost = Fraction(planned.cost)
    if status is None or status.state == "to_do":
        return Fraction(0)
    if status.state == "done":
        return cost
    if activity.earned == "measured":
        at_start = Fraction(planned.at_start)
        return at_start + (cost - at_start) * exact(status.percent) / 100
    return cost * _share(activity, exact(status.percent))


def _share(activity: Activity, percent: Fraction) -> Fraction:
    if activity.earned == "50/50":
        return _HALF
    return sum((Fraction(each.earns) for each in activity.milestones if each.percent <= percent), Fraction(0))
