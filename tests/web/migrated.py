"""Databases of servers for processes of their own: what is migrated once is copied for each test."""

from __future__ import annotations

import os
import secrets
from pathlib import Path

from tests import forks


def around() -> dict[str, str]:
    """The environment but for its database: where the whole suite runs on PostgreSQL, SQLite must not be told of it."""
    return {name: value for name, value in os.environ.items() if name != "DATABASE_URL"}


def of_server(home: Path, url: str | None = None) -> dict[str, str]:
    """What the environment says of a server; without `url` its database is a file in its home."""
    made = {"TRUEUP_HOME": str(home), "DJANGO_SETTINGS_MODULE": "trueup.web.settings"}
    return made if url is None else {**made, "DATABASE_URL": url}


def migrate(home: Path, url: str | None = None) -> None:
    """Bring a new database to the newest state."""
    done = forks.run("django", "migrate", "-v0", "--skip-checks", env={**around(), **of_server(home, url)})
    assert done.returncode == 0, done.stderr


def new_database(url: str, *, copied: bool = False) -> str:
    """The URL of an empty database on the same PostgreSQL server; or of a copy of the one that `url` names."""
    import psycopg

    place, _, like = url.rpartition("/")
    name = f"trueup_{secrets.token_hex(4)}"
    with psycopg.connect(f"{place}/template1", autocommit=True) as server:
        server.execute(f'CREATE DATABASE "{name}" TEMPLATE "{like if copied else "template1"}"'.encode())
    return f"{place}/{name}"
