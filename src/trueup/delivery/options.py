"""What a plan says may happen or be done: moves, risks, and resources that both need."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from decimal import Decimal

from trueup.delivery.calendar import in_days
from trueup.delivery.documents import Activity, Move, Plan, Risk
from trueup.delivery.finding import Finding, Path, error, hint, unknown
from trueup.delivery.logic import calendar_of, in_order
from trueup.vocabulary import did_you_mean


def options(plan: Plan) -> Iterator[Finding]:
    """Every finding about moves, risks and resources."""
    activities = {activity.id: activity for activity in plan.activities}
    moves = {move.id: move for move in plan.moves}
    for index, move in enumerate(plan.moves):
        path: Path = ("moves", index)
        yield from unknown((*path, "activity"), "activity", move.activity, activities)
        yield from _scope(plan, path, move)
        yield from _excludes(path, move, moves)
        if move.activity in activities:
            yield from _about(plan, path, move, activities[move.activity])
    for index, risk in enumerate(plan.risks):
        yield from _risk(plan, ("risks", index), risk, activities)
    yield from _needs(plan)


def _scope(plan: Plan, path: Path, move: Move) -> Iterator[Finding]:
    items = {item.id: item for item in plan.scope}
    yield from unknown((*path, "scope"), "scope item", move.scope, items)
    item = items.get(move.scope or "")
    if item is not None and not item.activities:
        yield error(
            (*path, "scope"), f"{item.id!r} has no activities: leaving it out saves nothing", "add activities: [ID]"
        )
    if item is not None and item.must:
        message = f"{item.id!r} is a must: the whole is not met without it"
        yield hint((*path, "scope"), message, "write must: false if it may be given up")


def _excludes(path: Path, move: Move, moves: Collection[str]) -> Iterator[Finding]:
    for place, name in enumerate(move.excludes):
        yield from unknown((*path, "excludes", place), "move", name, moves)
        if name == move.id:
            yield error((*path, "excludes", place), f"{name!r} excludes itself", "name another move")


def _about(plan: Plan, path: Path, move: Move, activity: Activity) -> Iterator[Finding]:
    waits_for = [link.before for link in activity.after]
    if move.link is not None and move.link not in waits_for:
        message = f"{activity.id!r} does not come after {move.link!r}: there is no such link to move"
        near = did_you_mean(move.link, waits_for) or f"it comes after: {', '.join(waits_for) or 'nothing'}"
        yield error((*path, "link"), message, near)
    if move.kind == "help" and activity.party is not None and (move.by or activity.party) == activity.party:
        message = f"{activity.party!r} owns {activity.id!r}: what it does there is no help"
        yield hint((*path, "kind"), message, "write kind: crash, or by: the party that helps")
    if move.saves is None:
        return
    saved, length = move.saves, activity.duration
    if move.saves.amount == 0:
        yield error((*path, "saves"), "saves nothing", "write how much working time it takes off: 10d")
    elif move.kind != "overlap" and saved.elapsed != length.elapsed:
        message = f"saves {saved} of {length}: one is working time, the other passes anyway"
        yield error((*path, "saves"), message, "write both as 10d or both as 10ed")
    elif move.kind != "overlap" and in_days(saved, calendar_of(plan, activity)) > in_days(
        length, calendar_of(plan, activity)
    ):
        message = f"saves {saved}, and {activity.id!r} takes {length}: it cannot take less than nothing"
        yield hint((*path, "saves"), message, f"write saves: {length}")


def _risk(plan: Plan, path: Path, risk: Risk, activities: Mapping[str, Activity]) -> Iterator[Finding]:
    for place, name in enumerate(risk.activities):
        yield from unknown((*path, "activities", place), "activity", name, activities)
    if risk.impact is not None:
        yield from in_order((*path, "impact"), risk.impact, plan.calendar)
    if risk.impact is None and not risk.cost:
        yield hint(path, f"{risk.id!r} does nothing if it happens", "add impact: [o, m, p] or cost")


def _needs(plan: Plan) -> Iterator[Finding]:
    there = {resource.id: resource.capacity for resource in plan.resources}
    takers: tuple[tuple[str, Sequence[Activity | Move]], ...] = (("activities", plan.activities), ("moves", plan.moves))
    for key, items in takers:
        for index, item in enumerate(items):
            for name, amount in item.needs.items():
                yield from _need((key, index, "needs", name), item.id, name, amount, there)


def _need(path: Path, who: str, name: str, amount: Decimal, there: Mapping[str, Decimal]) -> Iterator[Finding]:
    yield from unknown(path, "resource", name, there)
    if amount < 0:
        yield error(path, f"{amount} must not be below 0")
    elif name in there and amount > there[name]:
        message = f"{who!r} needs {amount} of {name!r} at once, and there are {there[name]}"
        yield error(path, message, "it could never be worked on: raise `capacity` or need less")
