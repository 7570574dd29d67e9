"""The steps of a containment: what may follow what, what must stand in each, and who signs it.

proposed -> costed -> validated by the customer -> in progress -> done; withdrawn from any step before done. Each step
is a version of the document. From validation on nothing that was agreed changes: neither moves, price, who pays, nor
the forecast.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping

from trueup.delivery.containment.moves import targets
from trueup.delivery.documents import Containment, ContainmentState, Move, Plan
from trueup.delivery.status import Roles
from trueup.delivery.words import either
from trueup.vocabulary import Said, joined, said

NEXT: Mapping[ContainmentState, tuple[ContainmentState, ...]] = {
    "proposed": ("proposed", "costed", "withdrawn"),
    "costed": ("proposed", "costed", "validated", "withdrawn"),
    "validated": ("in_progress", "withdrawn"),
    "in_progress": ("done", "withdrawn"),
    "done": (),
    "withdrawn": (),
}
AGREED: tuple[ContainmentState, ...] = ("validated", "in_progress", "done")
"""The states in which the customer's validation stands."""
_SPELT = {"in_progress": "in progress"}


def problems(before: Containment | None, after: Containment) -> list[str]:
    """What keeps `after` from following `before` (None: it is the first version), as sentences; empty: it may."""
    found = list(_itself(after))
    if before is None:
        if after.state != "proposed":
            found.append(said("a containment begins as proposed, not as {state}", state=spelt(after.state)))
        return found
    return [*_sequence(before, after), *_unchanged(before, after), *found]


def _itself(step: Containment) -> Iterator[str]:
    """What must stand in a step whatever came before."""
    if len(set(step.moves)) != len(step.moves):
        yield said("a move is named twice")
    strangers = sorted(set(step.pays) - set(step.moves))
    if strangers:
        yield said("`pays` names moves that are not taken: {moves}", moves=joined(strangers, ", "))
    if step.state in ("costed", *AGREED) and step.cost is None:
        yield said("a containment that is {state} has a `cost`", state=spelt(step.state))
    if step.state in ("proposed", "costed") and step.forecast is not None:
        yield said("the forecast is frozen when the customer validates, not before")
    if step.state in AGREED:
        yield from _agreed(step)
    if step.state == "withdrawn" and not step.why:
        yield said("say `why` it is withdrawn")


def _agreed(step: Containment) -> Iterator[str]:
    """What the customer validates: who pays for each move, and the forecast it was decided on."""
    unpaid = [move for move in step.moves if move not in step.pays]
    if unpaid:
        yield said("`pays` must say who pays for {moves}", moves=joined(unpaid, ", "))
    if step.forecast is None:
        yield said(
            "a containment that is {state} has the `forecast` on which it was validated", state=spelt(step.state)
        )
    elif step.forecast.as_of > step.on:
        yield said(
            "the forecast is of {day}, later than {on}, when it was {state}",
            day=step.forecast.as_of,
            on=step.on,
            state=spelt(step.state),
        )


def _sequence(before: Containment, after: Containment) -> Iterator[str]:
    if after.state not in NEXT[before.state]:
        may = [spelt(state) for state in NEXT[before.state] if state != before.state]
        states = {"before": spelt(before.state), "after": spelt(after.state)}
        if may:
            yield said("{before} cannot become {after}: it may become {may}", **states, may=either(may))
        else:
            yield said("{before} cannot become {after}: it is final", **states)
    if after.on < before.on:
        yield said(
            "it was {before} on {day}; it cannot be {after} on {on}, before",
            before=spelt(before.state),
            day=before.on,
            after=spelt(after.state),
            on=after.on,
        )
    if after.version != before.version + 1:
        yield said("version {after} does not follow version {before}", after=after.version, before=before.version)
    if after.state == "validated" and after.forecast is not None and after.forecast.as_of < before.on:
        yield said(
            "the forecast is of {day}, before the price ({price}): freeze it when validating",
            day=after.forecast.as_of,
            price=before.on,
        )


def _unchanged(before: Containment, after: Containment) -> Iterator[str]:
    names = ["id", "plan", "by"]
    if before.state in AGREED:
        names += ["moves", "cost", "pays", "forecast"]
    elif after.state in ("validated", "withdrawn"):
        names += ["moves", "cost"]
    for name in names:
        if getattr(before, name) != getattr(after, name):
            yield said("`{name}` changed: propose another containment instead", name=name)
    if before.state == after.state == "costed" and before.moves != after.moves:
        yield said("`moves` changed after they were costed: go back to proposed")


def signers(before: Containment | None, after: Containment, plan: Plan, roles: Roles) -> tuple[str, ...]:
    """The parties that must sign a step, each once; of a withdrawal, one of them is enough (`is_signed`).

    proposed: who proposes; costed: those whose move it is; validated: the customer, those whose move it is and those
    who pay; in progress and done: those whose move it is, and the customer; withdrawn: who proposed, or the customer.
    Whatever came `before`, a step asks for the same signatures.
    """
    doers = _doers(plan, after)
    customer = () if roles.customer is None else (roles.customer,)
    by_state: Mapping[ContainmentState, Iterable[str]] = {
        "proposed": (after.by,),
        "costed": doers or (after.by,),
        "validated": (*customer, *doers, *after.pays.values()),
        "in_progress": (*doers, *customer),
        "done": (*doers, *customer),
        "withdrawn": (after.by, *customer),
    }
    return tuple(dict.fromkeys(by_state[after.state]))


def is_signed(after: Containment, needed: Collection[str], signed: Collection[str]) -> bool:
    """Whether a step stands: all of `needed` have signed, of a withdrawal any of them."""
    some = set(needed) & set(signed)
    return bool(some) if after.state == "withdrawn" else some == set(needed)


def doer(plan: Plan, move: Move) -> str | None:
    """The party that does a move: the one it names, else the owner of what it is on."""
    return move.by or owner(plan, move)


def owner(plan: Plan, move: Move) -> str | None:
    """The party whose portion a move is on; that of the first activity for a scope item without one."""
    if move.scope is not None:
        item = next((item for item in plan.scope if item.id == move.scope), None)
        if item is not None and item.party is not None:
            return item.party
    first = plan.activity(targets(plan, move)[0])
    return first.party if first is not None else None


def _doers(plan: Plan, step: Containment) -> tuple[str, ...]:
    parties = (doer(plan, move) for move in plan.moves if move.id in step.moves)
    return tuple(party for party in parties if party is not None)


def spelt(state: ContainmentState) -> Said:
    """A state as it is said."""
    return said(_SPELT.get(state, state))
