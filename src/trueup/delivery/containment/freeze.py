"""The forecast on which a containment is validated: with and without its moves, in the same futures, kept for good."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from decimal import Decimal

from trueup.delivery.containment.variant import Variant
from trueup.delivery.documents import Chance, FrozenForecast
from trueup.delivery.network import PlanNetwork
from trueup.delivery.results import Simulation
from trueup.delivery.simulate import simulate_plan
from trueup.delivery.uncertainty import streams_of
from trueup.vocabulary import InputError

ITERATIONS = 10_000


def freeze(
    base: PlanNetwork,
    moves: Iterable[str],
    *,
    as_of: dt.date,
    seed: int,
    currency: str,
    method: str,
    iterations: int = ITERATIONS,
) -> FrozenForecast:
    """What is forecast of a plan, with what is known of its progress, without and with some of its moves.

    The same seed gives the same figures. Raises InputError for a plan that promises no finish, UnknownName for a move
    that it has not.
    """
    taken = Variant(base, frozenset(moves))

    def played(compiled: PlanNetwork) -> Chance:
        streams = streams_of(base.plan)
        found, _ = simulate_plan(compiled, seed=seed, currency=currency, iterations=iterations, streams=streams)
        return _chance(found)

    return FrozenForecast(
        as_of=as_of,
        plan=f"{base.plan.id}@{base.plan.version}",
        seed=seed,
        iterations=iterations,
        method=method,
        without=played(base),
        **{"with": played(taken.compiled)},
    )


def _chance(found: Simulation) -> Chance:
    if found.on_time is None or found.met is None:
        raise InputError(
            "the plan promises no finish, so nothing can be contained", do="add commitment: {finish: DATE}"
        )
    return Chance(
        on_time=_exact(found.on_time.p),
        in_budget=None if found.in_budget is None else _exact(found.in_budget.p),
        met=_exact(found.met.p),
        finish_p50=found.finish.p50,
        finish_p80=found.finish.p80,
        cost=Decimal(0) if found.cost is None else found.cost.mean,
    )


def _exact(share: float) -> Decimal:
    return Decimal(repr(round(share, 4)))
