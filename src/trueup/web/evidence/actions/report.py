"""Reporting actuals: typed in, pasted, uploaded or sent by a program. A correction is a new row, with a reason."""

from __future__ import annotations

from trueup.web.evidence.actions.land import Landed
from trueup.web.evidence.actions.taking import key_of, reason_in, take_in
from trueup.web.evidence.plan import Plan, observations, plan
from trueup.web.evidence.rows import Reading
from trueup.web.evidence.scope import scope_of
from trueup.web.evidence.sheets import Sheets
from trueup.web.parties.access import Actor


def preview(
    actor: Actor | None, book: str, agreement: str | None, sheets: Sheets, reading: Reading, *, key: str
) -> Plan:
    """What reporting these rows would mean, line by line. Raises NotFound and Refused."""
    scope = scope_of(actor, book, agreement)
    return plan(scope, sheets, reading, key_of("evidence", scope.seat, key))


def report(
    actor: Actor | None,
    book: str,
    agreement: str | None,
    sheets: Sheets,
    reading: Reading | None = None,
    *,
    key: str,
    how: str,
    reason: str = "",
) -> Landed:
    """Take the rows in, all of them or none, as `take_in` does.

    `agreement` None: any entered KPI of the book, by its customer. Raises NotFound, Refused, and what `take_in` raises.
    """
    scope, reason = scope_of(actor, book, agreement), reason_in(reason)
    assert actor is not None
    made = plan(scope, sheets, reading or Reading(), key_of("evidence", scope.seat, key), reason=reason)
    columns = observations(made.landing, scope.seat, how)
    return take_in(made, actor.member, how, reason, agreement=scope.agreement, table="observations", columns=columns)
