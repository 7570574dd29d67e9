"""What the queue knows of its jobs beyond their results: whose they are, who runs them, when they repeat."""

from __future__ import annotations

from django.db import models
from django_tasks_db.models import DBTaskResult


class Schedule(models.Model):
    """A task that repeats: `every` so often, or daily at a local time (`at`, of `weekday` only where one is given)."""

    name = models.CharField(max_length=400, unique=True)
    task = models.CharField(max_length=200)  # the path of a task: trueup.web.sources.asking.load_on_schedule
    arguments = models.JSONField(default=dict)
    book = models.CharField(max_length=100, blank=True, db_index=True)  # slug; "" for the server's own
    about = models.CharField(max_length=300, blank=True)
    every = models.DurationField(null=True, blank=True)
    at = models.TimeField(null=True, blank=True)
    weekday = models.PositiveSmallIntegerField(null=True, blank=True)  # 0 is Monday
    zone = models.CharField(max_length=60, default="UTC")
    next_at = models.DateTimeField(null=True, db_index=True)  # null: paused
    last_at = models.DateTimeField(null=True)

    class Meta:
        """It repeats in one of two ways."""

        constraints = (
            models.CheckConstraint(
                condition=models.Q(every=None, at__isnull=False) | models.Q(at=None, every__isnull=False),
                name="schedule_repeats_one_way",
            ),
        )


class Job(models.Model):
    """One job of the queue. `result` (of django-tasks-db) has its task, arguments, status and times.

    `worker` runs it until `alive_until`, which its heartbeat moves; whoever finds that passed takes the job again.
    `key` is set while the job waits: of a key, one job waits.
    """

    result = models.OneToOneField(DBTaskResult, models.CASCADE, primary_key=True, related_name="job")
    book = models.CharField(max_length=100, blank=True, db_index=True)
    about = models.CharField(max_length=300, blank=True)
    key = models.CharField(max_length=300, unique=True, null=True)
    schedule = models.ForeignKey(Schedule, models.SET_NULL, null=True, related_name="jobs")
    tries = models.PositiveIntegerField(default=0)
    deaths = models.PositiveIntegerField(default=0)  # workers that died over it
    worker = models.CharField(max_length=64, blank=True)
    alive_until = models.DateTimeField(null=True, db_index=True)
    reason = models.TextField(blank=True)  # of the last failure, for people; secrets masked
    doing = models.CharField(max_length=300, blank=True)
    done = models.PositiveIntegerField(null=True)
    total = models.PositiveIntegerField(null=True)


class Worker(models.Model):
    """A process that takes jobs, and when it was last seen."""

    name = models.CharField(max_length=64, primary_key=True)
    started_at = models.DateTimeField()
    seen_at = models.DateTimeField()
