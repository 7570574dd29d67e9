"""Put a job into the queue: at once or later, and of a key one at a time."""

from __future__ import annotations

import datetime as dt
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction
from django_tasks.base import Task

from trueup.web.work.models import Job, Schedule


def put(
    task: Task[..., Any],
    *,
    about: str = "",
    key: str | None = None,
    after: dt.datetime | None = None,
    schedule: Schedule | None = None,
    **arguments: Any,
) -> str:
    """Put a task into the queue within the caller's transaction; return the job's id.

    Jobs run at least once, so they must be idempotent. `about` says to people what the job is about; the argument
    `book`, where there is one, whose it is. Of a `key` one job waits: while it does, putting it again gives that one,
    which cannot begin before the caller's transaction ends, so it sees what the caller changed.
    """
    if key is None:
        return _new(task, about, None, after, schedule, arguments)
    for last in (False, False, True):
        waiting = Job.objects.select_for_update().filter(key=key) if _in_transaction() else Job.objects.filter(key=key)
        found = waiting.first()
        if found is not None:
            return str(found.pk)
        try:
            with transaction.atomic():
                return _new(task, about, key, after, schedule, arguments)
        except IntegrityError:  # another process was faster: its job is found now, or has already begun
            if last:
                raise
    raise AssertionError("unreachable")


def _in_transaction() -> bool:
    return bool(transaction.get_connection().in_atomic_block)


def _new(
    task: Task[..., Any],
    about: str,
    key: str | None,
    after: dt.datetime | None,
    schedule: Schedule | None,
    arguments: dict[str, Any],
) -> str:
    with transaction.atomic():
        made = UUID(task.using(run_after=after).enqueue(**arguments).id)
        Job.objects.filter(pk=made).update(about=about[:300], key=key, schedule=schedule)
    return str(made)
