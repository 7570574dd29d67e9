"""The background work of one's books, for programs."""

# No `from __future__ import annotations` here: the library reads the annotations of paged functions from elsewhere.

import datetime as dt
from typing import Annotated, Literal
from uuid import UUID

from ninja import Query, Router, Schema, Status
from ninja.pagination import paginate

from trueup.web.given import LocalTime
from trueup.web.parties.access import ActorRequest
from trueup.web.work import actions, queries
from trueup.web.work.queries import JobRow

router = Router()
OWN = {"x-scope": "admin"}
States = Literal["running", "waiting", "failed", "done"]


class ScheduleRead(Schema):
    """Something that is done again and again."""

    name: str
    task: str
    book: str
    about: str
    every: dt.timedelta | None
    at: LocalTime | None
    weekday: int | None
    zone: str
    next_at: dt.datetime | None


class WorkerRead(Schema):
    """Whether anybody works."""

    alive: bool
    seen_at: dt.datetime | None


@router.get("/work", response=WorkerRead, summary="Whether the worker is alive")
def work(request: ActorRequest) -> queries.Work:
    """When a worker was last seen."""
    return queries.work(request.actor)


@router.get("/work/jobs", response=list[JobRow], summary="Jobs")
@paginate(key=("-enqueued_at", "id"))
def jobs(
    request: ActorRequest, state: Annotated[States | None, Query(description="only those in a state")] = None
) -> list[JobRow]:
    """The latest jobs of the books whose customer one is."""
    found = queries.work(request.actor)
    every = {"running": found.running, "waiting": found.waiting, "failed": found.failed, "done": found.done}
    return [row for name, rows in every.items() if state in (None, name) for row in rows]


@router.get("/work/schedules", response=list[ScheduleRead], summary="Schedules")
@paginate(key=("name",))
def schedules(request: ActorRequest) -> tuple[object, ...]:
    """What is done again and again for one's books."""
    return queries.work(request.actor).schedules


@router.post("/work/jobs/{uuid:job}/retry", response={204: None}, summary="Try a job again", openapi_extra=OWN)
def retry(request: ActorRequest, job: UUID) -> Status[None]:
    """Try a failed job again, or one that waits for its next try at once."""
    actions.retry(request.actor, job)
    return Status(204, None)


@router.post("/work/jobs/{uuid:job}/cancel", response={204: None}, summary="Cancel a job", openapi_extra=OWN)
def cancel(request: ActorRequest, job: UUID) -> Status[None]:
    """A job that waits is not run."""
    actions.cancel(request.actor, job)
    return Status(204, None)
