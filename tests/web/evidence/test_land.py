"""A batch lands whole or not at all: killed servers, full disks, a database that is gone."""

from __future__ import annotations

import datetime as dt
import errno
import json
import shutil
import signal
import subprocess
from pathlib import Path

import pytest
from django.db import OperationalError

from tests import forks
from tests.web.evidence.test_report import known, rows, send
from tests.web.migrated import around
from trueup.facts import FactStore
from trueup.vocabulary import TrueupError
from trueup.web.evidence.actions import land
from trueup.web.evidence.models import Batch
from trueup.web.ledger.models import Leaf

NOW = dt.timedelta(0)


def of_october() -> list[float | None]:
    return [row.actual for row in known(corrected=True) if str(row.period).startswith("2026-10")]


def test_a_full_disk_stores_nothing_and_says_so(on_server, acting, monkeypatch) -> None:
    acme, leaves = acting("acme"), Leaf.objects.count()

    def full(*_: object, **__: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    with monkeypatch.context() as patched:
        patched.setattr(FactStore, "append", full)
        with pytest.raises(TrueupError, match="nothing was stored: the server cannot write") as refused:
            send(acme, rows())
    assert "free space" in (refused.value.do or "")
    assert (Batch.objects.count(), Leaf.objects.count(), of_october()) == (0, leaves, [])
    assert send(acme, rows()).rows == 1


def test_a_database_that_is_gone_loses_nothing(on_server, acting, monkeypatch) -> None:
    acme, leaves = acting("acme"), Leaf.objects.count()

    def gone(*_: object, **__: object) -> None:
        raise OperationalError("server closed the connection")

    with monkeypatch.context() as patched:
        patched.setattr(land, "record", gone)
        with pytest.raises(TrueupError, match="the rows are stored, their entry in the ledger is not yet"):
            send(acme, rows())
    assert of_october() == [212000.5]
    again = send(acme, rows())
    assert (again.rows, again.leaf) == (1, leaves)
    assert of_october() == [212000.5]


def test_reconcile_completes_what_landed_and_forgets_what_did_not(on_server, acting, monkeypatch) -> None:
    acme, leaves = acting("acme"), Leaf.objects.count()

    def gone(*_: object, **__: object) -> None:
        raise OperationalError("gone")

    with monkeypatch.context() as patched:
        patched.setattr(land, "record", gone)
        with pytest.raises(TrueupError):
            send(acme, rows())
    Batch.objects.create(
        book=on_server, key="evidence/acme/never", name="0" * 32, digest="0" * 64, table="observations", rows=1,
        how="api", recorded_at=Batch.objects.get().recorded_at,
    )  # fmt: skip
    assert land.reconcile("northwind") == 0, "a request may still be at work on it"
    assert land.reconcile("northwind", grace=NOW) == 1
    assert land.reconcile("northwind", grace=NOW) == 0
    assert [batch.leaf for batch in Batch.objects.all()] == [leaves]
    assert Leaf.objects.count() == leaves + 1
    assert of_october() == [212000.5]


def run(home: Path, what: str) -> subprocess.CompletedProcess[str]:
    environment = {**around(), "TRUEUP_HOME": str(home), "DJANGO_SETTINGS_MODULE": "tests.web.settings"}
    return forks.run("tests.web.evidence.server", what, env=environment)


@pytest.mark.faults
def test_a_server_killed_between_facts_and_ledger_is_completed(migrated_home: Path, tmp_path: Path) -> None:
    home = shutil.copytree(migrated_home, tmp_path / "home")
    made = run(home, "make")
    assert made.returncode == 0, made.stderr
    for moment in ("before facts", "after facts"):
        killed = run(home, f"killed {moment}")
        assert killed.returncode == -signal.SIGKILL, killed.stderr
    before = json.loads(run(home, "look").stdout)
    assert before == {"pending": 2, "landed": 0, "rows": [2.0], "leaves": 1}
    done = run(home, "reconcile")
    assert done.returncode == 0, done.stderr
    after = json.loads(run(home, "look").stdout)
    assert after == {"pending": 0, "landed": 1, "rows": [2.0], "leaves": 2}
    again = json.loads(run(home, "send after facts").stdout)
    assert (again["already"], again["rows"]) == (True, 1)
    assert json.loads(run(home, "look").stdout) == after
