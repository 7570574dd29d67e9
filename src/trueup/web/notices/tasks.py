"""Telling in the background, and forgetting."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.db import transaction
from django.utils import timezone
from django_tasks import task

from trueup.web.ledger.models import Leaf
from trueup.web.notices import verdicts
from trueup.web.notices.events import Event, news_of
from trueup.web.notices.models import Notice, Told
from trueup.web.notices.tell import tell
from trueup.web.work.retrying import retrying

AT_ONCE = 200
"""How many leaves are told in one transaction."""
KEPT = dt.timedelta(days=180)


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
@retrying(times=3)
def forget() -> int:
    """Forget notices of half a year ago."""
    gone: tuple[int, dict[str, Any]] = Notice.objects.filter(created_at__lt=timezone.now() - KEPT).delete()
    return gone[0]
