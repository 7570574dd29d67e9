"""Addresses that members give: sealed, because whoever knows a webhook's URL can post to it."""

from __future__ import annotations

from django.utils import timezone

from trueup.web.notices.channels.guard import parsed
from trueup.web.notices.channels.message import Address
from trueup.web.notices.channels.registry import CHANNELS
from trueup.web.notices.channels.webhook import new_secret
from trueup.web.notices.models import Endpoint
from trueup.web.parties.models import Member
from trueup.web.parties.sealing import seal, unseal


def address_of(member: Member, channel: str) -> Address | None:
    """Where a member's messages go on a channel. Raises LedgerError where the server's secret was lost."""
    row = Endpoint.objects.filter(member=member, channel=channel, ended_at=None).first()
    if row is None:
        return None
    opened = [
        unseal(bytes(sealed), _use(member.pk, channel, what)).decode() if sealed else ""
        for sealed, what in ((row.address, "address"), (row.secret, "secret"))
    ]
    return Address(*opened)


def keep(member: int, channel: str, url: str) -> str:
    """Keep an address; return the new secret, to be shown this once, or nothing where the channel signs nothing.

    Raises TransportError for a URL that no webhook has.
    """
    host, secret = parsed(url).host, new_secret() if CHANNELS[channel].signs else ""
    sealed = {
        "address": seal(url.encode(), _use(member, channel, "address")),
        "secret": seal(secret.encode(), _use(member, channel, "secret")) if secret else None,
    }
    now = timezone.now()
    Endpoint.objects.update_or_create(
        member_id=member,
        channel=channel,
        defaults={**sealed, "host": host[:255], "created_at": now, "ended_at": None},
    )
    return secret


def end(member: Member, channel: str) -> None:
    """The receiver is gone: send nothing there until the member gives an address again."""
    Endpoint.objects.filter(member=member, channel=channel).update(ended_at=timezone.now())


def _use(member: int, channel: str, what: str) -> str:
    return f"notices/{member}/{channel}/{what}"
