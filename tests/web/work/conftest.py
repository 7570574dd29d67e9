"""A server on each database. What is migrated once is copied for each test."""

from __future__ import annotations

import secrets
import shutil
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from tests.web.work.server import Server, migrate

TEMPLATE = "work_template"


@pytest.fixture(scope="session")
def sqlite_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The home of a server with a migrated SQLite database."""
    home = tmp_path_factory.mktemp("template") / "home"
    migrate(Server(home, f"sqlite:///{home / 'trueup.sqlite3'}"))
    return home


@pytest.fixture(scope="session")
def postgres_template(postgres_url: str, tmp_path_factory: pytest.TempPathFactory) -> str:
    """The URL of a PostgreSQL server with a migrated database that is only copied."""
    ask(postgres_url, f"CREATE DATABASE {TEMPLATE}")
    migrate(Server(tmp_path_factory.mktemp("template") / "home", database_url(postgres_url, TEMPLATE)))
    return postgres_url


@pytest.fixture(params=["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)])
def server(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Server]:
    """A server with a fresh database."""
    made = (on_sqlite if request.param == "sqlite" else on_postgres)(request, tmp_path / "home")
    try:
        yield made
    finally:
        made.stop()


def on_sqlite(request: pytest.FixtureRequest, home: Path) -> Server:
    shutil.copytree(request.getfixturevalue("sqlite_template"), home)
    return Server(home, f"sqlite:///{home / 'trueup.sqlite3'}")


def on_postgres(request: pytest.FixtureRequest, home: Path) -> Server:
    url, name = request.getfixturevalue("postgres_template"), f"work_{secrets.token_hex(4)}"
    ask(url, f"CREATE DATABASE {name} TEMPLATE {TEMPLATE}")
    home.mkdir()
    return Server(home, database_url(url, name))


def database_url(url: str, name: str) -> str:
    """The URL of another database of the same server."""
    return f"{url.rsplit('/', 1)[0]}/{name}"


def ask(url: str, statement: str) -> None:
    """Execute one statement outside of a transaction."""
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute(statement.encode())
