"""A member's own notices, wishes and addresses. Nobody reads another's."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from functools import cache
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet

from trueup.web.documents.models import AgreementSeat, Seat
from trueup.web.notices.channels.registry import CHANNELS
from trueup.web.notices.kinds import KINDS
from trueup.web.notices.models import Delivery, Endpoint, Notice, Rhythm, Wish
from trueup.web.notices.texts import text_of
from trueup.web.notices.wishes import default
from trueup.web.parties.access import Actor, require
from trueup.web.site.marks import Mark, Reader, asked, how_many
from trueup.web.site.once import once

SHOWN = 200


@dataclass(frozen=True, slots=True)
class NoticeRow:
    """A notice in a list."""

    id: int
    kind: str
    text: str
    path: str
    mine: bool
    unread: bool
    at: dt.datetime


@dataclass(frozen=True, slots=True)
class EndpointRow:
    """An address as it may be shown: its host, never the whole."""

    channel: str
    name: str
    host: str
    signs: bool
    ended: bool
    created_at: dt.datetime


@dataclass(frozen=True, slots=True)
class DeliveryRow:
    """A delivery in the log. `state` is waiting, sent or failed."""

    text: str
    channel: str
    state: str
    at: dt.datetime
    tries: int
    reason: str


def notices(actor: Actor | None, *, unread: bool = False) -> list[NoticeRow]:
    """The member's notices, newest first."""
    rows = _mine(actor)
    rows = rows.filter(read_at=None) if unread else rows
    return [_row(row) for row in rows.order_by("-created_at", "-pk")[:SHOWN]]


@once
def unread_count(actor: Actor | None) -> int:
    """How many the member has not read."""
    member = require(actor)
    return int(asked((unread_mark(),), party=member.party, member=member.member)[0])


@cache
def unread_mark() -> Mark:
    """The same for whoever reads: every page shows it, so it is asked together with what pages rest on."""
    reader: Any = Actor(Reader("member"), 0, Reader("party"), "", "", "viewer")  # type: ignore[arg-type]
    return how_many(_mine(reader).filter(read_at=None), "unread")


def deliveries(actor: Actor | None) -> list[DeliveryRow]:
    """What went out to the member over other channels, newest first."""
    rows = Delivery.objects.filter(notice__in=_visible(actor)).select_related("notice")
    return [_delivery_row(row) for row in rows.order_by("-due_at", "-pk")[:SHOWN]]


def endpoints(actor: Actor | None) -> list[EndpointRow]:
    """The member's addresses."""
    rows = Endpoint.objects.filter(member=require(actor).member).order_by("channel")
    return [_endpoint_row(row) for row in rows if row.channel in CHANNELS]


def wishes(actor: Actor | None) -> dict[tuple[str, str], str]:
    """How the member wants each kind on each channel: stated, else the default."""
    stated = Wish.objects.filter(member=require(actor).member)
    known = {(wish.kind, wish.channel): wish.how for wish in stated}
    pairs = ((kind, channel) for kind in KINDS.values() for channel in CHANNELS.values())
    return {(k.id, c.id): known.get((k.id, c.id), default(k, c)) for k, c in pairs}


def rhythm(actor: Actor | None) -> Rhythm:
    """When the member wants digests and when quiet; unsaved where nothing was chosen."""
    member = require(actor).member
    found = Rhythm.objects.filter(member=member).first()
    return found or Rhythm(member_id=member, digest_at=dt.time(8))


def _visible(actor: Actor | None) -> QuerySet[Notice]:
    """The member's notices that the party may still know of."""
    actor = require(actor)
    part = AgreementSeat.objects.filter(
        book__slug=OuterRef("book"), agreement=OuterRef("agreement"), seat__party=actor.party
    )
    customer = Seat.objects.filter(book__slug=OuterRef("book"), role="customer", party=actor.party)
    may = Q(agreement="", book="") | Q(Exists(part), ~Q(agreement="")) | Q(Exists(customer), agreement="")
    return Notice.objects.filter(may, member=actor.member, kind__in=KINDS)


def _mine(actor: Actor | None) -> QuerySet[Notice]:
    return _visible(actor).exclude(shown_at=None)


def _row(notice: Notice) -> NoticeRow:
    return NoticeRow(
        id=notice.pk,
        kind=notice.kind,
        text=text_of(notice),
        path=notice.path,
        mine=KINDS[notice.kind].mine,
        unread=notice.read_at is None,
        at=notice.created_at,
    )


def _delivery_row(row: Delivery) -> DeliveryRow:
    state = "sent" if row.sent_at else "failed" if row.failed_at else "waiting"
    name = str(CHANNELS[row.channel].name) if row.channel in CHANNELS else row.channel
    return DeliveryRow(
        text_of(row.notice), name, state, row.sent_at or row.failed_at or row.due_at, row.tries, row.reason
    )


def _endpoint_row(row: Endpoint) -> EndpointRow:
    channel = CHANNELS[row.channel]
    return EndpointRow(channel.id, str(channel.name), row.host, channel.signs, row.ended_at is not None, row.created_at)
