"""A server with a book, on SQLite and on PostgreSQL, and the command line."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.web.ledger.conftest import migrated_database, migrated_home, new_database, server
from tests.web.ledger.writer import ROOT, around

__all__ = ["migrated_database", "migrated_home", "new_database", "server"]
Run = Callable[..., subprocess.CompletedProcess[str]]


@pytest.fixture
def trueup(server: dict[str, str]) -> Run:
    """Runs a command in a process of its own, on the server of the test."""

    def run(*words: str | Path, **more: str) -> subprocess.CompletedProcess[str]:
        environment = {**around(), **server, "TRUEUP_BACKUP_PASSPHRASE": "correct horse", **more}
        command = [sys.executable, "-m", "trueup", *map(str, words)]
        return subprocess.run(command, env=environment, cwd=ROOT, capture_output=True, text=True, check=False)

    return run
