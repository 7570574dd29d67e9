"""Jobs run, are tried again, and are run by whoever is alive: in one process, with a clock of the test's own."""

from __future__ import annotations

import datetime as dt
import random
from pathlib import Path

import pytest
from django.db import transaction
from django.utils import timezone
from django_tasks import TaskResultStatus
from django_tasks_db.models import DBTaskResult

from tests.web.work import jobs
from trueup.web.work import claims
from trueup.web.work.models import Job
from trueup.web.work.queue import put
from trueup.web.work.tasks import prune
from trueup.web.work.worker import Lane

NOON = dt.datetime(2030, 5, 6, 12, tzinfo=dt.UTC)
pytestmark = pytest.mark.django_db(transaction=True)


class Clock:
    def __init__(self) -> None:
        self.now = NOON

    def __call__(self) -> dt.datetime:
        return self.now

    def pass_(self, seconds: float) -> None:
        self.now += dt.timedelta(seconds=seconds)


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def lane(clock: Clock) -> Lane:
    return Lane("lane", clock, random.Random(1))


def tries(file: Path) -> int:
    return len(file.read_text("utf-8").splitlines()) if file.exists() else 0


def test_a_job_runs_once_and_keeps_what_it_gave(tmp_path: Path, lane: Lane) -> None:
    made = put(jobs.note, file=str(tmp_path / "log"), line="a")
    assert lane.once()
    assert not lane.once()
    job = Job.objects.get(pk=made)
    assert (job.result.status, job.result.return_value, tries(tmp_path / "log")) == ("SUCCESSFUL", "a", 1)


def test_what_was_rolled_back_never_runs(tmp_path: Path, lane: Lane) -> None:
    with transaction.atomic():
        put(jobs.note, file=str(tmp_path / "log"), line="a")
        transaction.set_rollback(True)
    assert not lane.once()
    assert Job.objects.count() == 0


def test_a_failed_job_is_tried_again_after_a_wait_that_doubles(tmp_path: Path, lane: Lane, clock: Clock) -> None:
    log = tmp_path / "log"
    made = put(jobs.fail, file=str(log), times=3)
    waits = []
    for done in (1, 2, 3):
        assert lane.once()
        assert tries(log) == done
        job = Job.objects.get(pk=made)
        assert job.result.status == TaskResultStatus.READY
        waits.append((job.result.run_after - clock.now).total_seconds())
        assert not lane.once(), "it is not yet due"
        clock.pass_(waits[-1])
    assert lane.once()
    assert Job.objects.get(pk=made).result.return_value == "well"
    bounds = ((5, 10), (10, 20), (15, 30))
    assert all(low <= wait <= high for wait, (low, high) in zip(waits, bounds, strict=True)), waits
    assert waits[0] not in (5, 10), "no jitter"


def test_a_job_is_tried_no_more_often_than_it_may(tmp_path: Path, lane: Lane, clock: Clock) -> None:
    made = put(jobs.fail, file=str(tmp_path / "log"), times=99)
    for _ in range(10):
        lane.once()
        clock.pass_(60)
    job = Job.objects.get(pk=made)
    assert (job.result.status, tries(tmp_path / "log")) == ("FAILED", 4)
    assert "hunter22" not in job.reason + job.result.traceback
    assert "ConnectionError" in job.reason


def test_a_permanent_error_is_not_tried_again_and_says_why(
    tmp_path: Path, lane: Lane, clock: Clock, caplog: pytest.LogCaptureFixture
) -> None:
    made = put(jobs.wrong, file=str(tmp_path / "log"))
    for _ in range(3):
        lane.once()
        clock.pass_(4000)
    job = Job.objects.get(pk=made)
    assert (job.result.status, tries(tmp_path / "log")) == ("FAILED", 1)
    assert "write its name" in job.reason
    assert "hunter22" not in job.reason + job.result.traceback + caplog.text


def test_of_a_key_one_job_waits_but_one_that_runs_does_not_count(tmp_path: Path, clock: Clock) -> None:
    arguments = {"file": str(tmp_path / "log"), "line": "a"}
    first = put(jobs.note, key="k", **arguments)
    assert put(jobs.note, key="k", **arguments) == first
    claims.claim("somebody", clock.now)
    assert put(jobs.note, key="k", **arguments) != first
    assert Job.objects.count() == 2


def test_a_job_knows_whose_it_is(tmp_path: Path) -> None:
    made = jobs.note_of.enqueue(file=str(tmp_path / "log"), line="a", book="northwind").id
    assert Job.objects.get(pk=made).book == "northwind"


def test_a_job_whose_worker_is_not_heard_of_is_taken_again_and_cannot_end_twice(
    tmp_path: Path, lane: Lane, clock: Clock
) -> None:
    put(jobs.note, file=str(tmp_path / "log"), line="a")
    lost = claims.claim("sleeper", clock.now)
    assert lost is not None
    assert not lane.once(), "its lease is not over"
    clock.pass_(claims.LEASE.total_seconds() + 1)
    assert lane.once()
    assert not claims.succeed(lost, "sleeper", clock.now, "late"), "the sleeper woke up too late"
    assert Job.objects.get(pk=lost.pk).result.return_value == "a"
    assert Job.objects.get(pk=lost.pk).deaths == 1


def test_a_heartbeat_keeps_a_long_job(tmp_path: Path, lane: Lane, clock: Clock) -> None:
    put(jobs.note, file=str(tmp_path / "log"), line="a")
    slow = Lane("slow", clock)
    slow.running = claims.claim("slow", clock.now)
    for _ in range(4):
        clock.pass_(claims.LEASE.total_seconds() / 2)
        slow.beat()
        assert not lane.once()


def test_a_job_that_kills_its_workers_is_given_up(tmp_path: Path, lane: Lane, clock: Clock) -> None:
    made = put(jobs.note, file=str(tmp_path / "log"), line="a")
    for number in range(claims.DEATHS):
        assert claims.claim(f"victim {number}", clock.now) is not None
        clock.pass_(claims.LEASE.total_seconds() + 1)
        claims.recover(clock.now)
    assert not lane.once()
    job = Job.objects.get(pk=made)
    assert job.result.status == "FAILED"
    assert f"{claims.DEATHS} workers died" in job.reason


def test_a_job_that_needs_too_much_of_its_task_fails_and_the_next_one_runs(tmp_path: Path, lane: Lane) -> None:
    bad = put(jobs.note, nonsense=1)
    put(jobs.note, file=str(tmp_path / "log"), line="a")
    assert lane.once()
    assert lane.once()
    assert Job.objects.get(pk=bad).result.status == "FAILED"
    assert tries(tmp_path / "log") == 1


def test_old_results_are_forgotten_and_young_ones_kept(tmp_path: Path, lane: Lane) -> None:
    def done(age: dt.timedelta, book: str, status: str = "SUCCESSFUL") -> str:
        made = put(jobs.note_of, file=str(tmp_path / "log"), line="a", book=book)
        DBTaskResult.objects.filter(pk=made).update(status=status, finished_at=timezone.now() - age)
        return made

    day = dt.timedelta(days=1)
    kept = {done(2 * day, "northwind"), done(day / 2, ""), done(20 * day, "northwind", "FAILED")}
    gone = {done(8 * day, "northwind"), done(2 * day, ""), done(90 * day, "northwind", "FAILED")}
    waits = put(jobs.note, file=str(tmp_path / "log"), line="b")
    prune.call()
    left = {str(each) for each in Job.objects.values_list("pk", flat=True)}
    assert left == kept | {waits}
    assert not left & gone
