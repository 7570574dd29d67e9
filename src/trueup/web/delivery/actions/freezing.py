"""The forecast on which a containment is validated: computed by the server at that moment, and frozen with the step."""

from __future__ import annotations

from decimal import Decimal

from django.utils.translation import gettext as _

from trueup.delivery.containment.variant import Variant
from trueup.delivery.documents import Chance, Containment, FrozenForecast, Plan
from trueup.delivery.network import PlanNetwork
from trueup.delivery.results import Simulation
from trueup.delivery.simulate import simulate_plan
from trueup.scorecard.assess import METHOD
from trueup.vocabulary import InputError
from trueup.web.delivery.why import SEED, assessment

ITERATIONS = 4000


def frozen(book: str, plan: Plan, step: Containment) -> FrozenForecast:
    """What is forecast of the plan with and without the moves of a step, on what is known now.

    Both play the same futures. Raises InputError for a plan that promises no finish.
    """
    found = assessment(book, plan.id)
    base = found.schedule.compiled
    without = _played(base, found.currency)
    taken = Variant(base, frozenset(step.moves))
    return FrozenForecast(
        as_of=step.on,
        plan=f"{plan.id}@{plan.version}",
        seed=SEED,
        iterations=ITERATIONS,
        method=METHOD,
        without=_chance(without),
        **{"with": _chance(_played(taken.compiled, found.currency))},
    )


def _played(compiled: PlanNetwork, currency: str) -> Simulation:
    return simulate_plan(compiled, seed=SEED, currency=currency, iterations=ITERATIONS)[0]


def _chance(found: Simulation) -> Chance:
    if found.on_time is None or found.met is None:
        raise InputError(_("the plan promises no finish, so nothing can be contained"), do=_("agree on one first"))
    return Chance(
        on_time=_exact(found.on_time.p),
        in_budget=None if found.in_budget is None else _exact(found.in_budget.p),
        met=_exact(found.met.p),
        finish_p50=found.finish.p50,
        finish_p80=found.finish.p80,
        cost=Decimal(0) if found.cost is None else found.cost.mean,
    )


def _exact(share: float) -> Decimal:
    return Decimal(repr(round(share, 6)))
