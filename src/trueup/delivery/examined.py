"""A plan, its schedule and its progress, as the quality gate looks at them."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from functools import cached_property

from trueup.delivery.documents import Activity, Plan
from trueup.delivery.link import Link, LinkKind
from trueup.delivery.schedule import Schedule
from trueup.delivery.status import Progress


@dataclass(frozen=True)
class Examined:
    """`today` is the day of the question; None: that of the latest report."""

    plan: Plan
    planned: Schedule
    progress: Progress
    today: dt.date | None = None

    @cached_property
    def left(self) -> tuple[Activity, ...]:
        """The activities that are not done."""
        return tuple(each for each in self.plan.activities if not self.progress.done(each.id))

    @cached_property
    def begun(self) -> tuple[Activity, ...]:
        """The activities that are under way or done."""
        states = self.progress.by_activity
        return tuple(each for each in self.plan.activities if each.id in states and states[each.id].state != "to_do")

    @cached_property
    def under_way(self) -> tuple[Activity, ...]:
        """Those of them that are not done."""
        return tuple(each for each in self.begun if not self.progress.done(each.id))

    @cached_property
    def work(self) -> tuple[Activity, ...]:
        """The activities that are not done and are work: a milestone takes no time."""
        return tuple(activity for activity in self.left if activity.duration.amount > 0)

    @cached_property
    def links(self) -> tuple[tuple[Activity, Link], ...]:
        """The links into activities that are not done."""
        return tuple((activity, link) for activity in self.left for link in activity.after)

    @cached_property
    def waited_for(self) -> dict[str, set[LinkKind]]:
        """The kinds of the links that lead out of each activity; what nothing waits for is not in it."""
        kinds: dict[str, set[LinkKind]] = {}
        for activity in self.plan.activities:
            for link in activity.after:
                kinds.setdefault(link.before, set()).add(link.kind)
        return kinds

    def index(self, activity: Activity) -> int:
        """Its place in the arrays of the schedule."""
        return self.planned.compiled.index[activity.id]
