"""What knowing more before deciding is worth: of everything, of each input, by each described measurement.

A decision is a set of options that exclusions, needs and budget allow. Options that nothing links are decided each by
itself, which gives the same figures as deciding on all sets of all of them together.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from trueup.stats.arrays import Floats
from trueup.stats.decision.choose import Item, feasible
from trueup.stats.decision.information import Worth, evpi, evppi
from trueup.value.benefit import OPTIMISM, OVERRUN
from trueup.value.improvement import WORTH, Measure
from trueup.value.simulation import Simulated

MOST_SETS = 256
"""Sets of linked options that are looked at together; with more, each option is decided by itself."""
SHARED = (WORTH, OPTIMISM, OVERRUN)


@dataclass(frozen=True)
class Knowing:
    """The decisions of an improvement within a budget (None: no limit), and what knowing more of them is worth."""

    simulated: Simulated
    budget: float | None

    @cached_property
    def groups(self) -> tuple[tuple[tuple[int, ...], tuple[tuple[int, ...], ...]], ...]:
        """Each group of options that are decided together (by place), with the sets among them that are allowed."""
        return tuple(group for places in self._linked for group in self._group(places))

    def _group(self, places: tuple[int, ...]) -> Iterator[tuple[tuple[int, ...], tuple[tuple[int, ...], ...]]]:
        sets = self._sets(places)
        if sets is None:
            yield from (((place,), ((), (place,))) for place in places)
        else:
            yield places, tuple(sets)

    @property
    def simplified(self) -> bool:
        """Whether there were too many sets to look at together."""
        return any(len(places) > 1 and self._sets(places) is None for places in self._linked)

    @cached_property
    def _linked(self) -> tuple[tuple[int, ...], ...]:
        items = self.simulated.items
        worth_it = sum(item.cost for item in items)
        if self.budget is not None and worth_it > self.budget:
            return (tuple(range(len(items))),)
        return tuple(_components(items))

    def _sets(self, places: tuple[int, ...]) -> list[tuple[int, ...]] | None:
        items = [_within(self.simulated.items[place], places) for place in places]
        found = feasible(items, MOST_SETS)
        if found is None:
            return None
        limit = math.inf if self.budget is None else self.budget * (1 + 1e-9)
        return [tuple(places[at] for at in each) for each in found if sum(items[at].cost for at in each) <= limit]

    @cached_property
    def _nets(self) -> tuple[Floats, ...]:
        return tuple(np.stack([self.simulated.of(each) for each in sets]) for _, sets in self.groups)

    def everything(self) -> Worth:
        """EVPI."""
        return evpi(self._nets)

    def inputs(self) -> Mapping[str, Worth]:
        """EVPPI of each uncertain input."""
        return {name: self.input(name) for name in self.simulated.uncertain}

    def input(self, name: str) -> Worth:
        """EVPPI of one."""
        return self._of(name, self.simulated.inputs[name], f"know {name}")

    def measured(self, measure: Measure) -> Worth:
        """EVSI of a described measurement, before its cost."""
        rng = self.simulated.generator(f"measure {measure.input} {measure.what}")
        signal = shown(measure, self.simulated.inputs[measure.input], rng)
        return self._of(measure.input, signal, f"judge {measure.input} {measure.what}")

    def _of(self, name: str, known: Floats, what: str) -> Worth:
        touched = [net for (places, _), net in zip(self.groups, self._nets, strict=True) if self._touches(name, places)]
        return evppi(touched, known, self.simulated.generator(what)) if touched else Worth(0.0, 0.0, len(known))

    def _touches(self, name: str, places: tuple[int, ...]) -> bool:
        """Whether an input says anything of a group of options: its own, shared, or correlated with one of these."""
        along = {name, *self._along(name)}
        prefixes = tuple(f"{self.simulated.options[place].id}." for place in places)
        return any(each in SHARED or each.startswith(prefixes) for each in along)

    def _along(self, name: str) -> Iterator[str]:
        names = sorted(self.simulated.shapes)
        row = self.simulated.correlated.used[names.index(name)]
        yield from (other for other, rho in zip(names, row, strict=True) if abs(rho) > 1e-12)


def shown(measure: Measure, true: Floats, rng: np.random.Generator) -> Floats:
    """What a measurement would show in each draw of the input it measures."""
    if measure.sensitivity is not None and measure.specificity is not None:
        high = true >= true.max()
        chance = np.where(high, float(measure.sensitivity), 1 - float(measure.specificity))
        return (rng.random(len(true)) < chance).astype(np.float64)
    if measure.perfect:
        return true
    error = float(measure.stderr) if measure.stderr is not None else _of_cases(measure)
    return np.asarray(true + error * rng.standard_normal(len(true)))


def _of_cases(measure: Measure) -> float:
    assert measure.n is not None
    assert measure.sd is not None
    return float(measure.sd) / math.sqrt(float(measure.n))


def _within(item: Item, places: tuple[int, ...]) -> Item:
    """The item with its links numbered among `places`."""
    at = {place: number for number, place in enumerate(places)}
    return Item(
        item.value, item.cost, *(frozenset(at[each] for each in those) for those in (item.excludes, item.needs))
    )


def _components(items: tuple[Item, ...]) -> Iterator[tuple[int, ...]]:
    """Options that are linked, directly or through others."""
    left = set(range(len(items)))
    while left:
        group = {min(left)}
        while more := {other for each in group for other in _neighbours(items, each)} - group:
            group |= more
        left -= group
        yield tuple(sorted(group))


def _neighbours(items: tuple[Item, ...], place: int) -> set[int]:
    own = items[place].excludes | items[place].needs
    return {other for other in range(len(items)) if other in own or place in items[other].excludes | items[other].needs}
