"""Who runs which job: claimed by row lock, kept by a heartbeat, given back when the worker died or the job failed.

PostgreSQL skips rows that others have locked; on SQLite every transaction is IMMEDIATE, so claims come one after the
other. A worker that lost its claim (asleep past its lease) can no longer end the job: every end asks for the claim.
"""

from __future__ import annotations

import datetime as dt
import random
from traceback import format_exception
from typing import Any

from django.db import transaction
from django.db.models import Q, QuerySet
from django_tasks import TaskResultStatus
from django_tasks_db.models import DBTaskResult, get_date_max

from trueup.vocabulary import TrueupError
from trueup.web.work.masking import masked
from trueup.web.work.models import Job
from trueup.web.work.retrying import Retrying

LEASE = dt.timedelta(seconds=60)
BEAT = dt.timedelta(seconds=15)
DEATHS = 3
"""So many workers may die over a job before it is taken to be what kills them."""


class WorkerDied(TrueupError):
    """The worker of a job died, as often as it may."""


def waiting(now: dt.datetime) -> QuerySet[Job]:
    """Jobs that may begin, in their order."""
    due = Q(result__run_after=get_date_max()) | Q(result__run_after__lte=now)
    jobs = Job.objects.filter(due, result__status=TaskResultStatus.READY).select_related("result")
    return jobs.order_by("-result__priority", "result__enqueued_at")


def claim(worker: str, now: dt.datetime) -> Job | None:
    """Take the next job for `worker`, or None. The look before the lock keeps idle workers from locking."""
    if not waiting(now).exists():
        return None
    with transaction.atomic():
        job = waiting(now).select_for_update(skip_locked=True, of=("self", "result")).first()
        if job is None:
            return None
        job.key, job.worker, job.alive_until, job.tries = None, worker, now + LEASE, job.tries + 1
        job.doing, job.done, job.total = "", None, None
        job.save()
        result = job.result
        result.status, result.started_at = TaskResultStatus.RUNNING, now
        result.worker_ids = [*result.worker_ids, worker]
        result.save(update_fields=["status", "started_at", "worker_ids"])
    return job


def keep(job: Job, worker: str, now: dt.datetime) -> None:
    """The heartbeat: what `worker` runs stays its own for another lease."""
    Job.objects.filter(pk=job.pk, worker=worker).update(alive_until=now + LEASE)


def succeed(job: Job, worker: str, now: dt.datetime, value: Any) -> bool:
    """The job is done; False if it was no longer the worker's."""
    return _end(job, worker, {"status": TaskResultStatus.SUCCESSFUL, "finished_at": now, "return_value": value}, "")


def fail(
    job: Job, worker: str, now: dt.datetime, error: BaseException, policy: Retrying, chance: random.Random
) -> bool:
    """The job failed: it waits for its next try if it has one; False if it was no longer the worker's."""
    values: dict[str, Any] = {
        "exception_class_path": f"{type(error).__module__}.{type(error).__qualname__}",
        "traceback": masked("".join(format_exception(error))),
    }
    if policy.again(error, job.tries):
        after = now + policy.wait(job.tries, chance, error)
        values |= {"status": TaskResultStatus.READY, "run_after": after}
    else:
        values |= {"status": TaskResultStatus.FAILED, "finished_at": now}
    return _end(job, worker, values, reason_of(error))


def give_back(worker: str) -> None:
    """A worker that stops puts back what it could not end: it is nobody's failure."""
    with transaction.atomic():
        for job in _running().select_for_update(of=("self", "result")).filter(worker=worker):
            _again(job)


def recover(now: dt.datetime) -> int:
    """Put back the jobs whose worker died; return how many. A job that outlives none of its workers fails."""
    if not _running().filter(alive_until__lt=now).exists():
        return 0
    with transaction.atomic():
        lost = list(_running().select_for_update(skip_locked=True, of=("self", "result")).filter(alive_until__lt=now))
        for job in lost:
            job.deaths += 1
            if job.deaths < DEATHS:
                _again(job)
            else:
                _given_up(job, now)
    return len(lost)


def reason_of(error: BaseException) -> str:
    """What people read of an error: its own words where they were written for people, else only its type."""
    if is_told(error):
        return masked(str(error))[:2000]
    return f"an unexpected error ({type(error).__name__}): the server's log has the rest"


def is_told(error: BaseException) -> bool:
    """Whether an error's words were written for people."""
    return isinstance(error, TrueupError) or hasattr(error, "permanent")


def _running() -> QuerySet[Job]:
    return Job.objects.filter(result__status=TaskResultStatus.RUNNING).select_related("result")


def _end(job: Job, worker: str, values: dict[str, Any], reason: str) -> bool:
    with transaction.atomic():
        mine = _running().select_for_update(of=("self", "result")).filter(pk=job.pk, worker=worker).exists()
        if mine:
            DBTaskResult.objects.filter(pk=job.pk).update(**values)
            Job.objects.filter(pk=job.pk).update(worker="", alive_until=None, reason=reason)
    return mine


def _again(job: Job) -> None:
    DBTaskResult.objects.filter(pk=job.pk).update(status=TaskResultStatus.READY)
    job.worker, job.alive_until, job.tries = "", None, job.tries - 1
    job.save()


def _given_up(job: Job, now: dt.datetime) -> None:
    error = WorkerDied(f"{job.deaths} workers died over it", do="see the server's log, then try again")
    job.worker, job.alive_until, job.reason = "", None, reason_of(error)
    job.save()
    DBTaskResult.objects.filter(pk=job.pk).update(
        status=TaskResultStatus.FAILED,
        finished_at=now,
        exception_class_path=f"{__name__}.WorkerDied",
        traceback=str(error),
    )
