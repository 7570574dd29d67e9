"""Sending in the background: one notice, or a digest."""

from __future__ import annotations

import datetime as dt

from django.utils import timezone
from django_tasks import task

from trueup.web.notices.models import Delivery
from trueup.web.notices.sending import send, waiting
from trueup.web.work.retrying import retrying

TIMES = 10
FIRST, MOST = dt.timedelta(seconds=30), dt.timedelta(hours=6)


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
