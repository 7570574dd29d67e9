"""Who has not finished yet, and may be written to."""

from __future__ import annotations

from django.db.models import Q, QuerySet

from trueup.web.surveys.models import Fielding, Invitation, Letter


def unfinished(fielding: Fielding) -> QuerySet[Invitation]:
    """Who was sent a letter, may be sent another, and has not finished."""
    open_ones = Q(sheet=None) | Q(sheet__finished_at=None)
    rows = Invitation.objects.filter(open_ones, fielding=fielding, revoked_at=None, declined_at=None)
    writable = rows.filter(contact__erased_at=None, contact__declined_at=None).exclude(contact__email="")
    failed = Letter.objects.exclude(failed_at=None).values("invitation")
    return writable.filter(contact__isnull=False, letters__number=0).exclude(pk__in=failed)
