"""Resources of MPXJ, and how much of them activities need."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from trueup.sources.plans.draft import Draft, DraftResource
from trueup.sources.plans.java.tasks import Tasks

_PEOPLE_AND_MACHINES = ("WORK", "NON_LABOR", None)


def add_assignments(raw: Mapping[str, Any], draft: Draft, tasks: Tasks) -> None:
    """Fill in the resources that limit a plan and the units that activities need; and who may own an activity."""
    resources = {each["key"]: each for each in raw["resources"] if each["name"]}
    limiting = {key for key, each in resources.items() if each["type"] in _PEOPLE_AND_MACHINES}
    draft.resources = [_resource(resources[key]) for key in resources if key in limiting]
    unlimited = [each["name"] for key, each in resources.items() if key not in limiting]
    if unlimited:
        draft.note("dropped", "resources", f"material and cost limit no plan: {', '.join(unlimited[:8])}")
    activities = {activity.key: activity for activity in draft.activities}
    _tell_calendars(raw, draft, {key for key, each in resources.items() if each["calendar"]} & limiting, resources)
    for each in raw["assignments"]:
        activity = activities.get(tasks.activity_key(each["task"]))
        resource = resources.get(each["resource"])
        if activity is None or resource is None:
            continue
        _own(activity.fields, resource)
        if each["resource"] in limiting:
            units = _share(each["units"] if each["units"] is not None else 100.0)
            activity.needs[each["resource"]] = activity.needs.get(each["resource"], Decimal(0)) + units


def _tell_calendars(
    raw: Mapping[str, Any], draft: Draft, own: set[str], resources: Mapping[str, Mapping[str, Any]]
) -> None:
    """Activities are worked on by their own calendar; days off of a resource move nothing."""
    assigned = {each["resource"] for each in raw["assignments"]}
    for key, each in resources.items():
        if key in own & assigned:
            what = f"its own calendar {each['calendar']!r} is not kept: work goes on by the activity's or the plan's"
            draft.note("dropped", f"resource {each['name']!r}", what)


def _resource(each: Mapping[str, Any]) -> DraftResource:
    return DraftResource(each["key"], each["name"], _share(each["max"] if each["max"] is not None else 100.0))


def _share(percent: float) -> Decimal:
    """100 % of a resource is one of it."""
    return (Decimal(repr(float(percent))) / 100).quantize(Decimal("1e-6")).normalize() + 0


def _own(fields: dict[str, str], resource: Mapping[str, Any]) -> None:
    """Names and groups of an activity's resources are fields that may name its party."""
    for field, name in (("resource", resource["name"]), ("group", resource["group"])):
        if name and name not in fields.get(field, "").split("; "):
            fields[field] = f"{fields[field]}; {name}" if fields.get(field) else name
