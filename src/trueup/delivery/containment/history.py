"""What became of containments: how far each is, predicted beside realised, and whether help earns the credit.

Help is implemented when it was logged before the fact, validated by the customer, carried out, and on a portion that is
not the helper's own. It has enabled success when the whole was met and the forecast frozen at validation gave it at
least .10 more chance of that than without; with less, the two only coincide. What was offered was not given.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Literal

from trueup.delivery.containment.moves import targets
from trueup.delivery.containment.states import doer, is_signed, problems, signers
from trueup.delivery.containment.taken import beyond, moves_taken, priced
from trueup.delivery.documents import Containment, ContainmentState, Move, Plan
from trueup.delivery.results import ContainmentResult, ContainmentStep, Help, Overall
from trueup.delivery.status import Progress, Roles
from trueup.delivery.words import day
from trueup.vocabulary import Figure, said

CREDIT = Decimal("0.10")
Credit = Literal["enabled", "coincident", "not_yet", "none"]


@dataclass(frozen=True, slots=True)
class Logged:
    """When the ledger took a version in, and which parties have signed it."""

    on: dt.date
    signed: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Record:
    """What is known around containments of one plan.

    `overall` and `finish` are of the whole: met or not, and its last day; None while open. `log` has what the ledger
    says of each version by (id, version); None: there is no ledger, the documents are taken at their word.
    """

    plan: Plan
    progress: Progress
    roles: Roles
    overall: Overall | None = None
    finish: dt.date | None = None
    log: Mapping[tuple[str, int], Logged] | None = field(default=None)


def containment_result(versions: Sequence[Containment], record: Record, *, currency: str) -> ContainmentResult:
    """Where a containment stands: its steps, what was predicted when it was validated, what was realised.

    `versions` are those of one document, in order, at least one.
    """
    latest = versions[-1]
    known = [move.id for move in _moves(latest, record.plan)]
    forecast = latest.forecast
    return ContainmentResult(
        id=latest.id,
        title=latest.title or latest.id,
        by=latest.by,
        state=latest.state,
        steps=tuple(
            ContainmentStep(state=each.state, on=_day(each, record), version=each.version) for each in versions
        ),
        moves=moves_taken(record.plan, known, roles=record.roles, currency=currency, pays=latest.pays),
        cost=None if latest.cost is None else priced(latest.cost, currency),
        predicted_finish=forecast and forecast.with_.finish_p50,
        predicted_finish_without=forecast and forecast.without.finish_p50,
        realised_finish=record.finish,
        p_gain=None if forecast is None else float(gain(latest)),
        credit=_credit(versions, record),
        issues=tuple(_issues(versions, record)),
    )


def _stepped(step: Containment, record: Record) -> ContainmentStep:
    return ContainmentStep(state=step.state, on=_day(step, record), version=step.version)


def help_of(
    provider: str, histories: Sequence[Sequence[Containment]], record: Record
) -> tuple[Help, bool, tuple[str, ...]]:
    """What a provider did beyond its portion, whether it enabled success (Gamma), and why, in sentences."""
    found = [each for each in (_help(provider, versions, record) for versions in histories if versions) if each]
    if not found:
        return "none", False, ()
    helps = [help_ for help_, _, _ in found]
    best: Help = "implemented" if "implemented" in helps else "offered"
    return best, any(enabled for _, enabled, _ in found), tuple(words for _, _, words in found)


def gain(step: Containment) -> Decimal:
    """P(met | with) - P(met | without), frozen at validation; 0 without a forecast."""
    return Decimal(0) if step.forecast is None else step.forecast.with_.met - step.forecast.without.met


def _help(provider: str, versions: Sequence[Containment], record: Record) -> tuple[Help, bool, str] | None:
    """One containment's part in it; None where the provider neither proposed it nor does anything beyond its own."""
    latest, plan = versions[-1], record.plan
    does = [move for move in _moves(latest, plan) if doer(plan, move) == provider and beyond(plan, move)]
    title = latest.title or latest.id
    if not does:
        if latest.by != provider or not any(beyond(plan, move) for move in _moves(latest, plan)):
            return None
        return "offered", False, said("{title}: proposed, with the help of others", title=title)
    missing = _not_implemented(versions, record)
    if missing is not None:
        return "offered", False, said("{title}: offered, not given, since {reason}", title=title, reason=missing)
    enabled, words = _effect(latest, record)
    return "implemented", enabled, said("{title}: {words}", title=title, words=words)


