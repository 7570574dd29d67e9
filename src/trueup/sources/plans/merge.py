"""A plan read again: what people added in the book stays, baselines stay, and what did not change is no new version."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from trueup.delivery.documents import Activity, Plan, PlanBaseline, Resource
from trueup.sources.plans.names import free

_OF_THE_BOOK = (
    "title", "agreement", "project", "commitment", "commitments", "moves", "risks", "correlation", "scope",
    "penalty_per_day", "bonus", "bonus_by",
)  # fmt: skip
_OF_AN_ACTIVITY = ("party", "committed", "three_point", "distribution", "earned", "milestones")
_OF_A_VERSION = ("version", "agreed_at", "effective", "why")


def merged(old: Plan, new: Plan) -> Plan:
    """`new` with what only `old` states: commitments, moves, risks, parties, ranges; and every baseline of `old`.

    A file that states a baseline of the same name otherwise has set it anew: it becomes a baseline of its own.
    """
    before = {activity.id: activity for activity in old.activities}
    owners = {resource.id: resource for resource in old.resources}
    updates: dict[str, Any] = {
        "activities": tuple(_activity(before.get(each.id), each) for each in new.activities),
        "resources": tuple(_resource(owners.get(each.id), each) for each in new.resources),
        "baselines": (*old.baselines, *_new_baselines(old, new)),
    }
    updates |= {name: getattr(old, name) for name in _OF_THE_BOOK if _keeps(name, old, new)}
    return new.model_copy(update=updates)


def same(one: Plan, other: Plan) -> bool:
    """Whether two versions say the same, whatever their number, date and reason."""
    return _content(one) == _content(other)


def _content(plan: Plan) -> dict[str, Any]:
    return {key: value for key, value in plan.body.items() if key not in _OF_A_VERSION}


def _default(part: Any, name: str) -> bool:
    """Whether a key is as if it were not stated."""
    return bool(getattr(part, name) == type(part).model_fields[name].get_default(call_default_factory=True))


def _keeps(name: str, old: Plan, new: Plan) -> bool:
    return not _default(old, name) and (_default(new, name) or name == "title")


def _activity(old: Activity | None, new: Activity) -> Activity:
    if old is None:
        return new
    kept = {name: getattr(old, name) for name in _OF_AN_ACTIVITY if _default(new, name) and not _default(old, name)}
    return new.model_copy(update=kept)


def _resource(old: Resource | None, new: Resource) -> Resource:
    if old is None or new.party is not None:
        return new
    return new.model_copy(update={"party": old.party})


def _new_baselines(old: Plan, new: Plan) -> Iterator[PlanBaseline]:
    stated = {each.id for each in old.baselines}
    said = [each.model_dump(exclude={"id"}) for each in old.baselines]
    for each in new.baselines:
        if each.model_dump(exclude={"id"}) in said:
            continue
        name = free(each.id, stated)
        stated.add(name)
        yield each.model_copy(update={"id": name})
