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
            found.append(f"a containment begins as proposed, not as {_spelt(after.state)}")
        return found
    return [*_sequence(before, after), *_unchanged(before, after), *found]


def _itself(step: Containment) -> Iterator[str]:
    """What must stand in a step whatever came before."""
    if len(set(step.moves)) != len(step.moves):
        yield "a move is named twice"
    strangers = sorted(set(step.pays) - set(step.moves))
    if strangers:
        yield f"`pays` names moves that are not taken: {', '.join(strangers)}"
    if step.state in ("costed", *AGREED) and step.cost is None:
        yield f"a containment that is {_spelt(step.state)} has a `cost`"
    if step.state in ("proposed", "costed") and step.forecast is not None:
        yield "the forecast is frozen when the customer validates, not before"
    if step.state in AGREED:
        yield from _agreed(step)
    if step.state == "withdrawn" and not step.why:
        yield "say `why` it is withdrawn"


def _agreed(step: Containment) -> Iterator[str]:
    """What the customer validates: who pays for each move, and the forecast it was decided on."""
    unpaid = [move for move in step.moves if move not in step.pays]
    if unpaid:
        yield f"`pays` must say who pays for {', '.join(unpaid)}"
    if step.forecast is None:
        yield f"a containment that is {_spelt(step.state)} has the `forecast` on which it was validated"
    elif step.forecast.as_of > step.on:
        yield f"the forecast is of {step.forecast.as_of}, later than {step.on}, when it was {_spelt(step.state)}"


def _sequence(before: Containment, after: Containment) -> Iterator[str]:
    if after.state not in NEXT[before.state]:
        may = " or ".join(_spelt(state) for state in NEXT[before.state] if state != before.state)
        rest = f"may become {may}" if may else "is final"
        yield f"{_spelt(before.state)} cannot become {_spelt(after.state)}: it {rest}"
    if after.on < before.on:
        yield f"it was {_spelt(before.state)} on {before.on}; it cannot be {_spelt(after.state)} on {after.on}, before"
    if after.version != before.version + 1:
        yield f"version {after.version} does not follow version {before.version}"
    if after.state == "validated" and after.forecast is not None and after.forecast.as_of < before.on:
        yield f"the forecast is of {after.forecast.as_of}, before the price ({before.on}): freeze it when validating"


def _unchanged(before: Containment, after: Containment) -> Iterator[str]:
    names = ["id", "plan", "by"]
    if before.state in AGREED:
        names += ["moves", "cost", "pays", "forecast"]
    elif after.state in ("validated", "withdrawn"):
        names += ["moves", "cost"]
    for name in names:
        if getattr(before, name) != getattr(after, name):
            yield f"`{name}` changed: propose another containment instead"
    if before.state == after.state == "costed" and before.moves != after.moves:
        yield "`moves` changed after they were costed: go back to proposed"


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


def _spelt(state: ContainmentState) -> str:
    return _SPELT.get(state, state)
