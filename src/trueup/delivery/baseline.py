"""The schedule that a plan is judged by: the latest baseline it states, or its own schedule before any progress."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal

from trueup.delivery.documents import Activity, Baseline, Plan, Planned
from trueup.delivery.schedule import Schedule, schedule
from trueup.vocabulary import UnknownName, did_you_mean

OWN = "plan"
"""The name of the baseline that a plan without any is judged by: its own schedule."""


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
