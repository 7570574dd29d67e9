"""A log to try things on."""

from __future__ import annotations

import datetime as dt
import shutil
from collections.abc import Callable
from hashlib import sha256
from pathlib import Path

import pytest
from pytest_django import Settings

from tests.web.migrated import new_database, of_server
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
    home = tmp_path / "home"
    if request.param == "postgresql":
        return of_server(home, new_database(request.getfixturevalue("migrated_database"), copied=True))
    shutil.copytree(request.getfixturevalue("migrated_home"), home)
    return of_server(home)
