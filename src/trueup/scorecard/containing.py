"""Containments as a book takes them in: proposed from the frontier, then step by step, each a version of its own."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from trueup.delivery.assess import PlanAssessment
from trueup.delivery.containment.states import problems
from trueup.delivery.documents import Containment, ContainmentState, Plan
from trueup.delivery.results import Candidate, Frontier
from trueup.scorecard.method import METHOD
from trueup.vocabulary import InputError


@dataclass(frozen=True, slots=True)
class Agreed:
    """What is said with a step: the price, who pays for each move, and why; None where nothing is."""

    cost: Decimal | None = None
    pays: Mapping[str, str] | None = None
    why: str | None = None


def chosen(frontier: Frontier, number: int | None, probability: float | None) -> Candidate:
    """The candidate to propose: the one of that number, or the cheapest that does what was asked for.

    Raises InputError, with the earliest reachable day, where none does.
    """
    real = [each for each in frontier.candidates if each.moves]
    if number is not None:
        if not 1 <= number <= len(frontier.candidates) or not frontier.candidates[number - 1].moves:
            raise InputError(f"there is no set of moves number {number}", do="choose one that is listed")
        return frontier.candidates[number - 1]
    fit = [each for each in real if each.reaches and _likely(each, probability)]
    if not fit:
        raise InputError(
            frontier.words, do="add moves to the plan, promise a later day, or name a candidate with --choose"
        )
    return min(fit, key=lambda each: each.net)


def _likely(candidate: Candidate, probability: float | None) -> bool:
    chance = candidate.forecast.met or candidate.forecast.on_time
    return probability is None or (chance is not None and chance.p >= probability)


def proposal(plan: Plan, id: str, candidate: Candidate, by: str, on: dt.date, title: str | None = None) -> Containment:
    """The first step: somebody proposes these moves."""
    return Containment(
        id=id, plan=plan.id, title=title, by=by, on=on, moves=tuple(move.move for move in candidate.moves)
    )


def next_step(
    before: Containment, state: ContainmentState, on: dt.date, agreed: Agreed, found: PlanAssessment
) -> Containment:
    """The version that follows; `found` is the plan as of `on`, from which the forecast is frozen at validation.

    Raises InputError with everything that keeps it from following.
    """
    changes: dict[str, object] = {"version": before.version + 1, "agreed_at": None, "state": state, "on": on}
    changes["why"] = agreed.why
    if state == "costed":
        changes["cost"] = _cost(before, found.current) if agreed.cost is None else agreed.cost
        changes["pays"] = dict(before.pays) | dict(agreed.pays or {})
    if state == "validated":
        changes["forecast"] = found.frozen(before.moves, METHOD)
    after = Containment.model_validate(before.model_copy(update=changes).model_dump(by_alias=True))
    wrong = problems(before, after)
    if wrong:
        raise InputError("; ".join(wrong), where=f"containment {before.id}")
    return after


def _cost(step: Containment, plan: Plan) -> Decimal:
    return sum((move.cost for move in plan.moves if move.id in step.moves), Decimal(0))
