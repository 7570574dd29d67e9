"""Reporting actuals: typed in, pasted, uploaded or sent by a program. A correction is a new row, with a reason."""

from __future__ import annotations

import re

from django.utils import timezone

from trueup.vocabulary import FactError, TrueupError
from trueup.vocabulary.digest import digest
from trueup.web.evidence.actions.land import Landed, Sent, known_answer, land
from trueup.web.evidence.plan import Plan, observations, plan
from trueup.web.evidence.rows import Reading
from trueup.web.evidence.scope import Scope, scope_of
from trueup.web.evidence.sheets import Sheets
from trueup.web.parties.access import Actor

WAYS = ("entered", "pasted", "uploaded", "api")
LONGEST_REASON = 2000
_KEY = re.compile(r"[A-Za-z0-9._:-]{8,200}")


def preview(
    actor: Actor | None, book: str, agreement: str | None, sheets: Sheets, reading: Reading, *, key: str
) -> Plan:
    """What reporting these rows would mean, line by line. Raises NotFound and Refused."""
    scope = scope_of(actor, book, agreement)
    return plan(scope, sheets, reading, _full_key(scope, key))


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
    """Take the rows in, all of them or none; the same key with the same rows gives the same answer.

    `agreement` None: any entered KPI of the book, by its customer. Rows that say what is known already are left out;
    with nothing left nothing is recorded (`leaf` is None). Raises NotFound, Refused, FactError with every refused row,
    and where a row corrects an earlier one and no reason is given, IdempotencyConflict.
    """
    if how not in WAYS:
        raise TrueupError(f"rows do not come {how!r}", do=f"ways: {', '.join(WAYS)}")
    scope, reason = scope_of(actor, book, agreement), _checked(reason)
    assert actor is not None
    made = plan(scope, sheets, reading or Reading(), _full_key(scope, key), reason=reason)
    known = known_answer(scope.book, made.key, made.asked)
    if known is not None:
        return known
    _check(made, reason)
    return land(_sent(made, actor, how, reason)) if made.landing else _nothing_new(made, reason)


def _full_key(scope: Scope, key: str) -> str:
    """Keys are a seat's own: nobody meets, or guesses, the key of another."""
    if not _KEY.fullmatch(key):
        raise TrueupError(
            "an idempotency key has 8 to 200 letters, digits, points, colons, dashes or underscores", where=key[:40]
        )
    whole = f"evidence/{scope.seat}/{key}"
    return whole if len(whole) <= 300 else f"evidence/{digest(scope.seat)[:32]}/{key}"


def _checked(reason: str) -> str:
    if len(reason) > LONGEST_REASON:
        raise TrueupError(f"a reason has at most {LONGEST_REASON:,} characters")
    return reason.strip()


def _check(made: Plan, reason: str) -> None:
    if made.refusals:
        count = len(made.refusals)
        what = f"nothing was stored: {count} {'problems were' if count != 1 else 'problem was'} found"
        raise FactError(what, do="mend them and send all of it again", refusals=made.refusals)
    if not made.lines:
        raise FactError("nothing was stored: there is no row", do="send at least one actual under the header")
    corrections = made.count("correction")
    if corrections and not reason:
        raise FactError(
            f"nothing was stored: {corrections} of the rows "
            f"{'corrects' if corrections == 1 else 'correct'} what you reported before, and a correction says why",
            do="give the reason",
        )


def _sent(made: Plan, actor: Actor, how: str, reason: str) -> Sent:
    return Sent(
        book=made.scope.book,
        agreement=made.scope.agreement,
        key=made.key,
        asked=made.asked,
        seat=made.scope.seat,
        member=actor.member,
        how=how,
        reason=reason if made.count("correction") else "",
        corrections=made.count("correction"),
        unchanged=made.count("unchanged"),
        columns=observations(made.landing, made.scope.seat, how),
    )


def _nothing_new(made: Plan, reason: str) -> Landed:
    key = made.key.rsplit("/", 1)[-1]
    return Landed(key, "", "", 0, 0, made.count("unchanged"), reason, timezone.now(), None)
