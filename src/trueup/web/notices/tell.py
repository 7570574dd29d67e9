"""Tell somebody something: a notice, and its deliveries on the channels that they wish."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.utils import timezone

from trueup.web.notices import posting
from trueup.web.notices.channels.registry import CHANNELS
from trueup.web.notices.kinds import DIGEST, KINDS
from trueup.web.notices.models import Delivery, Notice
from trueup.web.notices.wishes import hours_of, wishes_of
from trueup.web.parties.models import Member
from trueup.web.work.queue import put


@dataclass(frozen=True, slots=True)
class News:
    """What happened, for whoever is told. `key` is the same whenever the same is told.

    `told` fills the text of its kind: names, counts, and sentences of the engine as `packed` makes them.
    """

    kind: str
    key: str
    told: Mapping[str, str | int | dict[str, Any]] = field(default_factory=dict)
    book: str = ""
    agreement: str = ""
    path: str = ""

    @property
    def page(self) -> str:
        """Where it leads on this server."""
        if self.path:
            return self.path
        return f"/agreements/{self.book}/{self.agreement}{KINDS[self.kind].page}"


def tell(news: News, members: Iterable[Member], *, besides: str = "", now: dt.datetime | None = None) -> int:
    """Tell each of the members once, but for the one whose own doing it was (`besides`); return how many were told.

    Within the caller's transaction: notices, deliveries and the jobs that send them are there together, or none.
    """
    at = now or timezone.now()
    told = [member for member in members if f"{member.party.slug}/{member.pk}" != besides]
    return sum(_told(news, member, at) for member in told)


def _told(news: News, member: Member, now: dt.datetime) -> bool:
    wished = {channel: how for (kind, channel), how in wishes_of(member).items() if kind == news.kind}
    if not wished:
        return False
    notice, new = Notice.objects.get_or_create(
        member=member,
        kind=news.kind,
        key=news.key[:300],
        defaults={
            "book": news.book,
            "agreement": news.agreement,
            "told": dict(news.told),
            "path": news.page[:500],
            "created_at": now,
        },
    )
    if new:
        for channel, how in wished.items():
            _deliver(notice, member, channel, digest=how == DIGEST, now=now)
    return new


def _deliver(notice: Notice, member: Member, channel: str, *, digest: bool, now: dt.datetime) -> None:
    """In the application at once; elsewhere by a job, when the member's hours say."""
    if channel == CHANNELS["in_app"].id:
        Notice.objects.filter(pk=notice.pk).update(shown_at=now)
        return
    due = hours_of(member).due(now, digest=digest)
    row = Delivery.objects.create(notice=notice, channel=channel, digest=digest, due_at=due)
    later = due if due > now else None
    if digest:
        key = f"notices.digest:{member.pk}:{channel}:{due.isoformat()}"
        put(
            posting.digest, key=key, after=later, about="digest", member=member.pk, channel=channel, due=due.isoformat()
        )
    else:
        put(posting.deliver, after=later, about="notice", delivery=row.pk)
