"""A server on each database. What is migrated once is copied for each test."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.web.migrated import new_database
from tests.web.work.server import Server


@pytest.fixture(params=["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)])
def server(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Server]:
    """A server with a fresh database."""
    made = (on_sqlite if request.param == "sqlite" else on_postgres)(request, tmp_path / "home")
    try:
        yield made
    finally:
        made.stop()


def on_sqlite(request: pytest.FixtureRequest, home: Path) -> Server:
    shutil.copytree(request.getfixturevalue("migrated_home"), home)
    return Server(home, f"sqlite:///{home / 'trueup.sqlite3'}")


def on_postgres(request: pytest.FixtureRequest, home: Path) -> Server:
    home.mkdir()
    return Server(home, new_database(request.getfixturevalue("migrated_database"), copied=True))
