"""The set of options that brings most within a budget: exact, by branch and bound.

Branches take an option or leave it, the best per cost first. The bound of a branch is what it has plus the fractional
knapsack of what is left, exclusions and needs forgotten: no set of the branch brings more (Dantzig 1957; Land & Doig
1960). Among sets that bring the same the cheaper is chosen, then the one whose options come first.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from trueup.vocabulary import InputError

MOST_NODES = 2_000_000
MOST_POINTS = 60
SAME = 1e-9
"""Relative difference up to which two sums are one."""


@dataclass(frozen=True, slots=True)
class Item:
    """An option: what it brings, what it costs (0 or more), and by place what it cannot go with and what it needs."""

    value: float
    cost: float
    excludes: frozenset[int] = frozenset()
    needs: frozenset[int] = frozenset()


@dataclass(frozen=True, slots=True)
class Chosen:
    """The best set by place, its sums, and the branches looked at. `proven`: every other set was ruled out.

    Where it is not, no set brings more than `bound`.
    """

    places: tuple[int, ...]
    value: float
    cost: float
    nodes: int
    proven: bool
    bound: float


@dataclass(frozen=True, slots=True)
class Cap:
    """Some of the options, by place, may cost no more than `budget` together."""

    places: frozenset[int]
    budget: float


def choose(items: Sequence[Item], budget: float = math.inf, caps: Sequence[Cap] = ()) -> Chosen:
    """The feasible set with the greatest value whose cost is at most `budget`; the empty set is always feasible.

    InputError for a cost or value that cannot be used, or a budget below 0.
    """
    if not budget >= 0:
        raise InputError(f"a budget of {budget:g}", where="budget", do="0 or more")
    for item in items:
        if not math.isfinite(item.value) or not (math.isfinite(item.cost) and item.cost >= 0):
            raise InputError(f"an option of value {item.value:g} and cost {item.cost:g}", where="options")
    search = _Search(_symmetric(items), budget, caps)
    search.run()
    return search.answer()


def frontier(items: Sequence[Item], upto: float = math.inf, caps: Sequence[Cap] = ()) -> tuple[Chosen, ...]:
    """What each budget buys at best, from nothing up to `upto`: a step wherever more money first brings more.

    Exact: each step is the cheapest best set below the one after it. Of more than `MOST_POINTS` steps, those at budgets
    evenly spaced.
    """
    found = [choose(items, upto, caps)]
    while found[-1].cost > 0 and len(found) < MOST_POINTS:
        found.append(choose(items, _below(found[-1].cost), caps))
    if found[-1].cost > 0:
        dearest = found[0].cost
        budgets = (dearest * step / MOST_POINTS for step in range(MOST_POINTS, -1, -1))
        found = list({each.places: each for each in (choose(items, budget, caps) for budget in budgets)}.values())
    return tuple(reversed(found))


def feasible(items: Sequence[Item], most: int) -> list[tuple[int, ...]] | None:
    """Every set that excludes and needs allow, in a fixed order; None where there are more than `most`."""
    found: list[tuple[int, ...]] = []
    for chosen in _sets(_symmetric(items), 0, ()):
        found.append(chosen)
        if len(found) > most:
            return None
    return found


def _sets(items: Sequence[Item], place: int, chosen: tuple[int, ...]) -> Iterator[tuple[int, ...]]:
    """Those that go on from what is chosen among the options before `place`; a branch without any is never entered."""
    if place == len(items):
        yield chosen
        return
    if not any(place in items[each].needs for each in chosen):
        yield from _sets(items, place + 1, chosen)
    left_out = set(range(place)) - set(chosen)
    if items[place].excludes.isdisjoint(chosen) and items[place].needs.isdisjoint(left_out):
        yield from _sets(items, place + 1, (*chosen, place))


def _symmetric(items: Sequence[Item]) -> list[Item]:
    """What excludes another is excluded by it."""
    against = [set(item.excludes) for item in items]
    for place, item in enumerate(items):
        for other in item.excludes:
            against[other].add(place)
    return [
        Item(item.value, item.cost, frozenset(those), item.needs) for item, those in zip(items, against, strict=True)
    ]


def _below(cost: float) -> float:
    return max(0.0, cost - max(abs(cost), 1.0) * SAME * 10)


@dataclass
class _Search:
    """A depth-first walk over the options, the best per cost first."""

    items: list[Item]
    budget: float
    caps: Sequence[Cap]
    order: list[int] = field(init=False)
    best: tuple[float, float, tuple[int, ...]] = (0.0, 0.0, ())
    nodes: int = 0
    stopped: float = -math.inf

    def __post_init__(self) -> None:
        self.order = sorted(range(len(self.items)), key=lambda place: (-self._rate(place), place))
        self._slack = max(1.0, sum(abs(item.value) for item in self.items)) * SAME
        self._room = self.budget + max(1.0, abs(self.budget)) * SAME if math.isfinite(self.budget) else math.inf

    def _rate(self, place: int) -> float:
        item = self.items[place]
        if item.cost > 0:
            return item.value / item.cost
        return math.copysign(math.inf, item.value) if item.value else 0.0

    def run(self) -> None:
        """Walk until every branch is closed, or there are too many."""
        waiting: list[tuple[int, float, float, frozenset[int], frozenset[int]]] = [
            (0, 0.0, 0.0, frozenset(), frozenset())
        ]
        while waiting:
            depth, value, cost, chosen, barred = waiting.pop()
            bound = value + self._bound(depth, self._room - cost)
            if self._cannot_win(bound, cost):
                continue
            if self.nodes >= MOST_NODES:
                self.stopped = max(self.stopped, bound)
                continue
            self.nodes += 1
            if depth == len(self.order):
                self._keep(value, cost, chosen)
                continue
            place, item = self.order[depth], self.items[self.order[depth]]
            waiting.append((depth + 1, value, cost, chosen, barred | {place}))
            if (
                self._fits(place, cost + item.cost, chosen)
                and item.excludes.isdisjoint(chosen)
                and item.needs.isdisjoint(barred)
            ):
                waiting.append((depth + 1, value + item.value, cost + item.cost, chosen | {place}, barred))

    def _fits(self, place: int, cost: float, chosen: frozenset[int]) -> bool:
        """Whether an option can be paid on top of those chosen."""
        return cost <= self._room and all(
            sum(self.items[each].cost for each in (chosen | {place}) & cap.places) <= cap.budget * (1 + SAME) + SAME
            for cap in self.caps
            if place in cap.places
        )

    def _cannot_win(self, bound: float, cost: float) -> bool:
        """Whether no set of a branch brings more than the best found, nor the same for less."""
        more = bound - self.best[0]
        return more < -self._slack or (more <= self._slack and cost > self.best[1])

    def _bound(self, depth: int, room: float) -> float:
        """The fractional knapsack over the options from `depth` on."""
        total = 0.0
        for place in self.order[depth:]:
            item = self.items[place]
            if item.value <= 0:
                return total
            if item.cost > room:
                return total + item.value * room / item.cost
            total, room = total + item.value, room - item.cost
        return total

    def _keep(self, value: float, cost: float, chosen: frozenset[int]) -> None:
        if any(not self.items[place].needs <= chosen for place in chosen):
            return
        places = tuple(sorted(chosen))
        more = value - self.best[0]
        if more > self._slack or (more >= -self._slack and (cost, places) < self.best[1:]):
            self.best = (value, cost, places)

    def answer(self) -> Chosen:
        """What was found, with sums in the order of the options, so that they are the same whatever the walk."""
        places = self.best[2]
        value = math.fsum(self.items[place].value for place in places)
        cost = math.fsum(self.items[place].cost for place in places)
        proven = self.stopped == -math.inf
        return Chosen(places, value, cost, self.nodes, proven, value if proven else max(value, self.stopped))
