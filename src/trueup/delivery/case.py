"""What delivery is judged on: the plan's versions, what is known of its progress, and who is who."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal
from functools import cached_property

from trueup.delivery.axis import Axis
from trueup.delivery.documents import Activity, Plan, PlanScopeItem
from trueup.delivery.status import ActivityStatus, Progress, Roles


@dataclass(frozen=True)
class Case:
    """A plan before the judge.

    `versions` are those that were known, the first promise first, the one in force last. `axis` is that of the plan in
    force, for working days between dates. `expected` is the day on which each activity that is not done is forecast to
    finish. `believed` is the progress if one party's claims are right, for each with a claim that is contradicted.
    `zone` says when the book's days begin.
    """

    versions: Sequence[Plan]
    progress: Progress
    axis: Axis
    roles: Roles
    currency: str
    zone: dt.tzinfo
    expected: Mapping[str, dt.date] = field(default_factory=dict)
    believed: Mapping[str, Progress] = field(default_factory=dict)

    @property
    def plan(self) -> Plan:
        """The version in force."""
        return self.versions[-1]

    def believing(self, party: str) -> Case:
        """The same if that party's claims are right."""
        return replace(self, progress=self.believed[party], believed={})

    @cached_property
    def by_version(self) -> tuple[Mapping[str, Activity], ...]:
        """The activities of each version, by id."""
        return tuple({activity.id: activity for activity in plan.activities} for plan in self.versions)

    @property
    def activities(self) -> Mapping[str, Activity]:
        """The activities of the version in force, by id."""
        return self.by_version[-1]

    @cached_property
    def given_up(self) -> frozenset[str]:
        """The activities that only serve scope that was given up."""
        dropped = {name for item in self.plan.scope if item.descoped for name in item.activities}
        kept = {name for item in self.plan.scope if not item.descoped for name in item.activities}
        return frozenset(dropped - kept)

    def is_in_scope(self, activity: str) -> bool:
        """Whether an activity is in the plan, and not only for scope that was given up."""
        return activity in self.activities and activity not in self.given_up

    @cached_property
    def in_scope(self) -> tuple[str, ...]:
        """The activities that are still to be done, or done, in the order of the plan."""
        return tuple(filter(self.is_in_scope, self.activities))

    def portion(self, party: str) -> tuple[str, ...]:
        """The activities in scope that a party owns."""
        return tuple(name for name in self.in_scope if self.activities[name].party == party)

    def item(self, id: str) -> PlanScopeItem | None:
        """A scope item of the version in force."""
        return next((item for item in self.plan.scope if item.id == id), None)

    def undone(self, activities: Iterable[str]) -> list[str]:
        """Those of the activities that are not known to be done."""
        return [name for name in activities if not self.progress.done(name)]

    def finish(self, activities: Sequence[str]) -> dt.date | None:
        """The day on which the last of the activities was done; None: not all are, or there is none."""
        found = [self.progress.of(name) for name in activities]
        days = [status.finish for status in found if status is not None and status.finish is not None]
        return max(days) if days and len(days) == len(activities) else None

    def seen_unfinished(self, activities: Iterable[str]) -> dt.date | None:
        """The last day for which somebody reported that one of the activities was not done."""
        found = (self.progress.of(name) for name in self.undone(activities))
        return max((status.status_date for status in found if status is not None), default=None)

    def expected_finish(self, activities: Sequence[str]) -> dt.date | None:
        """When the last of the activities is done, by what is known and forecast; None where either is missing."""
        days = [self._day(name) for name in activities]
        known = [day for day in days if day is not None]
        return max(known) if known and len(known) == len(days) else None

    def _day(self, name: str) -> dt.date | None:
        status = self.progress.of(name)
        return status.finish if status is not None and status.finish is not None else self.expected.get(name)

    def spent(self, activities: Iterable[str]) -> Decimal:
        """What the activities have cost so far, as far as it is reported."""
        found = (self.progress.of(name) for name in activities)
        return sum((each.cost for each in found if each is not None and each.cost is not None), Decimal(0))

    def silent(self, activities: Iterable[str]) -> list[str]:
        """The activities that have begun and cost something by the plan, of which nobody has reported the cost."""
        return [name for name in activities if self._is_silent(self.progress.of(name))]

    def _is_silent(self, status: ActivityStatus | None) -> bool:
        if status is None or status.state == "to_do" or status.cost is not None:
            return False
        activity = self.activities[status.activity]
        return bool(activity.cost or activity.cost_per_day)

    def own_words_only(self, party: str) -> list[str]:
        """The activities of a party's portion that nobody but itself has reported."""
        found = (self.progress.of(name) for name in self.portion(party))
        return [each.activity for each in found if each is not None and each.reported_by == party]

    def called(self, activity: str) -> str:
        """What people call an activity."""
        found = self.activities.get(activity)
        return activity if found is None else found.name or found.id
