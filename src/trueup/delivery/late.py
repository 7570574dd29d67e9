"""Activities that are planned as late as possible: moved as far as they can without moving any other."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from trueup.delivery.network import PlanNetwork
from trueup.stats.network.passes import Times
from trueup.stats.network.slack import free_float


def as_late_as_possible(compiled: PlanNetwork, early: Times) -> Times:
    """The early times with every activity whose constraint says so moved by its free float, the last ones first."""
    network = compiled.network
    asked = [index for index in network.order[::-1].tolist() if _asks(compiled, index)]
    for index in asked:
        early = _moved(compiled, early, index, float(free_float(network, early)[index]))
    return early


def _asks(compiled: PlanNetwork, index: int) -> bool:
    constraint = compiled.plan.activities[index].constraint
    has_begun = np.isfinite(compiled.network.started[index]) or np.isfinite(compiled.network.finished[index])
    return constraint is not None and constraint.kind == "as_late_as_possible" and not has_begun


def _moved(compiled: PlanNetwork, early: Times, index: int, by: float) -> Times:
    if not by > 0:
        return early
    own, length = compiled.time_of(index), float(compiled.duration[index])
    begin = own.next(own.done(own.before(float(early.begin[index])) + by))
    finish = own.done(own.before(begin) + length) if length > 0 else begin
    moved = {"start": early.start.copy(), "begin": early.begin.copy(), "finish": early.finish.copy()}
    for name, moment in (("start", begin), ("begin", begin), ("finish", finish)):
        moved[name][index] = moment
    return replace(early, **moved)