def _effect(latest: Containment, record: Record) -> tuple[bool, str]:
    share = said(
        "{gain} on the chance of success, as forecast when it was validated", gain=Figure(f"{gain(latest):+.2f}")
    )
    if record.overall is None:
        return False, said("carried out ({gain}); the whole is still open", gain=share)
    if record.overall == "not_met":
        return False, said("carried out ({gain}); the whole was not met all the same", gain=share)
    if gain(latest) < CREDIT:
        least = Figure(CREDIT)
        return False, said(
            "carried out, but success only coincides with it: {gain}, less than {least}", gain=share, least=least
        )
    return True, said("carried out, and it enabled success: {gain}", gain=share)


def _not_implemented(versions: Sequence[Containment], record: Record) -> str | None:
    """Why help was not implemented, as the end of a sentence; None: it was."""
    latest = versions[-1]
    validated = _step(versions, "validated")
    if latest.state == "withdrawn":
        return said("it was withdrawn")
    if validated is None:
        return said("the customer has not validated it")
    if not _stands(validated, record):
        return said("its validation is not signed by all who must")
    late = _after_the_fact(validated, record)
    if late is not None:
        return late
    if latest.state != "done":
        return said("it is not carried out yet")
    return None if _stands(latest, record) else said("nobody signed that it was carried out")


def _after_the_fact(validated: Containment, record: Record) -> str | None:
    when = _day(validated, record)
    for move in _moves(validated, record.plan):
        for activity in targets(record.plan, move):
            status = record.progress.of(activity)
            if status is not None and status.finish is not None and status.finish < when:
                return said(
                    "it was validated on {day}, after {activity} was done ({done})",
                    day=day(when),
                    activity=activity,
                    done=day(status.finish),
                )
    return None


def _credit(versions: Sequence[Containment], record: Record) -> Credit:
    latest = versions[-1]
    helps = any(beyond(record.plan, move) for move in _moves(latest, record.plan))
    if latest.state == "withdrawn" or not helps or record.overall == "not_met":
        return "none"
    if latest.state != "done" or record.overall is None:
        return "not_yet" if record.overall is None else "none"
    if _not_implemented(versions, record) is not None:
        return "none"
    return "enabled" if gain(latest) >= CREDIT else "coincident"


def _issues(versions: Sequence[Containment], record: Record) -> list[str]:
    """What is not as it must be, of each step by its state."""
    found: list[str] = [
        said("{state}: {problem}", state=after.state, problem=problem)
        for before, after in zip((None, *versions), versions, strict=False)
        for problem in problems(before, after)
    ]
    unknown = sorted(set(versions[-1].moves) - {move.id for move in record.plan.moves})
    found += [said("the plan has no move {name} any more", name=repr(name)) for name in unknown]
    unsigned = [each.state for each in versions if not _stands(each, record)]
    found += [said("{state}: not signed by all who must", state=state) for state in unsigned]
    validated = _step(versions, "validated")
    late = _after_the_fact(validated, record) if validated is not None else None
    return [*found, late] if late is not None else found


def _step(versions: Sequence[Containment], state: ContainmentState) -> Containment | None:
    return next((each for each in versions if each.state == state), None)


def _stands(step: Containment, record: Record) -> bool:
    """Whether all who must have signed a step; without a ledger it is taken at its word."""
    if record.log is None:
        return True
    logged = record.log.get((step.id, step.version))
    return logged is not None and is_signed(step, signers(None, step, record.plan, record.roles), logged.signed)


def _day(step: Containment, record: Record) -> dt.date:
    """The day a step counts from: not before the ledger took it in."""
    logged = (record.log or {}).get((step.id, step.version))
    return step.on if logged is None else max(step.on, logged.on)


def _moves(step: Containment, plan: Plan) -> tuple[Move, ...]:
    """The moves of a step that the plan still has."""
    return tuple(move for move in plan.moves if move.id in step.moves)
