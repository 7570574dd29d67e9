"""What repeats, and when next: so often, or at a time of day where people are."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import Any
from zoneinfo import ZoneInfo

from django.apps import apps
from django.db import transaction
from django.utils.module_loading import import_string
from django_tasks import TaskResultStatus

from trueup.web.work.models import Job, Schedule
from trueup.web.work.queue import put


def next_time(
    now: dt.datetime, *, every: dt.timedelta | None, at: dt.time | None, weekday: int | None, zone: str
) -> dt.datetime:
    """The first moment after `now` at which it is due again.

    Times that were missed are not made up for. A local time that a change of clocks skips is as long after the change
    as it would have been after the hour; one that comes twice counts the first time (PEP 495, fold=0).
    """
    if at is None:
        assert every is not None
        return now + every
    there = ZoneInfo(zone)
    today = now.astimezone(there).date()
    for days in range(-1, 9):
        day = today + dt.timedelta(days)
        moment = dt.datetime.combine(day, at, there).astimezone(dt.UTC)
        if moment > now and weekday in (None, day.weekday()):
            return moment
    raise AssertionError("eight days have every weekday")


def following(schedule: Schedule, now: dt.datetime) -> dt.datetime:
    """When a schedule is due after `now`."""
    return next_time(now, every=schedule.every, at=schedule.at, weekday=schedule.weekday, zone=schedule.zone)


def fire_due(now: dt.datetime) -> int:
    """Put a job for every schedule that is due; return how many. Each is claimed by its row: it fires once."""
    due = Schedule.objects.filter(next_at__lte=now)
    if not due.exists():
        return 0
    with transaction.atomic():
        claimed = list(due.select_for_update(skip_locked=True))
        for schedule in claimed:
            _fire(schedule, now)
    return len(claimed)


def _fire(schedule: Schedule, now: dt.datetime) -> None:
    """Put its job, unless its last one is still under way: then there is nothing to gain from another."""
    schedule.last_at, schedule.next_at = now, following(schedule, now)
    schedule.save(update_fields=["last_at", "next_at"])
    unfinished = (TaskResultStatus.READY, TaskResultStatus.RUNNING)
    if not Job.objects.filter(schedule=schedule, result__status__in=unfinished).exists():
        put(import_string(schedule.task), about=schedule.about, schedule=schedule, **schedule.arguments)


def keep_standing(now: dt.datetime) -> None:
    """Write down the schedules that the server's own parts ask for, and forget those that none asks for any more."""
    asked = dict(_standing())
    for name, (task, every) in asked.items():
        row, _ = Schedule.objects.get_or_create(name=name, defaults={"task": task, "every": every, "next_at": now})
        if (row.task, row.every) != (task, every):
            row.task, row.every, row.next_at = task, every, now
            row.save()
    Schedule.objects.filter(name__startswith="server.").exclude(name__in=asked).delete()


def _standing() -> Iterator[tuple[str, tuple[str, dt.timedelta]]]:
    """Each app may list `schedules`: (name, path of a task, how often)."""
    for config in apps.get_app_configs():
        listed: Any = getattr(config, "schedules", ())
        for name, task, every in listed:
            yield f"server.{name}", (task, every)
