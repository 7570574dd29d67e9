"""What a member wishes: which kinds on which channel, at once or in a digest, and when quiet."""

from __future__ import annotations

import zoneinfo
from collections.abc import Iterable

from trueup.web.notices.channels.message import Channel
from trueup.web.notices.channels.registry import CHANNELS
from trueup.web.notices.kinds import KINDS, OFF, Kind
from trueup.web.notices.models import Endpoint, Rhythm, Wish
from trueup.web.notices.timing import Hours
from trueup.web.parties.models import Member

Chosen = dict[tuple[str, str], str]


def wishes_of(member: Member) -> Chosen:
    """How each kind is wanted on each channel that the member can be reached by: now or digest; off is left out."""
    stated = {(wish.kind, wish.channel): wish.how for wish in Wish.objects.filter(member=member)}
    reached = reachable(member)
    every = {
        (kind.id, channel.id): stated.get((kind.id, channel.id), default(kind, channel)) for kind, channel in _all()
    }
    return {key: how for key, how in every.items() if how != OFF and key[1] in reached}


def default(kind: Kind, channel: Channel) -> str:
    """How a kind comes on a channel as long as nobody says otherwise."""
    return channel.by_default[0 if kind.mine else 1]


def reachable(member: Member) -> set[str]:
    """The channels that have an address for the member."""
    given = set(Endpoint.objects.filter(member=member, ended_at=None).values_list("channel", flat=True))
    return {channel.id for channel in CHANNELS.values() if not channel.needs or channel.id in given}


def hours_of(member: Member) -> Hours:
    """The member's rhythm, in the member's time zone."""
    zone = zone_of(member)
    row = Rhythm.objects.filter(member=member).first()
    if row is None:
        return Hours(zone)
    return Hours(zone, row.digest_at, row.digest_weekday, row.quiet_from, row.quiet_until)


def zone_of(member: Member) -> str:
    """The member's time zone; UTC where none is chosen, or one that is not known here."""
    try:
        return zoneinfo.ZoneInfo(member.user.time_zone or "UTC").key
    except (zoneinfo.ZoneInfoNotFoundError, ValueError):
        return "UTC"


def _all() -> Iterable[tuple[Kind, Channel]]:
    return ((kind, channel) for kind in KINDS.values() for channel in CHANNELS.values())
