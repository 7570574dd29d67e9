"""Why something is critical: the chain of what drives what, from the status date or the plan's start to its end."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

import numpy as np

from trueup.delivery.driven import drives
from trueup.delivery.reasons import Teller
from trueup.delivery.results import Why
from trueup.delivery.schedule import NONE_LEFT, Schedule
from trueup.stats.network.slack import Drivers
from trueup.vocabulary import UnknownName, did_you_mean, joined

_Step = tuple[int, int | None]
"""An activity, and the link by which the step before drives it."""


def why(
    planned: Schedule, activity: str | None = None, *, names: Mapping[str, str] = MappingProxyType({})
) -> tuple[Why, ...]:
    """The chain through an activity, a sentence a step; None: the chain that makes the plan end when it ends.

    Back from the activity along what drives each start (a link, a date, progress, the calendar), and on from it along
    what a slip of it would move, to the plan's end or to where a slip would be absorbed. `names` is what people call
    the parties. Raises UnknownName, with the nearest id, for an activity that the plan has not.
    """
    at = _last(planned) if activity is None else _index(planned, activity)
    steps = [*_back(planned, at), *_on(planned, at)]
    teller = Teller(planned, names)
    told = [teller.step(index, link) for index, link in steps]
    told[-1] = told[-1].model_copy(update={"words": joined((told[-1].words, teller.end(steps[-1][0])), " ")})
    return tuple(told)


def _index(planned: Schedule, activity: str) -> int:
    known = planned.compiled.index
    if activity not in known:
        near = did_you_mean(activity, known) or "see `trueup delivery schedule`"
        raise UnknownName(f"there is no activity {activity!r}", where=f"plan {planned.compiled.plan.id}", do=near)
    return known[activity]


def _last(planned: Schedule) -> int:
    """The activity that the plan ends with; of several, one that is not done."""
    finish = planned.early.finish + ~planned.compiled.network.done * 1e-7
    return int(np.argmax(finish))


def _back(planned: Schedule, at: int) -> list[_Step]:
    """What drives the activity, from what nothing drives to the activity itself."""
    network = planned.compiled.network
    drivers = Drivers(network, planned.early)
    steps: list[_Step] = []
    index: int | None = at
    while index is not None:
        link = drivers.of(index)
        steps.append((index, link))
        index = int(network.before[link]) if link is not None else None
    return steps[::-1]


def _on(planned: Schedule, at: int) -> list[_Step]:
    """What a slip of the activity moves: of several the one that can slip least."""
    network = planned.compiled.network
    steps: list[_Step] = []
    while not network.done[at] and planned.early.finish[at] < planned.finish - NONE_LEFT:
        out = network.out[network.outptr[at] : network.outptr[at + 1]].tolist()
        moved = [link for link in out if not network.done[network.after[link]] and drives(planned, link)]
        if not moved:
            break
        link = min(moved, key=lambda each: (float(planned.total_float[network.after[each]]), each))
        at = int(network.after[link])
        steps.append((at, link))
    return steps
