"""Answering criteria, each side for itself. A correction is a new row, with a reason."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from trueup.horizons.given import GivenAnswer
from trueup.web.evidence.actions.land import Landed
from trueup.web.evidence.actions.taking import key_of, reason_in, take_in
from trueup.web.horizons.confidence import hold, in_confidence, pseudonym
from trueup.web.horizons.prepare import columns, prepare_answers
from trueup.web.horizons.scope import Scope, answering
from trueup.web.parties.access import Actor


@dataclass(frozen=True, slots=True)
class Taken:
    """What became of answers: those that landed, and how many are held until more people have answered."""

    landed: Landed | None
    held: int


def answer(
    actor: Actor | None, book: str, id: str, rows: Sequence[GivenAnswer], *, key: str, how: str, reason: str = ""
) -> Taken:
    """Take answers in for the actor's side, all of them or none; `reported_by` is the seat, whatever a row says.

    What single people say in confidence is held until as many have said it as it takes to show it, and lands together.
    Raises NotFound, Refused, and what `take_in` raises.
    """
    scope, reason = answering(actor, book, id), reason_in(reason)
    mine = [_of_seat(scope, row) for row in rows]
    made = prepare_answers(scope, mine, key_of("answers", scope.seat, key), reason)
    quiet = [row for row in mine if in_confidence(scope, row)] if not made.refusals else []
    if quiet and len(quiet) == len(mine):
        return Taken(None, hold(scope, quiet))
    landed = take_in(
        made, scope.place.actor.member, how, reason, agreement=scope.place.document.agreement or "", table="answers",
        columns=columns(scope, "answers", made.landing, how),
    )  # fmt: skip
    return Taken(landed, 0)


def _of_seat(scope: Scope, row: GivenAnswer) -> GivenAnswer:
    """The row as the seat's own: whose level it is, and who says it, where that is no secret."""
    found, own = scope.asked(row.criterion), replace(row, reported_by=scope.seat)
    if found is None:
        return own
    level, criterion = found
    alone = (criterion.sus or criterion.confidential) and row.person is None and row.n is None
    person = pseudonym(scope, criterion.id) if alone else row.person
    who = None if criterion.confidential else scope.place.actor.name
    return replace(own, horizon=level.horizon, person=person, who=who)
