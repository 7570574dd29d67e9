"""One set of moves as a plan of its own, scheduled: what the solver proposes, checked without its grid."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property

from trueup.delivery.containment.begun import carried
from trueup.delivery.containment.moves import apply, chosen_moves
from trueup.delivery.containment.people import chained, overloads
from trueup.delivery.documents import Move
from trueup.delivery.network import PlanNetwork, compile_plan
from trueup.delivery.schedule import Schedule, schedule_of
from trueup.delivery.uncertainty import uncertain

Times = Mapping[str, tuple[int, int]]
"""Start and finish positions of a solution by activity."""


@dataclass(frozen=True)
class Variant:
    """A plan with some of its moves taken: the plan of `base` with `moves`; `times` order those who share resources."""

    base: PlanNetwork
    moves: frozenset[str]
    times: Times | None = None

    @cached_property
    def unchained(self) -> Schedule:
        """The schedule by links alone, as if there were people enough."""
        plan, progress = carried(self.base, apply(self.base.plan, self.moves), self.taken)
        return schedule_of(compile_plan(plan, progress))

    @cached_property
    def double_books(self) -> bool:
        """Whether that schedule needs more of a resource than there is."""
        return bool(overloads(self.unchained))

    @cached_property
    def schedule(self) -> Schedule:
        """The schedule that keeps within capacities: where it must, each waits for those whose people it takes over."""
        if not self.double_books or self.times is None:
            return self.unchained
        alone = self.unchained.compiled
        return schedule_of(compile_plan(chained(alone.plan, self.times), alone.progress))

    @property
    def compiled(self) -> PlanNetwork:
        """The plan as it would be, ready for the passes."""
        return self.schedule.compiled

    @property
    def feasible(self) -> bool:
        """Whether nobody is booked twice."""
        return not self.double_books or (self.times is not None and not overloads(self.schedule))

    @property
    def finish(self) -> float:
        """When all is done, in elapsed days."""
        return self.schedule.finish

    @property
    def last_day(self) -> dt.date:
        """The plan's last day."""
        return self.schedule.last_day

    @cached_property
    def taken(self) -> tuple[Move, ...]:
        """The moves, in the plan's order."""
        return chosen_moves(self.base.plan, self.moves)

    @cached_property
    def price(self) -> Decimal:
        """What the moves cost together."""
        return sum((move.cost for move in self.taken), Decimal(0))

    @cached_property
    def cost(self) -> Decimal:
        """What the plan costs in all if everything takes as long as planned: spent, left, and the moves; exact to 1e-6.

        The same arithmetic as in the simulated futures (uncertainty.py).
        """
        experiment = uncertain(self.compiled).experiment
        total = float(experiment.fixed_cost.sum()) + float(experiment.rate @ self.compiled.duration)
        return round(Decimal(repr(total)), 6)

    @cached_property
    def given_up(self) -> Decimal:
        """What the activities would have cost that are left out."""
        left_out = [move for move in self.taken if move.kind == "descope"]
        if not left_out:
            return Decimal(0)
        whole = Variant(self.base, self.moves - {move.id for move in left_out})
        return whole.cost + self.price - whole.price - self.cost

    @cached_property
    def terms(self) -> Decimal:
        """Penalty for each day overdue, weekends too, less the bonus where it is earned."""
        plan, last = self.base.plan, self.last_day
        late = max((last - plan.commitment.finish).days, 0) if plan.commitment.finish else 0
        bonus = plan.bonus if plan.bonus_by is not None and last <= plan.bonus_by else Decimal(0)
        return plan.penalty_per_day * late - bonus
