"""What is uncertain about a plan: how long each activity may still take, what may happen once, what it costs."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from trueup.delivery.calendar import in_days
from trueup.delivery.documents import Activity, Distribution, Plan, Risk
from trueup.delivery.logic import calendar_of
from trueup.delivery.network import PlanNetwork
from trueup.stats.arrays import Floats, Ints
from trueup.stats.network.copula import Copula
from trueup.stats.network.draws import ThreePoint, draws
from trueup.stats.network.experiment import Experiment, Happenings


@dataclass(frozen=True)
class Uncertain:
    """A plan ready to be simulated; group g of the experiment is the portion of `parties[g]`."""

    compiled: PlanNetwork
    experiment: Experiment
    parties: tuple[str, ...]
    distributions: tuple[Distribution, ...]

    @property
    def costs(self) -> bool:
        """Whether anything has a cost."""
        given = (self.experiment.fixed_cost, self.experiment.rate, self.experiment.happenings.cost)
        return any(bool(each.any()) for each in given)


def uncertain(compiled: PlanNetwork, streams: Mapping[str, int] | None = None) -> Uncertain:
    """What is left of a plan, as an experiment.

    `streams` says which row of the draws each activity takes, so that variants of a plan share their futures: pass
    `streams_of` the plan that they vary. By default an activity takes its place in the plan.
    """
    plan, rows = compiled.plan, streams or streams_of(compiled.plan)
    parties = tuple(dict.fromkeys(each.party for each in plan.activities if each.party is not None))
    group = np.array([parties.index(each.party) if each.party else -1 for each in plan.activities], dtype=np.int64)
    points = [_points(compiled, at, each) for at, each in enumerate(plan.activities)]
    fixed, rate = costs_of(compiled, group, len(parties))
    experiment = Experiment(
        network=compiled.network,
        draws=draws(points),
        stream=np.array([rows[each] for each in compiled.ids], dtype=np.int64),
        copula=Copula(group, float(plan.correlation.party), float(plan.correlation.overall)),
        happenings=_happenings(compiled, parties),
        group=group,
        groups=len(parties),
        fixed_cost=fixed,
        rate=rate,
    )
    return Uncertain(compiled, experiment, parties, _named(plan, points))


def streams_of(plan: Plan) -> dict[str, int]:
    """A row of the draws for each activity: its place in the plan."""
    return {each.id: at for at, each in enumerate(plan.activities)}


def _points(compiled: PlanNetwork, at: int, activity: Activity) -> ThreePoint:
    """What an activity may still take: its three points, scaled by how much of its duration is left."""
    left = float(compiled.duration[at])
    if activity.three_point is None or compiled.network.done[at]:
        return ThreePoint(left, left, left, "fixed")
    calendar = calendar_of(compiled.plan, activity)
    low, mode, high = (in_days(each, calendar) for each in activity.three_point)
    planned = in_days(activity.duration, calendar)
    scale = left / planned if compiled.network.under_way[at] and planned > 0 else 1.0
    return ThreePoint(low * scale, mode * scale, high * scale, activity.distribution)


def _named(plan: Plan, points: list[ThreePoint]) -> tuple[Distribution, ...]:
    used = {point.shape for point in points if point.low < point.high and point.shape != "fixed"}
    impacts = any(risk.impact is not None for risk in plan.risks)
    return tuple(sorted(used | ({"pert"} if impacts else set())))


def costs_of(compiled: PlanNetwork, group: Ints, groups: int) -> tuple[Floats, Floats]:
    """What each group's part costs however long it takes (the last row: nobody's), and each activity a working day."""
    fixed, rate = np.zeros(groups + 1), np.zeros(len(group))
    for at, activity in enumerate(compiled.plan.activities):
        fixed[group[at]] += _fixed(compiled, at, activity)
        rate[at] = float(activity.cost_per_day)
    return fixed, rate


def _fixed(compiled: PlanNetwork, at: int, activity: Activity) -> float:
    """What was spent, and what is left of the cost that does not hang on time.

    Where nobody reported a cost, what is done cost what it was to cost for the time it took.
    """
    status, cost = compiled.progress.of(activity.id), float(activity.cost)
    if status is None or status.state == "to_do":
        return cost
    if status.cost is None:
        return cost + float(activity.cost_per_day) * _worked(compiled, at, activity)
    if status.state == "done":
        return float(status.cost)
    return float(status.cost) + (cost - float(activity.at_start)) * (1 - status.percent / 100)


def _worked(compiled: PlanNetwork, at: int, activity: Activity) -> float:
    """Working days so far; for what nobody said when it began, those that were planned."""
    net, status = compiled.network, compiled.progress.of(activity.id)
    if status is None or status.start is None:
        return in_days(activity.duration, calendar_of(compiled.plan, activity))
    end = net.finished[at] if net.done[at] else net.resume
    return max(compiled.working_days(at, float(net.started[at]), float(end)), 0.0)


def _happenings(compiled: PlanNetwork, parties: tuple[str, ...]) -> Happenings:
    """The risks that can still happen: those of whose activities some are not done."""
    plan = compiled.plan
    hits = [np.array([compiled.index[each] for each in risk.activities], dtype=np.int64) for risk in plan.risks]
    over = [bool(compiled.network.done[activities].all()) for activities in hits]
    chance = [0.0 if gone else float(risk.probability) for risk, gone in zip(plan.risks, over, strict=True)]
    owners = [parties.index(risk.owner) if risk.owner in parties else -1 for risk in plan.risks]
    return Happenings(
        chance=np.array(chance, dtype=np.float64),
        impact=draws([_impact(plan, risk) for risk in plan.risks]),
        hits=tuple(hits),
        cost=np.array([float(risk.cost) for risk in plan.risks], dtype=np.float64),
        group=np.array(owners, dtype=np.int64),
    )


def _impact(plan: Plan, risk: Risk) -> ThreePoint:
    if risk.impact is None:
        return ThreePoint(0.0, 0.0, 0.0, "fixed")
    low, mode, high = (in_days(each, plan.calendar) for each in risk.impact)
    return ThreePoint(low, mode, high)
