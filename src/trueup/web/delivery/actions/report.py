"""Reporting progress: typed in, pasted, uploaded or sent by a program. A correction is a new row, with a reason."""

from __future__ import annotations

import re

from django.utils import timezone
from django.utils.translation import gettext as _

from trueup.vocabulary import FactError, InputError
from trueup.vocabulary.digest import digest
from trueup.web.delivery.reporting.prepare import Prepared, columns, prepare
from trueup.web.delivery.reporting.rows import Reading
from trueup.web.delivery.reporting.scope import Scope, scope_of
from trueup.web.evidence.actions.land import Landed, Sent, known_answer, land
from trueup.web.evidence.sheets import Sheets
from trueup.web.parties.access import Actor

LONGEST_REASON = 2000
_KEY = re.compile(r"[A-Za-z0-9._:-]{8,200}")


def preview(
    actor: Actor | None, book: str, plan: str, sheets: Sheets, reading: Reading | None = None, *, key: str
) -> Prepared:
    """What reporting these rows would mean, line by line. Raises NotFound and Refused."""
    scope = scope_of(actor, book, plan)
    return prepare(scope, sheets, reading or Reading(), _full_key(scope, key))


def report(
    actor: Actor | None,
    book: str,
    plan: str,
    sheets: Sheets,
    reading: Reading | None = None,
    *,
    key: str,
    how: str,
    reason: str = "",
) -> Landed:
    """Take the reports in, all of them or none; the same key with the same rows gives the same answer.

    Rows that say what is known already are left out; with nothing left nothing is recorded (`leaf` is None). Raises
    NotFound, Refused, FactError with every refused row, and where a row corrects an earlier one and no reason is
    given, IdempotencyConflict.
    """
    scope, reason = scope_of(actor, book, plan), reason.strip()
    if len(reason) > LONGEST_REASON:
        raise InputError(_("a reason has at most 2000 characters"))
    made = prepare(scope, sheets, reading or Reading(), _full_key(scope, key), reason=reason)
    known = known_answer(scope.book, made.key, made.asked)
    if known is not None:
        return known
    _check(made, reason)
    return land(_sent(made, how, reason)) if made.landing else _nothing_new(made, reason)


def _full_key(scope: Scope, key: str) -> str:
    """Keys are a seat's own: nobody meets, or guesses, the key of another."""
    if not _KEY.fullmatch(key):
        raise InputError(_("an idempotency key has 8 to 200 letters, digits, points, colons, dashes or underscores"))
    whole = f"progress/{scope.seat}/{key}"
    return whole if len(whole) <= 300 else f"progress/{digest(scope.seat)[:32]}/{key}"


def _check(made: Prepared, reason: str) -> None:
    if made.refusals:
        raise FactError("nothing was stored: there are problems", do="mend them and send all of it again",
                        refusals=made.refusals)  # fmt: skip
    if not made.lines:
        raise FactError("nothing was stored: there is no row", do="send at least one report under the header")
    if made.count("correction") and not reason:
        raise FactError(
            "nothing was stored: some of it corrects what you reported before, and a correction says why",
            do="give the reason",
        )


def _sent(made: Prepared, how: str, reason: str) -> Sent:
    return Sent(
        book=made.scope.book,
        agreement=made.scope.plan.agreement or "",
        key=made.key,
        asked=made.asked,
        seat=made.scope.seat,
        member=made.scope.place.actor.member,
        how=how,
        reason=reason if made.count("correction") else "",
        corrections=made.count("correction"),
        unchanged=made.count("unchanged"),
        columns=columns(made.scope, made.landing, how),
        table="progress",
    )


def _nothing_new(made: Prepared, reason: str) -> Landed:
    key = made.key.rsplit("/", 1)[-1]
    return Landed(key, "", "", 0, 0, made.count("unchanged"), reason, timezone.now(), None)
