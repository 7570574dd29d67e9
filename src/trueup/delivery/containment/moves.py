"""Moves on a plan: the plan that results, without ever touching the one that was agreed.

Help and crash take what they save off an activity's duration and off each of its three-point values: the same future
is shorter by what was saved, never below zero. Overlap lets an activity start before its predecessor has finished,
resequence drops the link. Descoping leaves the activity as a milestone without work, so that the order around it
stays. What a move costs is added to the activity it is on.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from typing import Any

from trueup.delivery.containment.lengths import earlier, shorter
from trueup.delivery.documents import Activity, Move, Plan, PlanScopeItem, Risk
from trueup.delivery.duration import Duration
from trueup.delivery.link import Link
from trueup.delivery.logic import calendar_of
from trueup.vocabulary import InputError, UnknownName, did_you_mean

NO_WORK = Duration(Decimal(0), "d")
SHORTENS = ("help", "crash")


def apply(plan: Plan, moves: Iterable[str], *, on: dt.date | None = None) -> Plan:
    """The plan with these moves taken; `on` is the day on which scope is given up (default: the plan's first day).

    UnknownName for a move the plan has not, InputError for moves that exclude each other or cannot be taken.
    """
    chosen = chosen_moves(plan, moves)
    if not chosen:
        return plan
    by_activity = _by_activity(plan, chosen)
    dropped = {move.scope for move in chosen if move.scope is not None}
    empty = {name for name, taken in by_activity.items() if any(move.kind == "descope" for move in taken)}
    changes: dict[str, Any] = {
        "activities": tuple(_moved(plan, each, by_activity.get(each.id, ())) for each in plan.activities),
        "scope": tuple(_given_up(item, on or plan.start) if item.id in dropped else item for item in plan.scope),
        "risks": tuple(risk for risk in (_without(each, empty) for each in plan.risks) if risk is not None),
    }
    return plan.model_copy(update=changes)


def chosen_moves(plan: Plan, ids: Iterable[str]) -> tuple[Move, ...]:
    """The moves of those ids, in the plan's order. UnknownName, or InputError where two exclude each other."""
    wanted, known = set(ids), {move.id: move for move in plan.moves}
    for name in sorted(wanted - set(known)):
        raise UnknownName(f"the plan has no move {name!r}", where=plan.id, do=did_you_mean(name, known))
    chosen = tuple(move for move in plan.moves if move.id in wanted)
    for first, second in exclusions(plan):
        if first in wanted and second in wanted:
            raise InputError(f"{first} and {second} exclude each other", where=plan.id, do="take one of them")
    return chosen


def exclusions(plan: Plan) -> tuple[tuple[str, str], ...]:
    """Pairs of moves that may not be taken together, each once; either of the two may say so."""
    pairs = {tuple(sorted((move.id, other))) for move in plan.moves for other in move.excludes if other != move.id}
    return tuple((first, second) for first, second in sorted(pairs))


def targets(plan: Plan, move: Move) -> tuple[str, ...]:
    """The activities a move is about. InputError or UnknownName where there are none."""
    if move.activity is not None:
        if plan.activity(move.activity) is None:
            known = [each.id for each in plan.activities]
            raise UnknownName(f"no activity {move.activity!r}", where=move.id, do=did_you_mean(move.activity, known))
        return (move.activity,)
    item = scope_item(plan, move)
    if not item.activities:
        raise InputError(f"the scope item {item.id} has no activities: leaving it out saves nothing", where=move.id)
    return item.activities


def scope_item(plan: Plan, move: Move) -> PlanScopeItem:
    """The scope item a move gives up; UnknownName if the plan has none of that id."""
    found = next((item for item in plan.scope if item.id == move.scope), None)
    if found is None:
        known = [item.id for item in plan.scope]
        raise UnknownName(f"no scope item {move.scope!r}", where=move.id, do=did_you_mean(move.scope or "", known))
    return found


def saved(plan: Plan, move: Move) -> Duration:
    """What a move takes off; nothing for those that do not say."""
    return move.saves or NO_WORK


def _by_activity(plan: Plan, moves: Sequence[Move]) -> Mapping[str, tuple[Move, ...]]:
    found: dict[str, tuple[Move, ...]] = {}
    for move in moves:
        for name in targets(plan, move):
            found[name] = (*found.get(name, ()), move)
    return found


def _moved(plan: Plan, activity: Activity, moves: Sequence[Move]) -> Activity:
    if not moves:
        return activity
    price = sum((price_on(plan, move, activity.id) for move in moves), Decimal(0))
    if any(move.kind == "descope" for move in moves):
        return activity.model_copy(update=_left_out(price))
    shortened = _shortened(plan, activity, [move for move in moves if move.kind in SHORTENS])
    return shortened.model_copy(
        update={
            "after": _links(plan, activity, moves),
            "cost": activity.cost + price,
            "needs": _needs(activity.needs, moves),
        }
    )


def price_on(plan: Plan, move: Move, activity: str) -> Decimal:
    """What of a move's price falls on an activity: all of it on the first that the move is about."""
    return move.cost if targets(plan, move)[0] == activity else Decimal(0)


def _left_out(price: Decimal) -> dict[str, Any]:
    nothing = dict.fromkeys(("cost_per_day", "at_start"), Decimal(0))
    return {"duration": NO_WORK, "three_point": None, "constraint": None, "cost": price, "needs": {}, **nothing}


def _shortened(plan: Plan, activity: Activity, moves: Sequence[Move]) -> Activity:
    calendar, shortened = calendar_of(plan, activity), activity
    for move in moves:
        shortened = shortened.model_copy(
            update={
                "duration": shorter(shortened.duration, saved(plan, move), calendar, where=move.id),
                "three_point": shortened.three_point
                and tuple(shorter(each, saved(plan, move), calendar, where=move.id) for each in shortened.three_point),
            }
        )
    if shortened.distribution == "lognormal" and shortened.three_point and not shortened.three_point[0].amount:
        # A lognormal has no zero in it: what could vanish is planned as it is, without a spread.
        return shortened.model_copy(update={"three_point": None})
    return shortened


def _links(plan: Plan, activity: Activity, moves: Sequence[Move]) -> tuple[Link, ...]:
    dropped = {move.link for move in moves if move.kind == "resequence"}
    links = activity.after
    for move in moves:
        if move.link is not None and not any(link.before == move.link for link in activity.after):
            raise InputError(f"{activity.id} does not come after {move.link}", where=move.id)
        if move.kind == "overlap":
            links = tuple(_overlapped(plan, activity, link, move) for link in links)
    return tuple(link for link in links if link.before not in dropped)


def _overlapped(plan: Plan, activity: Activity, link: Link, move: Move) -> Link:
    if link.before != move.link:
        return link
    lag = earlier(link.lag, saved(plan, move), calendar_of(plan, activity), where=move.id)
    return Link(link.before, link.kind, lag)


def _needs(needs: Mapping[str, Decimal], moves: Sequence[Move]) -> dict[str, Decimal]:
    total = dict(needs)
    for move in moves:
        for resource, amount in move.needs.items():
            total[resource] = total.get(resource, Decimal(0)) + amount
    return total


def _given_up(item: PlanScopeItem, on: dt.date) -> PlanScopeItem:
    return item.model_copy(update={"descoped": item.descoped or on})


def _without(risk: Risk, empty: set[str]) -> Risk | None:
    """The risk without activities that are left out; None where none is left to be struck."""
    left = tuple(name for name in risk.activities if name not in empty)
    return risk.model_copy(update={"activities": left}) if left else None
