"""What people see of the queue: the jobs and schedules of the books whose customer they are."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from django.db.models import QuerySet
from django.utils import timezone
from django_tasks import TaskResultStatus
from django_tasks_db.models import get_date_max

from trueup.web.documents.models import Seat
from trueup.web.parties.access import Actor, require
from trueup.web.work.claims import BEAT
from trueup.web.work.models import Job, Schedule, Worker

SHOWN = 100
STATES = {
    TaskResultStatus.READY: "waiting",
    TaskResultStatus.RUNNING: "running",
    TaskResultStatus.FAILED: "failed",
    TaskResultStatus.SUCCESSFUL: "done",
}


@dataclass(frozen=True, slots=True)
class JobRow:
    """A job in a list. `next_at` is when it may begin, where that is not now; `tries` counts those made."""

    id: UUID
    book: str
    task: str
    about: str
    state: str
    enqueued_at: dt.datetime
    started_at: dt.datetime | None
    ended_at: dt.datetime | None
    next_at: dt.datetime | None
    tries: int
    reason: str
    doing: str
    done: int | None
    total: int | None
    may_own: bool


@dataclass(frozen=True, slots=True)
class Work:
    """The page: what runs, what waits, what failed, what was done, what repeats, and whether anybody works."""

    running: tuple[JobRow, ...]
    waiting: tuple[JobRow, ...]
    failed: tuple[JobRow, ...]
    done: tuple[JobRow, ...]
    schedules: tuple[Schedule, ...]
    seen_at: dt.datetime | None
    alive: bool


def work(actor: Actor | None) -> Work:
    """Everything about the background work of the actor's books."""
    rows = [_row(job, actor) for job in _jobs(actor).order_by("-result__enqueued_at")[:SHOWN]]
    seen = Worker.objects.order_by("-seen_at").values_list("seen_at", flat=True).first()
    return Work(
        running=_in_state(rows, "running"),
        waiting=_in_state(rows, "waiting"),
        failed=_in_state(rows, "failed"),
        done=_in_state(rows, "done"),
        schedules=tuple(Schedule.objects.filter(book__in=_mine(actor)).order_by("next_at")),
        seen_at=seen,
        alive=seen is not None and timezone.now() - seen < 3 * BEAT,
    )


def _in_state(rows: Iterable[JobRow], state: str) -> tuple[JobRow, ...]:
    return tuple(row for row in rows if row.state == state)


def _jobs(actor: Actor | None) -> QuerySet[Job]:
    """The jobs that an actor may know of."""
    return Job.objects.filter(book__in=_mine(actor)).select_related("result")


def _mine(actor: Actor | None) -> QuerySet[Seat, str]:
    party = require(actor).party
    return Seat.objects.filter(party_id=party, role="customer").values_list("book__slug", flat=True)


def _row(job: Job, actor: Actor | None) -> JobRow:
    result, now = job.result, timezone.now()
    later = result.run_after if now < result.run_after < get_date_max() else None
    return JobRow(
        id=job.pk,
        book=job.book,
        task=result.task_name,
        about=job.about,
        state=STATES[TaskResultStatus(result.status)],
        enqueued_at=result.enqueued_at,
        started_at=result.started_at,
        ended_at=result.finished_at,
        next_at=later,
        tries=job.tries,
        reason=job.reason,
        doing=job.doing,
        done=job.done,
        total=job.total,
        may_own=require(actor).is_at_least("owner"),
    )
