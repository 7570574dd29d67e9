"""The forecast on which a containment is validated: with and without its moves, in the same futures, kept for good."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from decimal import Decimal

from trueup.delivery.containment.levelled import levelled
from trueup.delivery.containment.moves import chosen_moves
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
    digest: str | None = None,
    iterations: int = ITERATIONS,
) -> FrozenForecast:
    """What is forecast of a plan, with what is known of its progress, without and with some of its moves.

    `digest` is that of the plan's version as it was signed, where `base` is not quite that version (default: it is).
    The same seed gives the same figures. Where the plan books people twice, both are played in the best order that is
    found. Raises InputError for a plan that promises nothing, UnknownName for a move that it has not.
    """
    taken = frozenset(move.id for move in chosen_moves(base.plan, moves))

    def played(chosen: frozenset[str]) -> Chance:
        streams, compiled = streams_of(base.plan), levelled(base, chosen, seed=seed).compiled
        found, _ = simulate_plan(compiled, seed=seed, currency=currency, iterations=iterations, streams=streams)
        return _chance(found)

    return FrozenForecast(
        as_of=as_of,
        plan=digest or base.plan.digest,
        seed=seed,
        iterations=iterations,
        method=method,
        without=played(frozenset()),
        with_=played(taken),
    )


def _chance(found: Simulation) -> Chance:
    if found.met is None:
        raise InputError(
            "the plan promises neither a day nor a budget: no forecast can say whether it is met",
            do="add commitment: {finish: DATE}",
        )
    return Chance(
        on_time=_exact((found.on_time or found.met).p),
        in_budget=None if found.in_budget is None else _exact(found.in_budget.p),
        met=_exact(found.met.p),
        finish_p50=found.finish.p50,
        finish_p80=found.finish.p80,
        cost=Decimal(0) if found.cost is None else found.cost.mean,
    )


def _exact(share: float) -> Decimal:
    return Decimal(repr(round(share, 4)))
