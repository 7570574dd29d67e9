"""A log to try things on."""

from __future__ import annotations

import datetime as dt
import secrets
import shutil
import subprocess
import sys
from collections.abc import Callable
from hashlib import sha256
from pathlib import Path

import pytest
from pytest_django import Settings

from tests.web.ledger.writer import ROOT, around
from trueup.web.ledger.acting import action, record

NOW = dt.datetime(2026, 11, 22, 9, 30, tzinfo=dt.UTC)


@action("test.note")
def note(text: str, at: dt.datetime = NOW, book: str = "northwind") -> int:
    """Record that somebody said something."""
    return record("version.proposed", digest_of(text), actor="acme/1", at=at, book=book, subject="agreement/claims")


def digest_of(text: str) -> str:
    """What a leaf holds of a text."""
    return sha256(text.encode()).hexdigest()


@pytest.fixture(autouse=True)
def home(tmp_path: Path, settings: Settings) -> Path:
    """A server with a home of its own: other keys, and no memory of what other tests signed."""
    settings.HOME = tmp_path
    return tmp_path


@pytest.fixture
def log_of(db: None) -> Callable[[int], list[int]]:
    """Appends so many leaves, and gives their indices."""

    def make(count: int) -> list[int]:
        return [note(f"said {number}") for number in range(count)]

    return make


@pytest.fixture(scope="session")
def migrated_home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The home of a server with an empty SQLite database: only to be copied."""
    home = tmp_path_factory.mktemp("migrated") / "home"
    _migrate(_environment(home))
    return home


@pytest.fixture(scope="session")
def migrated_database(postgres_url: str, tmp_path_factory: pytest.TempPathFactory) -> str:
    """The URL of a server's empty database on PostgreSQL: only to be copied."""
    url = new_database(postgres_url)
    _migrate(_environment(tmp_path_factory.mktemp("migrated") / "home", url))
    return url


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.postgres)])
def server(request: pytest.FixtureRequest, tmp_path: Path) -> dict[str, str]:
    """The environment of a server of its own with an empty database, for processes of their own."""
    home = tmp_path / "home"
    if request.param == "postgresql":
        return _environment(home, new_database(request.getfixturevalue("migrated_database"), copied=True))
    shutil.copytree(request.getfixturevalue("migrated_home"), home)
    return _environment(home)


def _environment(home: Path, url: str | None = None) -> dict[str, str]:
    made = {"TRUEUP_HOME": str(home), "DJANGO_SETTINGS_MODULE": "trueup.web.settings"}
    return made if url is None else {**made, "DATABASE_URL": url}


def _migrate(environment: dict[str, str]) -> None:
    command = [sys.executable, "-m", "django", "migrate", "-v0", "--skip-checks"]
    subprocess.run(command, env={**around(), **environment}, check=True, cwd=ROOT)


def new_database(url: str, *, copied: bool = False) -> str:
    """The URL of an empty database on the same PostgreSQL server; or of a copy of the one that `url` names."""
    import psycopg

    place, _, like = url.rpartition("/")
    name = f"trueup_{secrets.token_hex(4)}"
    with psycopg.connect(f"{place}/template1", autocommit=True) as server:
        server.execute(f'CREATE DATABASE "{name}" TEMPLATE "{like if copied else "template1"}"'.encode())
    return f"{place}/{name}"
