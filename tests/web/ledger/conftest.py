"""A log to try things on."""

from __future__ import annotations

import datetime as dt
import secrets
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


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.postgres)])
def server(request: pytest.FixtureRequest, tmp_path: Path) -> dict[str, str]:
    """The environment of a server of its own with an empty database, for processes of their own."""
    made = {"TRUEUP_HOME": str(tmp_path / "home"), "DJANGO_SETTINGS_MODULE": "trueup.web.settings"}
    if request.param == "postgresql":
        made["DATABASE_URL"] = new_database(request.getfixturevalue("postgres_url"))
    subprocess.run([sys.executable, "-m", "django", "migrate", "-v0"], env={**around(), **made}, check=True, cwd=ROOT)
    return made


def new_database(url: str) -> str:
    """The URL of an empty database on the same PostgreSQL server."""
    import psycopg

    name = f"trueup_{secrets.token_hex(4)}"
    with psycopg.connect(url, autocommit=True) as server:
        server.execute(f'CREATE DATABASE "{name}"')
    return url.rsplit("/", 1)[0] + f"/{name}"
