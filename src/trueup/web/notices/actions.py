"""What a member does with its own notices and wishes.

They are nobody else's business and change nothing that people agree on: no leaf is written.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from trueup.vocabulary import InputError
from trueup.web.notices import endpoints
from trueup.web.notices.channels.message import TransportError
from trueup.web.notices.channels.registry import CHANNELS
from trueup.web.notices.kinds import DIGEST, KINDS, NOW, OFF
from trueup.web.notices.models import Endpoint, Notice, Rhythm, Wish
from trueup.web.parties.access import Actor, NotFound, require


def mark_read(actor: Actor | None, notice: int | None = None) -> str:
    """Mark a notice read (None: all of them); return where it leads. Raises NotFound."""
    mine = Notice.objects.filter(member=require(actor, scope="write").member)
    if notice is None:
        mine.filter(read_at=None).update(read_at=timezone.now())
        return "/notices"
    found = mine.filter(pk=notice).first()
    if found is None:
        raise NotFound(_("there is no such notice"))
    mine.filter(pk=notice, read_at=None).update(read_at=timezone.now())
    return found.path


def wish(actor: Actor | None, wished: Mapping[tuple[str, str], str]) -> None:
    """Choose how kinds come on channels: now, digest or off. Raises InputError."""
    member = require(actor, scope="write").member
    for (kind, channel), how in wished.items():
        ways = (NOW, OFF) if channel == "in_app" else (NOW, DIGEST, OFF)
        if kind not in KINDS or channel not in CHANNELS or how not in ways:
            raise InputError(_("there is no such choice"), where=f"{kind} {channel} {how}"[:200], do=_("choose again"))
    with transaction.atomic():
        for (kind, channel), how in wished.items():
            Wish.objects.update_or_create(member_id=member, kind=kind, channel=channel, defaults={"how": how})


def set_rhythm(
    actor: Actor | None,
    digest_at: dt.time,
    digest_weekday: int | None,
    quiet_from: dt.time | None,
    quiet_until: dt.time | None,
) -> None:
    """Choose when digests come and when nothing does. Raises InputError for quiet hours without one of their ends."""
    if (quiet_from is None) != (quiet_until is None):
        raise InputError(_("quiet hours have a beginning and an end"), do=_("give both times, or none"))
    chosen = {
        "digest_at": digest_at,
        "digest_weekday": digest_weekday,
        "quiet_from": quiet_from,
        "quiet_until": quiet_until,
    }
    Rhythm.objects.update_or_create(member_id=require(actor, scope="write").member, defaults=chosen)


def set_endpoint(actor: Actor | None, channel: str, url: str) -> str:
    """Give an address for a channel; return its new secret, to be shown once ("" where none is used).

    Raises InputError for what is no address.
    """
    member = require(actor, role="viewer", scope="write").member
    if channel not in CHANNELS or not CHANNELS[channel].needs:
        raise InputError(_("this channel needs no address"), where=channel[:40], do=_("choose another"))
    try:
        return endpoints.keep(member, channel, url)
    except TransportError as wrong:
        raise InputError(wrong.what, do=_("copy it from where the messages are to go")) from None


def remove_endpoint(actor: Actor | None, channel: str) -> None:
    """Forget an address and its secret."""
    Endpoint.objects.filter(member=require(actor, scope="write").member, channel=channel).delete()
