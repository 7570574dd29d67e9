"""A plan with given moves, nobody booked twice; and the plan with the moves that the customer has validated."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from trueup.delivery.containment.begun import carried
from trueup.delivery.containment.build import build_problem
from trueup.delivery.containment.moves import apply, chosen_moves
from trueup.delivery.containment.search import Search
from trueup.delivery.containment.solve import Limits
from trueup.delivery.containment.states import AGREED
from trueup.delivery.containment.variant import Variant
from trueup.delivery.documents import Containment, Plan
from trueup.delivery.network import PlanNetwork, compile_plan
from trueup.delivery.status import Progress

SECONDS = 20.0


def levelled(base: PlanNetwork, moves: frozenset[str], *, seed: int) -> Variant:
    """The plan with these moves; where it books people twice, in the order with the earliest finish that is found."""
    variant = Variant(base, moves)
    if not variant.double_books:
        return variant
    search = Search(base, build_problem(base), SECONDS, Limits(seed=seed), lambda *_: None)
    search.ask("finish", only=moves, share=1.0)
    return search.variants.get(moves, variant)


def in_effect(plan: Plan, progress: Progress, containments: Iterable[Sequence[Containment]]) -> tuple[Plan, Progress]:
    """The plan and its progress with the moves of all containments that the customer has validated.

    `containments` are the versions of each, in order. A move that a later version of the plan no longer has is part of
    that version by now, and is not taken again.
    """
    latest = [versions[-1] for versions in containments if versions]
    known = {move.id for move in plan.moves}
    agreed = {name for each in latest if each.state in AGREED and each.plan == plan.id for name in each.moves}
    moves = chosen_moves(plan, agreed & known)
    return carried(compile_plan(plan, progress), apply(plan, (move.id for move in moves)), moves)
