"""The target in force for every point of a cube."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from trueup.kpis.cells import Column, Ints
from trueup.kpis.claims import DatedTarget
from trueup.kpis.documents import Kpi
from trueup.kpis.points import Points
from trueup.kpis.targets import Bounds, in_force
from trueup.scorecard.reading import Reader
from trueup.scorecard.targets import dated_targets
from trueup.vocabulary import Direction, Grain


@dataclass(frozen=True, slots=True)
class Block:
    """Points of some KPIs, with the KPI and slice of each: codes into `names`, -1 for unassigned."""

    points: Points
    codes: Mapping[str, Ints]
    names: Mapping[str, tuple[str, ...]]
    mix: tuple[Ints, tuple[str, ...]]
    start: Column
    end: Column

    def kpi(self, index: int) -> str:
        """The KPI of one point."""
        return self.names["kpi"][int(self.codes["kpi"][index])]

    def slice(self, index: int, dimensions: Sequence[str]) -> dict[str, str | None]:
        """The slice of one point."""
        return {name: (*self.names[name], None)[self.codes[name][index]] for name in dimensions}


def targets_of(
    reader: Reader, grain: Grain | None, dimensions: Sequence[str], where: Mapping[str, str], block: Block
) -> Bounds:
    """The target in force for every point, where it can be compared with one."""
    size = len(block.points)
    low, high = np.full(size, np.nan), np.full(size, np.nan)
    directions: list[Direction | None] = [None] * size
    kpis = {name: reader.kpi(name) for name in block.names["kpi"]}
    known = dated_targets(kpis, reader.snapshot)
    named = np.array([bool(known[name]) for name in block.names["kpi"]], dtype=np.bool_)
    for asked in np.unique(block.points.asked[named[block.codes["kpi"]]]).tolist():
        first, stop = np.searchsorted(block.points.asked, (asked, asked + 1)).tolist()
        kpi, at = kpis[block.kpi(first)], slice(first, stop)
        fitting = _fitting(kpi, grain, known[kpi.id], {**where, **block.slice(first, dimensions)})
        if fitting:
            found = in_force(fitting, block.start[at], block.end[at])
            low[at], high[at], directions[at] = found.low, found.high, found.direction
    return Bounds(low, high, tuple(directions))


def _fitting(
    kpi: Kpi, grain: Grain | None, targets: Sequence[DatedTarget], slice: Mapping[str, str | None]
) -> list[DatedTarget]:
    """The targets that speak of this slice at this grain; of those, the ones that name most of it.

    The target of a sum is for the KPI's own grain, and for the whole unless it names the part: a part of a sum, or a
    year of months, has no target of its own.
    """
    if _adds_up(kpi) and grain is not kpi.grain:
        return []
    alone = len({(target.project, target.provider) for target in targets}) == 1
    fitting = [target for target in targets if _speaks(target, slice, alone)]
    if _adds_up(kpi):
        fitting = [target for target in fitting if _names_the_part(target, slice)]
    closest = max((_named(target) for target in fitting), default=0)
    return [target for target in fitting if _named(target) == closest]


def _adds_up(kpi: Kpi) -> bool:
    """Whether the KPI is a sum over slices and time, as a formula may be."""
    if kpi.formula is None:
        return kpi.aggregate.how == "sum"
    from trueup.kpis.formula import adds_up, value_of

    return adds_up(value_of(kpi.formula.value))


def _speaks(target: DatedTarget, slice: Mapping[str, str | None], alone: bool) -> bool:
    """Whether a target is about a slice: it names no project or provider, or this one.

    Where all targets name the same one and the cube does not tell them apart, they are about it all.
    """
    named = {"project": target.project, "provider": target.provider}
    return all(
        value is None or slice.get(name) == value or (alone and name not in slice) for name, value in named.items()
    )


def _names_the_part(target: DatedTarget, slice: Mapping[str, str | None]) -> bool:
    bound = {"project": target.project, "provider": target.provider}
    return all(name == "stage" or bound.get(name) == value for name, value in slice.items())


def _named(target: DatedTarget) -> int:
    return (target.project is not None) + (target.provider is not None)
