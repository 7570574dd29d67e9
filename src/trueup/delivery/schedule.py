"""The schedule of a plan: when each activity starts and finishes, how far it can slip, and what is critical.

The backward pass starts from the plan's own end, so without constraints no float is negative and something is always
critical; `finish_no_later_than`, `start_no_later_than` and `must_...` dates pull it earlier. Commitments do not: they
are judged, not scheduled (pass `due` to see the float against one).
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

import numpy as np

from trueup.delivery.documents import Activity, Baseline, Plan, Planned, date_of
from trueup.delivery.late import as_late_as_possible
from trueup.delivery.network import PlanNetwork, compile_plan
from trueup.delivery.results import Scheduled
from trueup.delivery.status import Progress
from trueup.stats.arrays import Bools, Floats
from trueup.stats.network.passes import Times, backward, forward
from trueup.stats.network.slack import free_float, total_float
from trueup.vocabulary import UnknownName, did_you_mean

NONE_LEFT = 1e-6
"""Working days; less float than that is none."""
OWN = "plan"
"""The name of the baseline that a plan without any is judged by: its own schedule before any progress."""


@dataclass(frozen=True, slots=True, eq=False)
class Schedule:
    """The passes over a plan. Arrays have one entry an activity, in the plan's order.

    `early` is when each is planned: as early as links, calendars, constraints and progress let it, but as late as
    possible without moving another where the plan says so. `late` is the latest that keeps `finish`. Floats are in
    working days of each activity's own calendar, from where it is planned; 0 for what is done. What is critical has no
    float even when everything is as early as it can be.
    """

    compiled: PlanNetwork
    early: Times
    late: Times
    total_float: Floats
    free_float: Floats
    critical: Bools
    finish: float

    def start_day(self, activity: int) -> dt.date:
        """The first day of an activity; a milestone starts on the day on which it is reached."""
        axis, start, finish = self.compiled.axis, self.early.start[activity], self.early.finish[activity]
        day = axis.day_of_finish(finish)
        return day if finish <= start else min(axis.day_of_start(start), day)

    def finish_day(self, activity: int) -> dt.date:
        """The last day of an activity."""
        return self.compiled.axis.day_of_finish(float(self.early.finish[activity]))

    @property
    def last_day(self) -> dt.date:
        """The plan's last day."""
        return self.compiled.axis.day_of_finish(self.finish)


def schedule(plan: Plan, progress: Progress | None = None, *, due: dt.date | None = None) -> Schedule:
    """The schedule of a plan; with progress, actuals are kept and the rest goes on after the latest status date.

    `due` starts the backward pass from the end of that day instead of the plan's own end. Raises DocumentError where
    the plan cannot be scheduled (network.py).
    """
    return schedule_of(compile_plan(plan, progress), due=due)


def schedule_of(compiled: PlanNetwork, *, due: dt.date | None = None) -> Schedule:
    """The same for a plan that is compiled already."""
    network = compiled.network
    early = forward(network, compiled.duration)
    finish = float(early.finish.max())
    late = backward(network, compiled.duration, finish if due is None else compiled.axis.end_of(due))
    planned = as_late_as_possible(compiled, early)
    return Schedule(
        compiled=compiled,
        early=planned,
        late=late,
        total_float=_left(compiled, total_float(network, planned, late)),
        free_float=_left(compiled, free_float(network, planned)),
        critical=(_left(compiled, total_float(network, early, late)) <= NONE_LEFT) & ~network.done,
        finish=finish,
    )


def _left(compiled: PlanNetwork, floats: Floats) -> Floats:
    """What is done has no float any more; what is nearly none is none."""
    rounded = np.where(np.abs(floats) <= NONE_LEFT, 0.0, floats)
    return np.asarray(np.where(compiled.network.done, 0.0, rounded))


def stated_baseline(plan: Plan, id: str | None = None) -> Baseline | None:
    """The baseline of that id, or the latest that was agreed; None: the plan states none (or `plan` was asked for).

    Raises UnknownName, with the nearest id, for one that the plan does not state.
    """
    if id is None:
        # Of two that were agreed on one day the one that was written last.
        return max(reversed(plan.baselines), key=lambda each: each.set_on, default=None)
    found = next((baseline for baseline in plan.baselines if baseline.id == id), None)
    if found is None and id != OWN:
        known = [baseline.id for baseline in plan.baselines]
        near = did_you_mean(id, known) or f"there are: {', '.join(known) or 'none'}"
        raise UnknownName(f"there is no baseline {id!r}", where=f"plan {plan.id}", do=near)
    return found


def baseline_of(plan: Plan, id: str | None = None) -> Mapping[str, Planned]:
    """When each activity was to start and finish and what it was to cost, by activity.

    Of the latest stated baseline, or of the one named; without any, of the plan's own schedule without progress, whose
    name is `plan`. Raises UnknownName for a baseline that is not there.
    """
    found = stated_baseline(plan, id)
    return found.activities if found is not None else own_baseline(schedule(plan))


def own_baseline(planned: Schedule) -> dict[str, Planned]:
    """A schedule as a baseline: each activity's first and last day, and its cost at that length."""
    return {
        activity.id: Planned(
            start=planned.start_day(at),
            finish=planned.finish_day(at),
            cost=_cost(activity, float(planned.compiled.duration[at])),
            at_start=activity.at_start,
        )
        for at, activity in enumerate(planned.compiled.plan.activities)
    }


def _cost(activity: Activity, days: float) -> Decimal:
    """The cost of an activity that takes so many working days, to a hundredth of the currency."""
    by_the_day = activity.cost_per_day * Decimal(repr(days))
    return activity.cost + (by_the_day.quantize(Decimal("0.01")) if by_the_day else by_the_day)


def rows(
    planned: Schedule,
    baseline: Mapping[str, Planned] | None = None,
    criticality: Mapping[str, float] | None = None,
) -> tuple[Scheduled, ...]:
    """One row an activity, in the plan's order.

    `baseline` is what it is judged by (baseline_of), `criticality` the share of simulated futures in which each
    activity is critical.
    """
    activities = enumerate(planned.compiled.plan.activities)
    return tuple(_row(planned, at, activity, baseline or {}, criticality or {}) for at, activity in activities)


def _row(
    planned: Schedule, at: int, activity: Activity, baseline: Mapping[str, Planned], criticality: Mapping[str, float]
) -> Scheduled:
    status = planned.compiled.progress.of(activity.id)
    state = "to_do" if status is None else status.state
    agreed = baseline.get(activity.id)
    done = state == "done"
    return Scheduled(
        activity=activity.id,
        name=activity.name or activity.id,
        party=activity.party,
        state=state,
        start=planned.start_day(at),
        finish=planned.finish_day(at),
        baseline_start=date_of(agreed.start) if agreed else None,
        baseline_finish=date_of(agreed.finish) if agreed else None,
        committed_finish=activity.committed.finish if activity.committed else None,
        duration=_working_days(planned, at),
        percent=100.0 if done else (status.percent if status else 0.0),
        total_float=None if done else round(float(planned.total_float[at]), 6),
        free_float=None if done else round(float(planned.free_float[at]), 6),
        critical=bool(planned.critical[at]),
        criticality=criticality.get(activity.id),
    )


def _working_days(planned: Schedule, at: int) -> float:
    begin, end = float(planned.early.start[at]), float(planned.early.finish[at])
    return round(planned.compiled.working_days(at, begin, end), 6)
