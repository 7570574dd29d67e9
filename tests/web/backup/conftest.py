"""A server with a book, on SQLite and on PostgreSQL, and the command line."""

from __future__ import annotations

import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from tests import forks
from tests.web.ledger.conftest import server
from tests.web.migrated import around

__all__ = ["server"]
Run = Callable[..., subprocess.CompletedProcess[str]]


@pytest.fixture
def trueup(server: dict[str, str]) -> Run:
    """Runs a command in a process of its own, on the server of the test."""

    def run(*words: str | Path, **more: str) -> subprocess.CompletedProcess[str]:
        environment = {**around(), **server, "TRUEUP_BACKUP_PASSPHRASE": "correct horse", **more}
        return forks.run("trueup", *words, env=environment)

    return run
