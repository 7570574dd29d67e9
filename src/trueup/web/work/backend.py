"""The queue as django-tasks sees it: a task put into it is a result and a job, both or neither."""

from __future__ import annotations

import inspect
import threading
from typing import Any

from django.db import transaction
from django_tasks_db import DatabaseBackend

woken = threading.Event()
"""Set when something was put into the queue in this process, so that its worker need not wait for its next look."""


class Queue(DatabaseBackend):
    """Database backend of django-tasks-db, whose every result has a `Job` beside it.

    A task is put within the caller's transaction: a job of something rolled back never runs. The argument `book`, where
    there is one, says whose job it is.
    """

    def _task_to_db_task(self, task: Any, args: Any, kwargs: Any) -> Any:
        from trueup.web.work.models import Job

        with transaction.atomic():
            result = super()._task_to_db_task(task, args, kwargs)
            Job.objects.create(result=result, book=_book_of(task, args, kwargs))
        transaction.on_commit(woken.set)
        return result


def _book_of(task: Any, args: Any, kwargs: Any) -> str:
    """The argument `book`, however it was given; a task with wrong arguments fails when it runs."""
    given = (None, *args) if task.takes_context else args
    try:
        return str(inspect.signature(task.func).bind(*given, **kwargs).arguments.get("book", ""))[:100]
    except TypeError:
        return str(kwargs.get("book", ""))[:100]
