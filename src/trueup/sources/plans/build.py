"""From what a file has to the document `plan`, its progress and the report."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from trueup.delivery.documents import Activity, Committed, Day, Plan, PlanBaseline, Planned, PlanScopeItem, Resource
from trueup.delivery.link import Link
from trueup.sources.plans.draft import Draft, DraftActivity, DraftBaseline, DraftProgress
from trueup.sources.plans.file import PlanFile, PlanReport
from trueup.sources.plans.groups import group_of, spread_links
from trueup.sources.plans.hold import hold_starts
from trueup.sources.plans.names import distinct, slug
from trueup.sources.plans.options import Options
from trueup.sources.plans.parties import owners, reporter, resource_parties
from trueup.vocabulary import SourceError

_CENTS = Decimal("0.0001")
"""Facts keep money to four decimals."""


def build(draft: Draft, path: Path, options: Options) -> PlanFile:
    """The plan of a draft. SourceError, naming the place, for what no plan can say."""
    if not draft.activities:
        raise SourceError("the file has no activity", where=path.name, do="look whether it is the right file or sheet")
    spread_links(draft)
    builder = _Builder(draft, options, owners(draft, options), _ids(draft))
    plan = builder.plan(path)
    progress = tuple(builder.progress(plan.id))
    read = PlanFile(plan, progress, builder.report(path, plan, len(progress)))
    return hold_starts(read, builder.planned()) if options.dates == "keep" else read


@dataclass(frozen=True, slots=True)
class _Ids:
    """The id of each activity and resource by its key in the file."""

    activities: Mapping[str, str]
    resources: Mapping[str, str]


def _ids(draft: Draft) -> _Ids:
    resources = [resource.key for resource in draft.resources]
    names = distinct((resource.name or resource.key for resource in draft.resources), "resource")
    keys = [activity.key for activity in draft.activities]
    if len(set(keys)) < len(keys):
        again = ", ".join(sorted(key for key, count in Counter(keys).items() if count > 1)[:8])
        raise SourceError(f"several activities have one id: {again}", do="give each an id of its own")
    return _Ids(dict(zip(keys, distinct(keys, "activity"), strict=True)), dict(zip(resources, names, strict=True)))


@dataclass(frozen=True, slots=True)
class _Builder:
    """Makes the parts of the plan."""

    draft: Draft
    options: Options
    parties: Mapping[str, str]
    ids: _Ids

    def plan(self, path: Path) -> Plan:
        """The document. SourceError when the file says something that a plan cannot say."""
        name = self.options.id or slug(path.name.split(".")[0], "plan").lower()
        start = self.draft.start
        if start is None:
            raise SourceError("nothing says when the plan starts", where=path.name, do="give a start to an activity")
        try:
            return Plan(
                id=name,
                title=self.options.title or self.draft.title or None,
                agreement=self.options.agreement,
                start=start,
                calendar=self.draft.calendar,
                calendars=self.draft.calendars,
                activities=tuple(self.activity(each) for each in self.draft.activities),
                resources=tuple(self._resources()),
                baselines=tuple(self.baseline(each) for each in self.draft.baselines if each.activities),
                scope=tuple(self._scope()),
            )
        except ValidationError as bad:
            raise SourceError(_first(bad), where=path.name) from None

    def activity(self, each: DraftActivity) -> Activity:
        """One activity. SourceError names its place in the file."""
        try:
            return Activity(
                id=self.ids.activities[each.key],
                name=each.name if each.name != self.ids.activities[each.key] else None,
                party=self.parties.get(each.key),
                duration=each.duration,
                three_point=each.three_point,
                distribution=each.distribution,
                after=tuple(self._links(each)),
                calendar=each.calendar,
                constraint=each.constraint,
                cost=each.cost,
                cost_per_day=each.cost_per_day,
                at_start=each.at_start,
                committed=Committed(finish=each.deadline) if each.deadline else None,
                needs={self.ids.resources[key]: units for key, units in each.needs.items() if units > 0},
                group=group_of(self.draft, each),
            )
        except ValidationError as bad:
            raise SourceError(_first(bad), where=each.where) from None

    def _links(self, each: DraftActivity) -> Iterable[Link]:
        seen: set[tuple[str, str, str]] = set()
        for link in each.links:
            said = (link.before, link.kind, str(link.lag))
            if link.before not in self.ids.activities:
                self.draft.note("dropped", each.where, f"a link from {link.before}, which is not in the file")
            elif link.before == each.key:
                self.draft.note("dropped", each.where, "a link from the activity to itself")
            elif said not in seen:
                seen.add(said)
                yield Link(self.ids.activities[link.before], link.kind, link.lag)

    def planned(self) -> dict[str, Day]:
        """When activities start by the file, whatever their links ask; not those with a constraint of their own."""
        free = (each for each in self.draft.activities if each.constraint is None and each.planned is not None)
        return {self.ids.activities[each.key]: each.planned for each in free if each.planned is not None}

    def _resources(self) -> Iterable[Resource]:
        owned = resource_parties(self.draft, dict(self.parties))
        for each in self.draft.resources:
            if each.capacity <= 0:
                self.draft.note("changed", f"resource {each.name!r}", f"its capacity of {each.capacity} became 1")
            yield Resource(
                id=self.ids.resources[each.key],
                name=each.name or None,
                party=owned.get(each.key),
                capacity=each.capacity if each.capacity > 0 else Decimal(1),
            )

    def _scope(self) -> Iterable[PlanScopeItem]:
        names = distinct((each.key for each in self.draft.scope), "scope")
        for name, each in zip(names, self.draft.scope, strict=True):
            inside = tuple(self.ids.activities[key] for key in each.activities if key in self.ids.activities)
            yield PlanScopeItem(id=name, title=each.title, activities=inside)

    def baseline(self, each: DraftBaseline) -> PlanBaseline:
        """A baseline by the ids of the activities; what it plans of others is noted."""
        rows = {}
        for key, planned in each.activities.items():
            if key not in self.ids.activities:
                self.draft.note("dropped", f"baseline {each.id}", f"{key}, which is no activity of the file")
                continue
            rows[self.ids.activities[key]] = Planned(
                start=planned.start, finish=planned.finish, cost=planned.cost, at_start=planned.at_start
            )
        return PlanBaseline(id=each.id, set_on=each.set_on, activities=rows)

    def progress(self, plan: str) -> Iterable[dict[str, Any]]:
        """Rows of the fact table `progress`."""
        fallback = sorted(set(self.parties.values()))[:1]
        for each in self.draft.progress:
            if each.activity in self.ids.activities:
                self._say_when_done(each)
                party = self.parties.get(each.activity)
                by = reporter(self.options, each.reported_by, party, fallback)
                yield {"plan": plan, "activity": self.ids.activities[each.activity]} | _row(each) | {"reported_by": by}

    def _say_when_done(self, each: DraftProgress) -> None:
        if each.percent is not None and each.percent >= 100 and each.actual_finish is None:
            name = self.ids.activities[each.activity]
            what = f"it is done, and nothing says when: its status date {each.status_date} will be taken"
            self.draft.note("missing", f"activity {name}", what)

    def report(self, path: Path, plan: Plan, progress: int) -> PlanReport:
        """What was read."""
        return PlanReport(
            file=path.name,
            format=self.draft.format,
            plan=plan.id,
            activities=len(plan.activities),
            milestones=sum(each.duration.amount == 0 for each in plan.activities),
            groups=len(self.draft.groups),
            links=sum(len(each.after) for each in plan.activities),
            resources=len(plan.resources),
            assignments=sum(len(each.needs) for each in plan.activities),
            calendars=1 + len(plan.calendars),
            baselines=len(plan.baselines),
            progress=progress,
            parties=dict(sorted(Counter(self.parties.values()).items())),
            without_party=sum(each.party is None for each in plan.activities),
            notes=tuple(self.draft.notes),
        )


def _row(each: DraftProgress) -> dict[str, Any]:
    return {
        "status_date": each.status_date,
        "actual_start": each.actual_start,
        "actual_finish": each.actual_finish,
        "percent": each.percent,
        "actual_cost": each.actual_cost.quantize(_CENTS) if each.actual_cost is not None else None,
        "remaining_days": each.remaining_days,
    }


def _first(bad: ValidationError) -> str:
    error = bad.errors(include_url=False)[0]
    place = ".".join(str(part) for part in error["loc"])
    return f"{place}: {error['msg']}" if place else str(error["msg"])
