"""Texts beside disputes: kept apart, so that they can be erased, and bound to the dispute by their digest."""

from __future__ import annotations

import hashlib

from django.utils import timezone
from django.utils.translation import gettext as _

from trueup.vocabulary import InputError
from trueup.web.evidence.models import Enclosure
from trueup.web.evidence.scope import Scope

LONGEST = 100_000
_MARK = "Enclosed text, SHA-256 "


def digest_of_text(text: str) -> str:
    """SHA-256 of the text in UTF-8."""
    return hashlib.sha256(text.encode()).hexdigest()


def with_enclosure(reason: str, text: str) -> str:
    """The reason, which states the digest of the text that goes with it. Raises InputError for one too long."""
    if not text:
        return reason
    if len(text) > LONGEST:
        raise InputError(_("an enclosed text has at most %(most)d characters") % {"most": LONGEST})
    return f"{reason}\n\n{_MARK}{digest_of_text(text)}"


def enclose(scope: Scope, dispute: str, text: str) -> None:
    """Keep the text, within the action that opens the dispute."""
    Enclosure.objects.create(
        book=scope.book,
        agreement=scope.agreement,
        dispute=dispute,
        digest=digest_of_text(text),
        text=text,
        member_id=scope.place.actor.member,
        at=timezone.now(),
    )


def enclosed(scope: Scope) -> dict[str, str]:
    """The enclosed texts of an agreement's disputes, by dispute."""
    rows = Enclosure.objects.filter(book=scope.book, agreement=scope.agreement)
    return dict(rows.values_list("dispute", "text"))
