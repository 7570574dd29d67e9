"""The worker: takes jobs, runs them, tries again what failed, and outlives a database that goes away.

handle = start()      # in the default process; several processes may
handle.stop()
"""

from __future__ import annotations

import datetime as dt
import logging
import os
import random
import secrets
import socket
import threading
from collections.abc import Callable
from contextvars import ContextVar
from traceback import format_exception
from typing import Any

from django.db import DatabaseError, InterfaceError, close_old_connections, connection
from django.utils import timezone, translation
from django_tasks import TaskContext
from django_tasks.utils import normalize_json

from trueup.web.work import claims, schedules
from trueup.web.work.backend import woken
from trueup.web.work.masking import masked
from trueup.web.work.models import Job, Worker
from trueup.web.work.retrying import ONCE, policy_of

logger = logging.getLogger("trueup.work")
Clock = Callable[[], dt.datetime]
LOOK = 1.0
"""Seconds between two looks at the queue, where nothing wakes the worker before."""
PATIENCE = 30.0
"""At most so many seconds between two tries to reach a database that is away."""

_current: ContextVar[Job | None] = ContextVar("job", default=None)


def progress(doing: str, done: int | None = None, total: int | None = None) -> None:
    """Say how far the job that runs here is; outside of a job it says it to nobody."""
    job = _current.get()
    if job is not None:
        Job.objects.filter(pk=job.pk, worker=job.worker).update(doing=masked(doing)[:300], done=done, total=total)


class Lane:
    """Runs one job after the other under a name of its own."""

    def __init__(self, name: str, clock: Clock = timezone.now, chance: random.Random | None = None) -> None:
        self.name, self.clock = name, clock
        self.running: Job | None = None
        self.chance = chance or random.Random(secrets.randbits(64))  # noqa: S311 (spreads load, keeps no secret)

    def once(self) -> bool:
        """Fire what is due, put back what was lost, run one job; whether there was one."""
        now = self.clock()
        schedules.fire_due(now)
        claims.recover(now)
        job = claims.claim(self.name, now)
        if job is not None:
            self._run(job)
        return job is not None

    def _run(self, job: Job) -> None:
        policy = ONCE
        token, self.running = _current.set(job), job
        try:
            task = job.result.task
            policy = policy_of(task.func)
            with translation.override(None):
                value = _call(job, task)
        except BaseException as error:
            said = claims.reason_of(error) if claims.is_told(error) else masked("".join(format_exception(error)))
            logger.warning("job %s (%s) failed: %s", job.pk, job.result.task_path, said)
            claims.fail(job, self.name, self.clock(), error, policy, self.chance)
        else:
            claims.succeed(job, self.name, self.clock(), value)
        finally:
            self.running = None
            _current.reset(token)

    def beat(self) -> None:
        """Keep the job that runs: called from another thread."""
        job = self.running
        if job is not None:
            claims.keep(job, self.name, self.clock())


def _call(job: Job, task: Any) -> Any:
    """Run the task; return what it gives, as JSON keeps it."""
    result: Any = job.result.task_result
    first = (TaskContext(task_result=result),) if task.takes_context else ()
    return normalize_json(task.call(*first, *result.args, **result.kwargs))


class Handle:
    """A worker that runs in threads of this process."""

    def __init__(self, lanes: int, clock: Clock) -> None:
        self.name = f"{socket.gethostname()[:24]}-{os.getpid()}-{secrets.token_hex(4)}"
        self.clock = clock
        self._stopping = threading.Event()
        self._lanes = [Lane(f"{self.name}-{number}", clock) for number in range(lanes)]
        self._threads = [threading.Thread(target=self._work, args=(lane,), name=lane.name) for lane in self._lanes]
        self._heart = threading.Thread(target=self._beat, name=f"{self.name}-heart")
        for thread in (*self._threads, self._heart):
            thread.daemon = True
            thread.start()

    def stop(self, seconds: float = 20.0) -> bool:
        """Let the jobs that run end, for so long; what has not ended then is put back for the next worker.

        Whether all have ended: where not, their threads still use what the process has open.
        """
        self._stopping.set()
        woken.set()
        until = timezone.now() + dt.timedelta(seconds=seconds)
        for thread in (*self._threads, self._heart):
            thread.join(max(0.0, (until - timezone.now()).total_seconds()))
        for lane in self._lanes:
            claims.give_back(lane.name)
        Worker.objects.filter(name=self.name).delete()
        return not any(thread.is_alive() for thread in self._threads)

    @property
    def alive(self) -> bool:
        """Whether it works."""
        return all(thread.is_alive() for thread in self._threads)

    def _work(self, lane: Lane) -> None:
        self._outlive(lambda: schedules.keep_standing(self.clock()))
        while not self._stopping.is_set():
            woken.clear()
            if not self._outlive(lane.once) and not self._stopping.is_set():
                woken.wait(LOOK)
        connection.close()

    def _beat(self) -> None:
        while not self._stopping.is_set():
            self._outlive(self._seen)
            self._stopping.wait(claims.BEAT.total_seconds())
        connection.close()

    def _seen(self) -> None:
        now = self.clock()
        for lane in self._lanes:
            lane.beat()
        born = {"started_at": now, "seen_at": now}
        Worker.objects.update_or_create(name=self.name, defaults={"seen_at": now}, create_defaults=born)

    def _outlive(self, step: Callable[[], Any]) -> Any:
        """Do a step; a database that is away is waited for, longer and longer; any other mistake is logged."""
        wait = 0.5
        while not self._stopping.is_set():
            try:
                close_old_connections()
                return step()
            except (DatabaseError, InterfaceError) as away:
                logger.warning("the database does not answer, next try in %.1f s: %s", wait, masked(str(away)))
                connection.close()
            except Exception:
                logger.exception("the worker made a mistake, next try in %.1f s", wait)
            self._stopping.wait(wait)
            wait = min(PATIENCE, wait * 2)
        return None


def start(*, lanes: int = 2, clock: Clock = timezone.now) -> Handle:
    """Start a worker in this process, running up to `lanes` jobs at a time; its handle stops it."""
    return Handle(lanes, clock)
