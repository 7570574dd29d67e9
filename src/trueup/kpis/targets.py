"""Dated, directed targets: which one is in force in a period, and how an actual stands to it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from trueup.kpis.claims import DatedTarget
from trueup.kpis.documents import Kpi, KpiTarget
from trueup.kpis.series import Days, Floats
from trueup.vocabulary import Direction

EPOCH = dt.date(1970, 1, 1).toordinal()


def stated(kpi: Kpi) -> list[DatedTarget]:
    """The targets in the KPI's own document."""
    return [_stated(kpi.direction, target) for target in kpi.targets]


def _stated(direction: Direction, target: KpiTarget) -> DatedTarget:
    low, high = target.target if isinstance(target.target, tuple) else (target.target, target.target)
    start, end = (target.from_ or dt.date.min).toordinal(), (target.until or dt.date.max).toordinal()
    return _sided(direction, start, end, float(low), float(high))


def brought(kpi: Kpi, row: Mapping[str, Any]) -> DatedTarget:
    """A row of the `targets` facts; without a direction of its own it has the KPI's."""
    direction = Direction(row["direction"]) if row["direction"] else kpi.direction
    start, end = row["period_start"].toordinal(), row["period_end"].toordinal()
    sided = _sided(direction, start, end, row["target_low"], row["target_high"])
    return DatedTarget(start, end, sided.low, sided.high, direction, row["project"], row["provider"])


def _sided(direction: Direction, start: int, end: int, low: float | None, high: float | None) -> DatedTarget:
    """One number holds on the side that the direction asks for."""
    if direction is Direction.increase:
        low, high = (high if low is None else low), None
    elif direction is Direction.decrease:
        low, high = None, (low if high is None else high)
    return DatedTarget(start, end, low, high, direction)


@dataclass(frozen=True, slots=True)
class Bounds:
    """The target of each period; low and high are NaN where that side is open or no target is in force.

    `direction` is the promised direction, None without a target. Arrays have shape (periods,).
    """

    low: Floats
    high: Floats
    direction: tuple[Direction | None, ...]

    @property
    def known(self) -> NDArray[np.bool_]:
        """Where a target is in force."""
        return np.array([direction is not None for direction in self.direction], dtype=np.bool_)


def in_force(targets: Sequence[DatedTarget], start: Days, end: Days) -> Bounds:
    """The target in force throughout each period [start, end): of several the one for the shortest time.

    Of equally long ones the later stated. A period in which one target gives way to another has none of its own.
    """
    first = start.astype("datetime64[D]").astype(np.int64) + EPOCH
    final = end.astype("datetime64[D]").astype(np.int64) + EPOCH - 1
    chosen = _at(targets, first)
    chosen[chosen != _at(targets, final)] = -1
    low = np.array([*(np.nan if target.low is None else target.low for target in targets), np.nan])
    high = np.array([*(np.nan if target.high is None else target.high for target in targets), np.nan])
    directions = (*(target.direction for target in targets), None)
    return Bounds(low[chosen], high[chosen], tuple(directions[index] for index in chosen))


def _at(targets: Sequence[DatedTarget], days: NDArray[np.int64]) -> NDArray[np.int64]:
    """The index of the target in force on each day, -1 for none."""
    chosen = np.full(len(days), -1, dtype=np.int64)
    for index in sorted(range(len(targets)), key=lambda i: (-(targets[i].end - targets[i].start), i)):
        chosen[(targets[index].start <= days) & (days < targets[index].end)] = index
    return chosen


def margin(value: Floats, bounds: Bounds) -> Floats:
    """Distance to the target, in the KPI's unit: positive is better, NaN without a target. Shape (periods,)."""
    return np.fmin(value - bounds.low, bounds.high - value)


def attainment(value: Floats, bounds: Bounds) -> Floats:
    """1 when the target is just reached, more when it is surpassed; NaN without a target, or with a target of 0.

    A cube knows no baseline, so the distance is measured in parts of the target itself: 1 + margin / |target|, the
    same for a KPI and its mirror image. Within a range to maintain it is 1. (An objective has a baseline, and its
    attainment is (actual - baseline) / (target - baseline).)
    """
    both = np.isfinite(bounds.low) & np.isfinite(bounds.high)
    below = value < bounds.low
    near = np.where(np.isfinite(bounds.low) & (~both | below), bounds.low, bounds.high)
    size = np.abs(near)
    relative = np.divide(margin(value, bounds), size, out=np.full(len(value), np.nan), where=size > 0)
    attained: Floats = 1 + np.where(both, np.minimum(relative, 0.0), relative)
    return attained
