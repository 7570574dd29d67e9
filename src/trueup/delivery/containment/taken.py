"""Moves that are taken, for people: who does what on whose portion, what it costs, who pays."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from decimal import Decimal

from trueup.delivery.containment.moves import chosen_moves
from trueup.delivery.containment.states import doer, owner
from trueup.delivery.documents import Move, Plan
from trueup.delivery.results import MoveTaken
from trueup.delivery.status import Roles
from trueup.delivery.words import amount
from trueup.vocabulary import said
from trueup.vocabulary.money import Money


def moves_taken(
    plan: Plan, ids: Iterable[str], *, roles: Roles, currency: str, pays: Mapping[str, str] | None = None
) -> tuple[MoveTaken, ...]:
    """The moves of those ids in the plan's order. UnknownName for one the plan has not."""
    return tuple(_taken(plan, move, roles, currency, pays or {}) for move in chosen_moves(plan, ids))


def beyond(plan: Plan, move: Move) -> bool:
    """Whether a move is help beyond the own portion of the party that does it. Leaving something out helps nobody."""
    by, whose = doer(plan, move), owner(plan, move)
    return move.kind != "descope" and by is not None and whose is not None and by != whose


def priced(value: Decimal, currency: str) -> Decimal:
    """Rounded to the currency's minor unit."""
    return Money(value, currency).rounded().amount


def _taken(plan: Plan, move: Move, roles: Roles, currency: str, pays: Mapping[str, str]) -> MoveTaken:
    return MoveTaken(
        move=move.id,
        kind=move.kind,
        words=_words(plan, move, roles, currency),
        by=doer(plan, move),
        owner=owner(plan, move),
        beyond=beyond(plan, move),
        cost=priced(move.cost, currency),
        pays=pays.get(move.id),
    )


def _words(plan: Plan, move: Move, roles: Roles, currency: str) -> str:
    plain, by = _what(plan, move), roles.name(doer(plan, move))
    what = plain
    link = plan.activity(move.link or "")
    before = (link.name or link.id) if link is not None else move.link
    if beyond(plan, move):
        what = said("{what} for {party}", what=what, party=roles.name(owner(plan, move)))
    done = {
        "help": said("{party} helps with {what}: {saved} less", party=by, what=what, saved=str(move.saves)),
        "crash": said("{party} speeds up {what}: {saved} less", party=by, what=what, saved=str(move.saves)),
        "overlap": said(
            "{what} starts {saved} before {before} is done", what=plain, saved=str(move.saves), before=str(before)
        ),
        "resequence": said("{what} no longer waits for {before}", what=plain, before=str(before)),
        "descope": said("{what} is left out", what=plain),
    }[move.kind]
    return said("{move}, for {cost}", move=done, cost=amount(move.cost, currency)) if move.cost else done


def _what(plan: Plan, move: Move) -> str:
    if move.scope is not None:
        return next((item.title for item in plan.scope if item.id == move.scope), move.scope)
    activity = plan.activity(move.activity or "")
    return (activity.name or activity.id) if activity is not None else str(move.activity)
