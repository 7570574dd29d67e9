"""The schedule of a plan: when each activity starts and finishes, how far it can slip, and what is critical.

The backward pass starts from the plan's own end, so without constraints no float is negative and something is always
critical; `finish_no_later_than`, `start_no_later_than` and `must_...` dates pull it earlier. Commitments do not: they
are judged, not scheduled (pass `due` to see the float against one).
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

import numpy as np

from trueup.delivery.documents import Plan
from trueup.delivery.late import as_late_as_possible
from trueup.delivery.network import PlanNetwork, compile_plan
from trueup.delivery.status import Progress
from trueup.stats.arrays import Bools, Floats
from trueup.stats.network.passes import Times, backward, forward
from trueup.stats.network.slack import free_float, total_float

NONE_LEFT = 1e-6
"""Working days; less float than that is none."""


@dataclass(frozen=True, slots=True, eq=False)
class Schedule:
    """The passes over a plan. Arrays have one entry an activity, in the plan's order.

    `early` is when each is planned: as early as links, calendars, constraints and progress let it, but as late as
    possible without moving another where the plan says so. `late` is the latest that keeps `finish`. Floats are in
    working days of each activity's own calendar, of the early schedule; 0 for what is done.
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
    total = _left(compiled, total_float(network, early, late))
    return Schedule(
        compiled=compiled,
        early=as_late_as_possible(compiled, early),
        late=late,
        total_float=total,
        free_float=_left(compiled, free_float(network, early)),
        critical=(total <= NONE_LEFT) & ~network.done,
        finish=finish,
    )


def _left(compiled: PlanNetwork, floats: Floats) -> Floats:
    """What is done has no float any more; what is nearly none is none."""
    rounded = np.where(np.abs(floats) <= NONE_LEFT, 0.0, floats)
    return np.asarray(np.where(compiled.network.done, 0.0, rounded))
