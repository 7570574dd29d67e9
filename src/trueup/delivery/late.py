"""Activities that are planned as late as possible: moved as far as they can without moving any other."""

from __future__ import annotations

import numpy as np

from trueup.delivery.network import PlanNetwork
from trueup.stats.network.passes import Times
from trueup.stats.network.single import Single


def as_late_as_possible(compiled: PlanNetwork, early: Times) -> Times:
    """The early times with every activity whose constraint says so moved by its free float, the last ones first."""
    asked = [index for index in compiled.network.order[::-1].tolist() if _asks(compiled, index)]
    if not asked:
        return early
    single, end = Single(compiled.network), float(early.finish.max())
    start, begin, finish = early.start.tolist(), early.begin.tolist(), early.finish.tolist()
    for index in asked:
        by = single.room(index, begin, finish, end)
        if by > 0:
            begin[index], finish[index] = _moved(compiled, index, begin[index], by)
            start[index] = begin[index]
    return Times(np.array(start), np.array(finish), np.array(begin))


def _asks(compiled: PlanNetwork, index: int) -> bool:
    constraint = compiled.plan.activities[index].constraint
    if constraint is None or constraint.kind != "as_late_as_possible":
        return False
    return not (np.isfinite(compiled.network.started[index]) or np.isfinite(compiled.network.finished[index]))


def _moved(compiled: PlanNetwork, index: int, begin: float, by: float) -> tuple[float, float]:
    own, length = compiled.time_of(index), float(compiled.duration[index])
    later = own.next(own.done(own.before(begin) + by))
    return later, own.done(own.before(later) + length) if length > 0 else later
