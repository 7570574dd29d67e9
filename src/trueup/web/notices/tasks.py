"""Telling and sending in the background."""

from __future__ import annotations

import datetime as dt
import logging
from typing import Any

from django.db import transaction
from django.utils import timezone
from django_tasks import task

from trueup.web.ledger.models import Leaf
from trueup.web.notices import verdicts
from trueup.web.notices.events import Event, news_of
from trueup.web.notices.models import Delivery, Notice, Told
from trueup.web.notices.sending import send, waiting
from trueup.web.notices.tell import tell
from trueup.web.work.retrying import retrying

AT_ONCE = 200
"""How many leaves are told in one transaction."""
TIMES = 10
FIRST, MOST = dt.timedelta(seconds=30), dt.timedelta(hours=6)
KEPT = dt.timedelta(days=180)

log = logging.getLogger(__name__)


@task()
@retrying(times=5)
def tell_news() -> int:
    """Tell of every leaf that nobody was told of yet, in order, each once; return how many notices were made."""
    told = 0
    while True:
        with transaction.atomic():
            row, _ = Told.objects.select_for_update().get_or_create(pk=1)
            leaves = list(Leaf.objects.filter(index__gt=row.leaf).order_by("index")[:AT_ONCE])
            if not leaves:
                return told
            told += sum(_tell(Event.of(leaf)) for leaf in leaves)
            row.leaf = leaves[-1].index
            row.save(update_fields=["leaf"])


def _tell(event: Event) -> int:
    return sum(tell(news, members, besides=event.actor) for news, members in news_of(event))


@task()
@retrying(times=3)
def compare_verdicts() -> int:
    """Tell of verdicts that changed."""
    return verdicts.compare()


@task()
@retrying(times=TIMES, first=FIRST, most=MOST)
def deliver(delivery: int) -> None:
    """Send one notice over one channel."""
    row = waiting().filter(pk=delivery).first()
    if row is not None:
        send([row], row.channel, timezone.now(), last=row.tries + 1 >= TIMES)


@task()
@retrying(times=TIMES, first=FIRST, most=MOST)
def digest(member: int, channel: str, due: str) -> None:
    """Send everything that waits for one digest of a member as one message."""
    rows = waiting().filter(notice__member=member, channel=channel, digest=True, due_at=dt.datetime.fromisoformat(due))
    found: list[Delivery] = list(rows)
    if found:
        send(found, channel, timezone.now(), last=max(row.tries for row in found) + 1 >= TIMES)


@task()
@retrying(times=3)
def forget() -> int:
    """Forget notices of half a year ago."""
    gone: tuple[int, dict[str, Any]] = Notice.objects.filter(created_at__lt=timezone.now() - KEPT).delete()
    return gone[0]
