"""Moves on activities that have begun: they take off what is left, and cost all they cost however much is done."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import replace
from decimal import Decimal

from trueup.delivery.calendar import in_days
from trueup.delivery.containment.moves import SHORTENS, price_on, targets
from trueup.delivery.documents import Activity, Move, Plan
from trueup.delivery.logic import calendar_of
from trueup.delivery.network import PlanNetwork
from trueup.delivery.status import ActivityStatus, Progress


def carried(base: PlanNetwork, moved: Plan, moves: Sequence[Move]) -> tuple[Plan, Progress]:
    """`moved`, which is the plan of `base` with `moves`, and its progress, in terms of each other.

    Of what has begun, less is left by what the moves save. Their price is added to what was spent, where that is known:
    the plan's cost counts only by the share that is still to do.
    """
    plan, begun = base.plan, base.progress.by_activity
    touched = {name for move in moves for name in targets(plan, move) if name in begun and begun[name].state != "to_do"}
    activities = {each.id: each for each in moved.activities}
    statuses = dict(begun)
    for name in touched:
        before = plan.activities[base.index[name]]
        price = sum((price_on(plan, move, name) for move in moves if name in targets(plan, move)), Decimal(0))
        dropped = any(move.kind == "descope" and name in targets(plan, move) for move in moves)
        activities[name] = _priced(before, activities[name], begun[name], price, dropped=dropped)
        statuses[name] = _status(base, begun[name], moves, price)
    changed = tuple(activities[each.id] for each in moved.activities)
    return moved.model_copy(update={"activities": changed}), replace(base.progress, by_activity=statuses)


def _priced(before: Activity, moved: Activity, status: ActivityStatus, price: Decimal, *, dropped: bool) -> Activity:
    """The activity with what it costs from now on; what was spent stays spent, also on what is left out."""
    on_top = price if status.cost is None else Decimal(0)
    if status.state == "done":
        return before.model_copy(update={"cost": before.cost + on_top})
    if not dropped:
        return moved.model_copy(update={"cost": before.cost + on_top})
    done = Decimal(repr(float(status.percent))) / 100
    spent = before.cost * done if status.cost is None else Decimal(0)
    return moved.model_copy(update={"cost": spent + on_top, "cost_per_day": before.cost_per_day})


def _status(base: PlanNetwork, status: ActivityStatus, moves: Iterable[Move], price: Decimal) -> ActivityStatus:
    cost = None if status.cost is None else status.cost + price
    if status.state != "under_way":
        return replace(status, cost=cost)
    left = float(base.duration[base.index[status.activity]]) - saved_days(base.plan, status.activity, moves)
    return replace(status, cost=cost, remaining=max(left, 0.0))


def saved_days(plan: Plan, activity: str, moves: Iterable[Move]) -> float:
    """Working days that moves take off an activity, without end where it is left out."""
    days, found = 0.0, plan.activity(activity)
    for move in moves:
        if found is not None and activity in targets(plan, move):
            if move.kind == "descope":
                return math.inf
            if move.kind in SHORTENS and move.saves is not None:
                days += in_days(move.saves, calendar_of(plan, found))
    return days
