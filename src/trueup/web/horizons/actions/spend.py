"""Writing down effort, each side its own."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, replace

from trueup.horizons.given import GivenEffort
from trueup.scorecard.answered import made_up
from trueup.web.evidence.actions.land import Landed
from trueup.web.evidence.actions.taking import key_of, reason_in, take_in
from trueup.web.horizons.prepare import columns, prepare_efforts
from trueup.web.horizons.scope import spending
from trueup.web.parties.access import Actor


def spend(
    actor: Actor | None, book: str, id: str, rows: Sequence[GivenEffort], *, key: str, how: str, reason: str = ""
) -> Landed:
    """Take efforts in for the actor's side, all of them or none; `party` is the seat, whatever a row says.

    Of one level and day, efforts are told apart by `ref`; without one, by all that they say. Raises NotFound, Refused,
    and what `take_in` raises.
    """
    scope, reason = spending(actor, book, id), reason_in(reason)
    mine = [replace(row, party=scope.seat, ref=row.ref or made_up(asdict(row))) for row in rows]
    made = prepare_efforts(scope, mine, key_of("efforts", scope.seat, key), reason)
    return take_in(
        made, scope.place.actor.member, how, reason, agreement=scope.place.document.agreement or "", table="efforts",
        columns=columns(scope, "efforts", made.landing, how),
    )  # fmt: skip
