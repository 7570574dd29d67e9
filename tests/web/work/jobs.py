"""Real tasks that the tests put into the queue; what ran is written to a file, so that processes can be compared."""

from __future__ import annotations

import datetime as dt
import os
import time
from pathlib import Path

from django_tasks import task

from trueup.vocabulary import SourceError
from trueup.web.work.retrying import retrying
from trueup.web.work.worker import progress


def _note(file: str, line: str) -> None:
    descriptor = os.open(file, os.O_WRONLY | os.O_APPEND | os.O_CREAT)
    os.write(descriptor, f"{line}\n".encode())
    os.close(descriptor)


@task()
def note(file: str, line: str) -> str:
    _note(file, line)
    return line


@task()
def note_of(file: str, line: str, book: str) -> None:
    _note(file, line)


@task()
@retrying(times=4, first=dt.timedelta(seconds=10), most=dt.timedelta(seconds=30))
def fail(file: str, times: int) -> str:
    """Fails so many times, then does not."""
    _note(file, "tried")
    if len(Path(file).read_text("utf-8").splitlines()) <= times:
        raise ConnectionError("postgresql://ana:hunter22@db/x is away")
    return "well"


class Wrong(SourceError):
    permanent = True


@task()
@retrying(times=4)
def wrong(file: str) -> None:
    _note(file, "tried")
    raise Wrong("postgresql://ana:hunter22@db/x is not a file", do="write its name")


@task()
def linger(file: str, seconds: float, line: str = "done") -> None:
    """Says that it began, takes its time, and says that it ended."""
    _note(file, "began")
    progress("lingering", 1, 2)
    time.sleep(seconds)
    _note(file, line)
