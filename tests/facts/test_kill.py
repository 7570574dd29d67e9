"""kill -9 at random moments: no acknowledged batch is lost, none doubled, none halved, and no reader ever fails."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.facts import crew
from tests.facts.test_derived import _check
from trueup.facts import FactStore

if TYPE_CHECKING:
    from collections.abc import Iterator

KILLS = int(os.environ.get("TRUEUP_TEST_KILLS", "200"))
SEED = int(os.environ.get("TRUEUP_TEST_SEED", "2"))
CREW = [("append", "a"), ("append", "b"), ("import", "c"), ("tidy", "d")]
ROOT = Path(__file__).resolve().parents[2]


class Nursery:
    """Forks workers on demand, in a process that has everything imported."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._process = subprocess.Popen(
            [sys.executable, "-m", "tests.facts.crew", str(folder)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            cwd=ROOT,
        )
        self.alive: dict[tuple[str, str], int] = {}

    def start(self, role: str, who: str) -> None:
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.write(f"{role} {who}\n")
        self._process.stdin.flush()
        self.alive[role, who] = int(self._process.stdout.readline())

    def kill(self, role: str, who: str) -> None:
        os.kill(self.alive.pop((role, who)), signal.SIGKILL)

    def failures(self) -> list[str]:
        return [f"{path.name}: {path.read_text()}" for path in self.folder.glob("failed-*")]

    def close(self) -> None:
        for role, who in list(self.alive):
            try:
                self.kill(role, who)
            except ProcessLookupError:  # it failed and said so in a file
                continue
        self._process.communicate()


@pytest.fixture
def nursery(tmp_path: Path) -> Iterator[Nursery]:
    opened = Nursery(tmp_path)
    yield opened
    if opened.alive:
        opened.close()


@pytest.mark.faults
def test_kill_nine_loses_nothing(nursery: Nursery, capsys: pytest.CaptureFixture[str]) -> None:
    chance = random.Random(SEED)
    nursery.start("read", "r")
    for role, who in CREW:
        nursery.start(role, who)
    for number in range(1, KILLS + 1):
        time.sleep(chance.uniform(0.0, 0.2))
        role, who = chance.choice(CREW)
        assert nursery.failures() == []
        nursery.kill(role, who)
        nursery.start(role, who)
        if number % 20 == 0:
            with capsys.disabled():
                done, looks = len(crew.acknowledged(nursery.folder)), crew.looks_at(nursery.folder)
                print(f"\n  {number}/{KILLS} kills, {done} batches acknowledged, {looks} looks", end="", flush=True)
    nursery.close()
    assert nursery.failures() == []
    _judge(nursery.folder)


def _judge(folder: Path) -> None:
    promised = crew.acknowledged(folder)
    assert len(promised) > KILLS, "the crew hardly worked"
    assert crew.looks_at(folder) > KILLS / 10, "the reader hardly looked"
    with FactStore.open(folder) as store:
        assert crew.inspect(store, promised) == []
        for key in promised[-20:]:
            assert store.append(crew.batch_of(key), key=key, source="crew", row_keys=_row_keys(key)).already
        store.compact(few=1)
        assert crew.inspect(store, promised) == []
        with store.snapshot() as snapshot:
            _check(snapshot)


def _row_keys(key: str) -> dict[str, list[str]] | None:
    return {"raw_claims": ["id"]} if key.startswith("import") else None
