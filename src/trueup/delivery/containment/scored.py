"""Sets of moves in the simulated futures: all of them in the same ones, so that what differs is the moves."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property

from trueup.delivery.containment.taken import moves_taken, priced
from trueup.delivery.containment.variant import Variant
from trueup.delivery.results import Candidate, Forecasted, Probability, Simulation
from trueup.delivery.simulate import simulate_plan
from trueup.delivery.status import Roles
from trueup.delivery.uncertainty import streams_of

CLOSE = 0.005
"""Probabilities nearer than that are one: their Monte Carlo error is no smaller."""


@dataclass(frozen=True)
class Futures:
    """How futures are played: each variant of a plan gets the same draws, by activity."""

    seed: int
    iterations: int | None
    currency: str
    roles: Roles


@dataclass(frozen=True)
class Scored:
    """A variant and its futures. `before` is what the plan costs with no move taken."""

    variant: Variant
    how: Futures
    before: Decimal

    @cached_property
    def simulation(self) -> Simulation:
        """The futures of the plan with the moves."""
        streams: Mapping[str, int] = streams_of(self.variant.base.plan)
        how = self.how
        found, _ = simulate_plan(
            self.variant.compiled, seed=how.seed, currency=how.currency, iterations=how.iterations, streams=streams
        )
        return found

    @cached_property
    def change(self) -> Decimal:
        """How much more the plan costs with the moves: their price, less what shorter work saves.

        What is left out saves nothing: it had its worth, or it would not have been in the plan.
        """
        return self.variant.cost + self.variant.given_up - self.before

    @property
    def net(self) -> Decimal:
        """The same with penalty and bonus."""
        return self.change + self.variant.terms

    @property
    def reaches(self) -> bool:
        """Whether the schedule keeps what was promised, to the day and to the budget, without uncertainty."""
        promised = self.variant.base.plan.commitment
        in_time = promised.finish is None or self.variant.last_day <= promised.finish
        return in_time and (promised.budget is None or self.variant.cost <= promised.budget)

    @property
    def chance(self) -> float | None:
        """P(met); None where nothing is promised."""
        return p_of(self.simulation.met)

    @property
    def keys(self) -> tuple[float, float, float, float]:
        """Cost, finish, P(on time) and P(met) to half a percentage point, each better where it is less."""
        on_time, met = (round((p_of(each) or 0.0) / CLOSE) * CLOSE for each in self._chances)
        return float(self.change), round(self.variant.finish, 6), -on_time, -met

    @property
    def _chances(self) -> tuple[Probability | None, Probability | None]:
        return self.simulation.on_time, self.simulation.met

    @cached_property
    def forecast(self) -> Forecasted:
        """What it leads to."""
        found = self.simulation
        cost = found.cost.mean if found.cost is not None else priced(Decimal(0), self.how.currency)
        return Forecasted(
            on_time=found.on_time,
            in_budget=found.in_budget,
            met=found.met,
            met_at_pace=None if found.paced is None else found.paced.met,
            finish=self.variant.last_day,
            finish_p50=found.finish.p50,
            finish_p80=found.finish.p80,
            cost=cost,
        )

    def candidate(self) -> Candidate:
        """The set of moves for people."""
        variant, currency = self.variant, self.how.currency
        schedule = variant.schedule
        left = (at for at, done in enumerate(variant.compiled.network.done) if not done)
        return Candidate(
            moves=moves_taken(variant.base.plan, variant.moves, roles=self.how.roles, currency=currency),
            extra=priced(variant.price, currency),
            net=priced(self.net, currency),
            forecast=self.forecast,
            reaches=self.reaches,
            starts={variant.compiled.ids[at]: schedule.start_day(at) for at in left},
        )


def p_of(found: Probability | None) -> float | None:
    """The probability without its error."""
    return None if found is None else found.p


def dominates(better: Scored, worse: Scored) -> bool:
    """Whether one is at least as good in cost, finish, P(on time) and P(met), and better in one of them."""
    pairs = list(zip(better.keys, worse.keys, strict=True))
    return all(mine <= other for mine, other in pairs) and any(mine < other for mine, other in pairs)


def frontier_of(found: list[Scored]) -> list[Scored]:
    """Those that no other beats, the cheapest first; of two alike, the one with fewer moves."""
    ordered = sorted(found, key=lambda each: (each.keys, len(each.variant.moves), sorted(each.variant.moves)))
    alone = [each for at, each in enumerate(ordered) if all(each.keys != other.keys for other in ordered[:at])]
    return [each for each in alone if not any(dominates(other, each) for other in alone)]
