"""A server's database and its workers as real processes: they can be killed, and there can be several."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from tests import forks
from tests.conftest import ROOT

WORK = """
import django, sys, time
django.setup()
from trueup.web.work import claims, worker
import datetime as dt
claims.LEASE, claims.BEAT = dt.timedelta(seconds=2), dt.timedelta(seconds=0.5)
worker.LOOK = worker.PATIENCE = 0.2
handle = worker.start(lanes=int(sys.argv[1]))
print("works", flush=True)
sys.stdin.readline()
handle.stop()
"""


@dataclass
class Server:
    """A database of its own, migrated; `run` executes Python in a process that uses it."""

    home: Path
    url: str
    processes: list[subprocess.Popen[str]] = field(default_factory=list)

    @property
    def environment(self) -> dict[str, str]:
        own = {"TRUEUP_HOME": str(self.home), "DATABASE_URL": self.url, "DJANGO_SETTINGS_MODULE": "tests.web.settings"}
        return os.environ | own | {"PYTHONPATH": os.pathsep.join([str(ROOT / "src"), str(ROOT)])}

    def run(self, code: str, *arguments: str) -> str:
        done = forks.run("tests.web.work.code", code, *arguments, env=self.environment)
        assert done.returncode == 0, done.stderr
        return done.stdout.strip()

    def worker(self, lanes: int = 1) -> subprocess.Popen[str]:
        process = subprocess.Popen(
            [sys.executable, "-c", WORK, str(lanes)],
            env=self.environment, cwd=ROOT, text=True, stdin=subprocess.PIPE, stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
        )  # fmt: skip
        self.processes.append(process)
        assert process.stdout is not None
        assert process.stdout.readline() == "works\n", process.communicate()[1]
        return process

    def stop(self) -> None:
        for process in self.processes:
            if process.poll() is None:
                process.communicate("stop\n", timeout=60)


def until(what: Callable[[], bool], seconds: float = 180) -> None:
    """Wait for something; a test that waits in vain fails."""
    for _ in range(int(seconds / 0.1)):
        if what():
            return
        time.sleep(0.1)
    pytest.fail("what was waited for did not happen")
