"""Workers that are real processes, on SQLite and PostgreSQL: several at once, killed, cut off from their database."""

from __future__ import annotations

import signal
import time
from pathlib import Path

import pytest

from tests.servers import Postgres
from tests.web.migrated import migrate
from tests.web.work.server import Server, until

PUT = """
from tests.web.work import jobs
from trueup.web.work.queue import put
for number in range(int(sys.argv[2])):
    put(jobs.note, file=sys.argv[1], line=str(number))
"""
UNFINISHED = """
from trueup.web.work.models import Job
ours = Job.objects.filter(result__task_path__startswith="tests.")  # the server has schedules of its own
print(ours.exclude(result__status="SUCCESSFUL").count())
"""
SCHEDULED = """
import datetime as dt
from django.utils import timezone
from trueup.web.work.models import Schedule
Schedule.objects.create(name="note", task="tests.web.work.jobs.note", arguments={"file": sys.argv[1], "line": "fired"},
                        every=dt.timedelta(hours=1), next_at=timezone.now())
"""
LINGER = """
from tests.web.work import jobs
from trueup.web.work.queue import put
put(jobs.linger, file=sys.argv[1], seconds=float(sys.argv[2]))
"""


def lines(file: Path) -> list[str]:
    return file.read_text("utf-8").splitlines() if file.exists() else []


def test_workers_at_once_run_each_job_once(server: Server, tmp_path: Path) -> None:
    log = tmp_path / "log"
    server.run(PUT, str(log), "60")
    for _ in range(3):
        server.worker(lanes=2)
    until(lambda: len(lines(log)) >= 60)
    until(lambda: server.run(UNFINISHED) == "0")
    assert sorted(map(int, lines(log))) == list(range(60))


def test_a_schedule_fires_once_across_processes(server: Server, tmp_path: Path) -> None:
    log = tmp_path / "log"
    for _ in range(3):
        server.worker()
    server.run(SCHEDULED, str(log))
    until(lambda: bool(lines(log)))
    server.run(PUT, str(log), "10")
    until(lambda: len(lines(log)) >= 11)
    assert lines(log).count("fired") == 1


@pytest.mark.faults
def test_the_job_of_a_killed_worker_is_taken_again(server: Server, tmp_path: Path) -> None:
    log = tmp_path / "log"
    victim = server.worker()
    server.run(LINGER, str(log), "3")
    until(lambda: lines(log) == ["began"])
    victim.send_signal(signal.SIGKILL)
    victim.wait(30)
    victim.communicate()
    assert lines(log) == ["began"]
    server.worker()
    until(lambda: lines(log) == ["began", "began", "done"])
    until(lambda: server.run(UNFINISHED) == "0")


@pytest.mark.postgres
@pytest.mark.faults
def test_a_worker_outlives_a_database_that_goes_away(mortal_postgres: Postgres, tmp_path: Path) -> None:
    """Stopped while one job runs: the worker waits, and does this job and the next when the database is back."""
    server, log = Server(tmp_path / "home", mortal_postgres.url), tmp_path / "log"
    migrate(server.home, server.url)
    try:
        worker = server.worker()
        server.run(LINGER, str(log), "2")
        until(lambda: lines(log) == ["began"])
        mortal_postgres.stop()
        until(lambda: "done" in lines(log))
        time.sleep(2)
        assert worker.poll() is None
        mortal_postgres.start()
        until(lambda: server.run(UNFINISHED) == "0")
        server.run(PUT, str(log), "3")
        until(lambda: sorted(lines(log)[-3:]) == ["0", "1", "2"])
        assert worker.poll() is None
    finally:
        server.stop()


def test_a_worker_that_stops_ends_its_job_first(server: Server, tmp_path: Path) -> None:
    log = tmp_path / "log"
    worker = server.worker()
    server.run(LINGER, str(log), "1.5")
    until(lambda: lines(log) == ["began"])
    worker.communicate("stop\n", timeout=60)
    assert lines(log) == ["began", "done"]
    assert server.run(UNFINISHED) == "0"
