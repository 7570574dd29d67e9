"""The queue's own housekeeping."""

from __future__ import annotations

import datetime as dt

from django.utils import timezone
from django_tasks import TaskResultStatus, task
from django_tasks_db.models import DBTaskResult

from trueup.web.work.models import Worker
from trueup.web.work.retrying import retrying

KEPT = {TaskResultStatus.SUCCESSFUL: dt.timedelta(days=7), TaskResultStatus.FAILED: dt.timedelta(days=60)}
OWN = dt.timedelta(days=1)
GONE = dt.timedelta(hours=1)


@task()
@retrying(times=3)
def prune() -> int:
    """Forget jobs that succeeded a week ago (the server's own: a day) or failed two months ago, and lost workers."""
    now, done = timezone.now(), DBTaskResult.objects.filter(status=TaskResultStatus.SUCCESSFUL)
    pruned = done.filter(job__book="", finished_at__lt=now - OWN).delete()[0]
    for status, age in KEPT.items():
        pruned += DBTaskResult.objects.filter(status=status, finished_at__lt=now - age).delete()[0]
    Worker.objects.filter(seen_at__lt=now - GONE).delete()
    return pruned
