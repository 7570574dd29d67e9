"""People and machines: where a schedule books them twice, and the waits that keep it from doing so in any future.

A solution of the solver is a list of dates, good for one future only. Chains turn it into waits: each unit of a
resource is handed from one activity to the next, so that the plan keeps within its capacities however long each
activity takes (partial order schedules by chaining, Policella et al. 2007).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from trueup.delivery.containment.order import behind
from trueup.delivery.documents import Activity, Plan
from trueup.delivery.link import NO_LAG, Link
from trueup.delivery.schedule import Schedule

_NEAR = Fraction(1, 10**6)


@dataclass(frozen=True, slots=True)
class Overload:
    """A resource of which more is needed than there is, from a moment (elapsed days) on."""

    resource: str
    moment: float
    needed: Decimal
    capacity: Decimal


def overloads(schedule: Schedule) -> tuple[Overload, ...]:
    """Where the work that is left needs more of a resource than there is; the worst moment of each resource."""
    plan = schedule.compiled.plan
    worst = (_worst(schedule, each.id, each.capacity) for each in plan.resources)
    return tuple(each for each in worst if each is not None)


def _worst(schedule: Schedule, resource: str, capacity: Decimal) -> Overload | None:
    events = sorted(_events(schedule, resource))
    needed, most, moment = Decimal(0), Decimal(0), Fraction(0)
    for when, change in events:
        needed += change
        if needed > most:
            most, moment = needed, when
    return Overload(resource, float(moment), most, capacity) if most > capacity else None


def _events(schedule: Schedule, resource: str) -> Iterator[tuple[Fraction, Decimal]]:
    """Moments at which a resource is taken (positive) and given back; what is given back at a moment is free for it."""
    compiled = schedule.compiled
    for at, activity in enumerate(compiled.plan.activities):
        need = activity.needs.get(resource, Decimal(0))
        begin, end = _working(schedule, at)
        if need and end - begin > _NEAR:
            yield begin, need
            yield end, -need


def _working(schedule: Schedule, at: int) -> tuple[Fraction, Fraction]:
    """When the work that is left of an activity begins and ends."""
    compiled, end = schedule.compiled, float(schedule.early.finish[at])
    if compiled.network.done[at]:
        return Fraction(0), Fraction(0)
    time = compiled.time_of(at)
    begin = time.next(time.done(time.before(end) - float(compiled.duration[at])))
    return _near(max(begin, float(schedule.early.start[at]))), _near(end)


def _near(moment: float) -> Fraction:
    return round(Fraction(moment) / _NEAR) * _NEAR


def chained(plan: Plan, times: Mapping[str, tuple[int, int]]) -> Plan:
    """The plan with waits added, by which each resource goes from hand to hand in the order of `times`.

    `times` are the start and finish positions of a solution, by activity. ValueError where they book more than there
    is.
    """
    added: dict[str, set[str]] = {}
    after_each: dict[str, list[str]] = {}
    for each in plan.activities:
        for link in each.after:
            after_each.setdefault(link.before, []).append(each.id)
    for resource in plan.resources:
        users = [each for each in plan.activities if each.needs.get(resource.id) and each.id in times]
        for before, after in _handed(users, resource.id, resource.capacity, times):
            if before not in behind(after, after_each):  # else they would wait for each other: checked by `overloads`
                added.setdefault(after, set()).add(before)
                after_each.setdefault(before, []).append(after)
    changed = (
        each.model_copy(update={"after": _waits(each, added[each.id])}) if each.id in added else each
        for each in plan.activities
    )
    return plan.model_copy(update={"activities": tuple(changed)})


def one_by_one(plan: Plan, order: Sequence[str]) -> Plan:
    """The plan with everybody at one piece of work at a time, in that order: late, but nobody is booked twice."""
    before = dict(zip(order[1:], order, strict=False))
    changed = (
        each.model_copy(update={"after": _waits(each, {before[each.id]})}) if each.id in before else each
        for each in plan.activities
    )
    return plan.model_copy(update={"activities": tuple(changed)})


def _handed(
    users: Sequence[Activity], resource: str, capacity: Decimal, times: Mapping[str, tuple[int, int]]
) -> Iterator[tuple[str, str]]:
    """Who hands some of a resource to whom; first from those it waits for anyway, then from who finished last."""
    free: list[tuple[int, str | None, Decimal]] = [(-1, None, capacity)]
    for activity in sorted(users, key=lambda each: times[each.id]):
        start, finish = times[activity.id]
        if finish <= start:
            continue
        before = {link.before for link in activity.after}
        ready = sorted((each for each in free if each[0] <= start), key=lambda each: (each[1] in before, each[0]))
        needed = activity.needs[resource]
        while needed > 0:
            if not ready:
                raise ValueError(f"{activity.id} is given more of {resource} than there is")
            portion = ready.pop()
            free.remove(portion)
            taken = min(needed, portion[2])
            needed -= taken
            if portion[2] > taken:
                free.append((portion[0], portion[1], portion[2] - taken))
            if portion[1] is not None:
                yield portion[1], activity.id
        free.append((finish, activity.id, activity.needs[resource]))


def _waits(activity: Activity, before: set[str]) -> tuple[Link, ...]:
    """The links with a wait for each of `before`: a lead over one of them is given up."""
    kept = tuple(
        Link(link.before, "FS", NO_LAG) if link.before in before and link.kind == "FS" and link.lag.amount < 0 else link
        for link in activity.after
    )
    waited = {link.before for link in kept if link.kind == "FS"}
    return (*kept, *(Link(each) for each in sorted(before - waited)))
