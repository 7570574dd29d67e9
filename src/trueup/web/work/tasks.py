"""The queue's own housekeeping."""

from __future__ import annotations

import datetime as dt

from django.utils import timezone
from django_tasks import TaskResultStatus, task
from django_tasks_db.models import DBTaskResult

from trueup.web.work.models import Worker
from trueup.web.work.retrying import retrying

KEPT = {TaskResultStatus.SUCCESSFUL: dt.timedelta(days=7), TaskResultStatus.FAILED: dt.timedelta(days=60)}
GONE = dt.timedelta(hours=1)


@task()
@retrying(times=3)
def prune() -> int:
    """Forget jobs that succeeded a week ago or failed two months ago, and workers not seen for an hour."""
    now, pruned = timezone.now(), 0
    for status, age in KEPT.items():
        pruned += DBTaskResult.objects.filter(status=status, finished_at__lt=now - age).delete()[0]
    Worker.objects.filter(seen_at__lt=now - GONE).delete()
    return pruned
