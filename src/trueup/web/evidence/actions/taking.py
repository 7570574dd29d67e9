"""What taking rows in asks for, of whatever: a key of the seat's own, a reason for corrections, all or nothing."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from trueup.vocabulary import FactError, TrueupError
from trueup.vocabulary.digest import digest
from trueup.web.evidence.actions.land import Landed, Sent, known_answer, land
from trueup.web.evidence.prepared import Prepared

WAYS = ("entered", "pasted", "uploaded", "api")
LONGEST_REASON = 2000
_KEY = re.compile(r"[A-Za-z0-9._:-]{8,200}")


def key_of(what: str, seat: str, key: str) -> str:
    """Keys are a seat's own: nobody meets, or guesses, the key of another. TrueupError for what is no key."""
    if not _KEY.fullmatch(key):
        lacks = _("an idempotency key has 8 to 200 letters, digits, points, colons, dashes or underscores")
        raise TrueupError(lacks, where=key[:40])
    whole = f"{what}/{seat}/{key}"
    return whole if len(whole) <= 300 else f"{what}/{digest(seat)[:32]}/{key}"


def reason_in(text: str) -> str:
    """The reason that was given. TrueupError where it is too long."""
    if len(text) > LONGEST_REASON:
        raise TrueupError(_("a reason has at most %(most)d characters") % {"most": LONGEST_REASON})
    return text.strip()


def take_in(
    made: Prepared[Any, Any, Any],
    member: int,
    how: str,
    reason: str,
    *,
    agreement: str,
    table: str,
    columns: Mapping[str, Sequence[Any]],
) -> Landed:
    """Take a batch in, all of it or nothing: `columns` are its rows that say something new, as columns of `table`.

    The same key with the same rows gives the same answer; with nothing new nothing is recorded (`leaf` is None). Raises
    FactError with every refused row, and where a row corrects an earlier one and no reason is given,
    IdempotencyConflict.
    """
    if how not in WAYS:
        raise TrueupError(f"rows do not come {how!r}", do=f"ways: {', '.join(WAYS)}")
    known = known_answer(made.scope.book, made.key, made.asked)
    if known is not None:
        return known
    _check(made, reason)
    corrections, unchanged = made.count("correction"), made.count("unchanged")
    if not made.landing:
        return Landed(made.key.rsplit("/", 1)[-1], "", "", 0, 0, unchanged, reason, timezone.now(), None)
    return land(
        Sent(
            book=made.scope.book, agreement=agreement, key=made.key, asked=made.asked, seat=made.scope.seat,
            member=member, how=how, reason=reason if corrections else "", corrections=corrections,
            unchanged=unchanged, columns=columns, table=table,
        )
    )  # fmt: skip


def _check(made: Prepared[Any, Any, Any], reason: str) -> None:
    n = len(made.refusals)
    if n:
        what = ngettext(
            "nothing was stored: %(n)d problem was found", "nothing was stored: %(n)d problems were found", n
        )
        raise FactError(what % {"n": n}, do=_("mend them and send all of it again"), refusals=made.refusals)
    if not made.lines:
        raise FactError(_("nothing was stored: there is no row"), do=_("send at least one row under the header"))
    n = made.count("correction")
    if n and not reason:
        what = ngettext(
            "nothing was stored: %(n)d of the rows corrects what you reported before, and a correction says why",
            "nothing was stored: %(n)d of the rows correct what you reported before, and a correction says why",
            n,
        )
        raise FactError(what % {"n": n}, do=_("give the reason"))
