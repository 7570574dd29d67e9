"""The search for sets of moves: the cheapest by a day, the earliest there is, and the stairs of cost between them.

Cost falls in steps as the deadline moves out. Each interval of deadlines whose ends cost different amounts is halved
by asking the solver for the cheapest plan in its middle; where both ends cost the same there is no step. So the stairs
are complete when the search ends by itself, and the widest gaps are closed first when the time is up before that.
"""

from __future__ import annotations

import heapq
import math
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from itertools import count

from trueup.delivery.containment.build import Built
from trueup.delivery.containment.solve import Aim, Limits, Solution, solve
from trueup.delivery.containment.variant import Variant
from trueup.delivery.network import PlanNetwork
from trueup.vocabulary import said

_LEAST = 0.2
_KEPT = 0.4
"""The share of the time that the stairs leave for the futures."""
Heard = Callable[[float, str], None]
"""Told how far the search is, 0 to 1, and what it is doing."""


@dataclass
class Search:
    """One search over one built problem, with a clock of `seconds` that runs from the first question on.

    `variants` are the sets of moves found so far, each once; `rejected` those whose schedule was later than the solver
    had it, or that booked somebody twice.
    """

    base: PlanNetwork
    built: Built
    seconds: float
    limits: Limits
    heard: Heard
    variants: dict[frozenset[str], Variant] = field(default_factory=dict)
    rejected: int = 0
    complete: bool = True

    def __post_init__(self) -> None:
        self.began = time.monotonic()

    @property
    def left(self) -> float:
        """Seconds that are left."""
        return self.seconds - (time.monotonic() - self.began)

    def ask(
        self,
        aim: Aim,
        *,
        share: float,
        most_seconds: float = math.inf,
        deadline: int | None = None,
        only: frozenset[str] | None = None,
        hint: Solution | None = None,
    ) -> Solution:
        """Ask the solver, for at most a share of the time that is left; what it finds is scheduled and kept."""
        places = None if only is None else frozenset(self.places(only))
        seconds = min(self.left * share, most_seconds)
        limits = replace(self.limits, seconds=max(seconds, _LEAST))
        found = solve(self.built.problem, aim, deadline=deadline, only=places, hint=hint, limits=limits)
        if found.found:
            self._keep(found)
        return found

    def places(self, moves: frozenset[str]) -> Iterator[int]:
        """The places of moves in the problem."""
        return (at for at, move in enumerate(self.built.moves) if move.id in moves)

    def variant(self, found: Solution) -> Variant | None:
        """The plan of a solution, if it was kept."""
        return self.variants.get(self._moves(found))

    def _moves(self, found: Solution) -> frozenset[str]:
        return frozenset(self.built.moves[at].id for at in found.chosen)

    def _keep(self, found: Solution) -> None:
        """Schedule a solution without the grid; keep the earliest for each set of moves."""
        known = self.variants.get(self._moves(found))
        if known is not None and not known.double_books:
            return  # without people to wait for, a set of moves has one schedule
        tasks = self.built.problem.tasks
        times = {task.id: (found.start[at], found.finish[at]) for at, task in enumerate(tasks)}
        variant = Variant(self.base, self._moves(found), times)
        claimed = self.built.clock.ended(found.end)
        if not variant.feasible or variant.finish > max(claimed, self._done) + 1e-6:
            self.rejected += 1
            return
        if known is None or not known.feasible or variant.finish < known.finish:
            self.variants[variant.moves] = variant

    @property
    def _done(self) -> float:
        """When the last of what is done already was done."""
        done = self.base.network.finished[self.base.network.done]
        return float(done.max()) if len(done) else 0.0

    def stairs(self, low: Solution, high: Solution, most: int) -> None:
        """The cheapest plan for each last day between two solutions, asking at most `most` times, widest gaps first."""
        order, asked = count(), 0
        gaps = [(0, next(order), self._day(low), self._day(high), low, high)]
        while gaps:
            _, _, first, last, dear, cheap = heapq.heappop(gaps)
            middle = self._middle(first, last)
            if middle is None or dear.value == cheap.value:
                continue
            if asked >= most or self.left < _KEPT * self.seconds:
                self.complete = False
                return
            asked += 1
            self.heard(asked / most, said("looking for cheaper sets of moves from day to day"))
            found = self.ask("cost", deadline=middle, share=0.25, hint=dear)
            self.complete &= found.proved
            if found.found:
                at = min(self._day(found), middle)
                heapq.heappush(gaps, (first - at, next(order), first, at, dear, found))
                heapq.heappush(gaps, (middle - last, next(order), middle, last, found, cheap))

    def _day(self, found: Solution) -> int:
        """The end of the day on which the plan of a solution is done."""
        variant = self.variant(found)
        end = found.end if variant is None else min(found.end, self.built.clock.by(variant.finish))
        return self.built.clock.day_end(end)

    def _middle(self, first: int, last: int) -> int | None:
        """The end of a day between two; None where there is none."""
        days = (last - first) // self.built.clock.units
        return first + days // 2 * self.built.clock.units if days > 1 else None
