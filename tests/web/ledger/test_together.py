"""Many processes at once, and processes that are killed: the log stays one, dense and whole."""

from __future__ import annotations

import random
import time
from pathlib import Path

import pytest

from tests.web.ledger.check import check
from tests.web.ledger.writer import start

Server = dict[str, str]


def test_processes_that_append_at_once_get_a_dense_log(server: Server) -> None:
    home = Path(server["TRUEUP_HOME"])
    writers = [start(home, 25, f"writer-{number}", server) for number in range(4)]
    acknowledged = [int(line) for each in writers for line in each.communicate()[0].split()]
    assert [each.returncode for each in writers] == [0] * 4
    found = check(home, server)
    assert sorted(acknowledged) == found["indices"] == list(range(100))
    assert found["payloads"] == 100
    assert found["root"] == found["derived"]
    assert found["differences"] == []


@pytest.mark.faults
def test_a_killed_process_loses_nothing_that_it_acknowledged(server: Server) -> None:
    home, chance, acknowledged = Path(server["TRUEUP_HOME"]), random.Random(11), set()
    for number in range(3):
        writers = [start(home, 0, f"round-{number}-{each}", server) for each in "ab"]
        first = [each.stdout.readline() for each in writers if each.stdout]
        time.sleep(chance.random() / 2)
        for each in writers:
            each.kill()
        rest = [each.communicate()[0] for each in writers]
        lines = "".join((*first, *rest)).splitlines(keepends=True)
        acknowledged |= {int(line) for line in lines if line.endswith("\n")}
    found = check(home, server)
    assert found["indices"] == list(range(found["size"]))
    assert acknowledged <= set(found["indices"])
    assert len(acknowledged) >= 8
    assert found["root"] == found["derived"]
    assert found["differences"] == []
