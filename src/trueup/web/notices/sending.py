"""Send deliveries over their channel, once they are due and still theirs to know."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Sequence

from django.conf import settings
from django.db.models import QuerySet
from django.utils import translation
from django.utils.translation import gettext as _

from trueup.vocabulary import LedgerError
from trueup.web.notices import texts
from trueup.web.notices.channels.message import Address, Line, Message, TransportError
from trueup.web.notices.channels.registry import CHANNELS
from trueup.web.notices.endpoints import address_of, end
from trueup.web.notices.models import Delivery
from trueup.web.notices.recipients import may_know
from trueup.web.parties.models import Member
from trueup.web.work.masking import masked

NAMESPACE = uuid.UUID("6f1c1f0e-9f7a-5d0b-8f0e-5a2f5d9d7c11")
"""Of the ids of messages (RFC 9562, version 5): of the same deliveries the same id, so that receivers see repeats."""


def waiting() -> QuerySet[Delivery]:
    """Deliveries that are neither sent nor given up."""
    rows = Delivery.objects.filter(sent_at=None, failed_at=None)
    return rows.select_related("notice__member__user", "notice__member__party").order_by("notice__created_at", "pk")


def send(deliveries: Sequence[Delivery], channel: str, now: dt.datetime, *, last: bool) -> None:
    """Send what is still its reader's to know, as one message; write down what came of it.

    `last`: if this try fails there is no other. Raises TransportError.
    """
    known = [each for each in deliveries if may_know(each.notice.member, each.notice.book, each.notice.agreement)]
    gone = [each for each in deliveries if each not in known]
    _close(gone, now, _("the member has no part in it any more"))
    if not known:
        return
    member = known[0].notice.member
    try:
        address = _address(member, channel)
        message = message_of(known, member)
        with translation.override(message.language):
            CHANNELS[channel].deliver(message, address)
    except TransportError as error:
        _failed(known, error, channel, now, last=last)
        raise
    Delivery.objects.filter(pk__in=[each.pk for each in known]).update(sent_at=now, reason="")


def message_of(deliveries: Sequence[Delivery], member: Member) -> Message:
    """The message of one or several deliveries, in the member's language."""
    language = member.user.language or settings.LANGUAGE_CODE
    digest = deliveries[0].digest
    lines = tuple(_line(each, language) for each in deliveries)
    name = ",".join(str(each.pk) for each in deliveries) if not digest else f"{member.pk} {deliveries[0].due_at}"
    with translation.override(language):
        title = _("Trueup: %(count)d notices") % {"count": len(lines)} if digest else lines[0].text
    made = str(uuid.uuid5(NAMESPACE, f"{settings.URL} {deliveries[0].channel} {name}"))
    return Message(made, title, lines, digest, language, f"{settings.URL}/settings/notifications")


def _line(delivery: Delivery, language: str) -> Line:
    notice = delivery.notice
    text = texts.text_of(notice, language)
    url = f"{settings.URL}{notice.path}"
    return Line(notice.pk, notice.kind, text, url, notice.book, notice.agreement, notice.created_at)


def _address(member: Member, channel: str) -> Address:
    if channel == "email":
        return Address(member.user.email)
    try:
        found = address_of(member, channel)
    except LedgerError as lost:
        raise TransportError(lost.what, permanent=True) from None
    if found is None:
        raise TransportError(_("there is no address for it any more"), permanent=True)
    return found


def _failed(
    deliveries: Sequence[Delivery], error: TransportError, channel: str, now: dt.datetime, *, last: bool
) -> None:
    over = now if last or error.permanent else None
    for each in deliveries:
        each.tries, each.reason, each.failed_at = each.tries + 1, masked(error.what)[:1000], over
        each.save(update_fields=["tries", "reason", "failed_at"])
    if error.gone:
        end(deliveries[0].notice.member, channel)


def _close(deliveries: Sequence[Delivery], now: dt.datetime, reason: str) -> None:
    Delivery.objects.filter(pk__in=[each.pk for each in deliveries]).update(failed_at=now, reason=reason)
