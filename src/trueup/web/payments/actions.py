"""Reporting payments: typed in, pasted, uploaded or sent by a program. A correction is a new row, with a reason."""

from __future__ import annotations

from trueup.web.evidence.actions.land import Landed
from trueup.web.evidence.actions.taking import key_of, reason_in, take_in
from trueup.web.evidence.sheets import Sheets
from trueup.web.parties.access import Actor
from trueup.web.payments.prepare import Reported, columns, prepare
from trueup.web.payments.rows import Reading
from trueup.web.payments.scope import scope_of


def preview(
    actor: Actor | None, book: str, agreement: str, sheets: Sheets, reading: Reading | None = None, *, key: str
) -> Reported:
    """What reporting these rows would mean, line by line. Raises NotFound and Refused."""
    scope = scope_of(actor, book, agreement)
    return prepare(scope, sheets, reading or Reading(), key_of("payments", scope.seat, key))


def report(
    actor: Actor | None,
    book: str,
    agreement: str,
    sheets: Sheets,
    reading: Reading | None = None,
    *,
    key: str,
    how: str,
    reason: str = "",
) -> Landed:
    """Take the payments in, all of them or none, as `take_in` does. Raises NotFound, Refused, and what it raises."""
    scope, reason = scope_of(actor, book, agreement), reason_in(reason)
    made = prepare(scope, sheets, reading or Reading(), key_of("payments", scope.seat, key), reason=reason)
    return take_in(
        made, scope.place.actor.member, how, reason, agreement=agreement, table="payments",
        columns=columns(scope, made.landing, how),
    )  # fmt: skip
