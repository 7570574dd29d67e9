"""The database into one file and out of it: one consistent state, while others go on writing."""

from __future__ import annotations

import os
import shutil
import sqlite3
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import connection

from trueup.vocabulary import TrueupError

SQLITE, POSTGRES = "sqlite", "postgresql"
_FILE = {SQLITE: "database/trueup.sqlite3", POSTGRES: "database/trueup.pgdump"}


def kind() -> str:
    """Which database the server runs on."""
    return connection.vendor


def dump(folder: Path) -> None:
    """Write the database as it is at one moment into a file in `folder`. Raises TrueupError."""
    target = folder / _FILE[kind()]
    target.parent.mkdir(mode=0o700)
    if kind() == SQLITE:
        _copy(Path(_place()["NAME"]), target)
    else:
        _run("pg_dump", "--format=custom", "--no-owner", "--no-privileges", f"--file={target}")


def load(folder: Path, made_on: str) -> None:
    """Bring the database in `folder` to where the settings say it belongs; it must be empty there.

    Raises TrueupError when it is not, or when the backup was made on another kind of database.
    """
    if made_on != kind():
        raise TrueupError(
            f"the backup was made on {made_on}, and this server would run on {kind()}",
            where="DATABASE_URL",
            do="point it to an empty PostgreSQL database" if made_on == POSTGRES else "leave it unset",
        )
    if kind() == SQLITE:
        target = Path(_place()["NAME"])
        if target.exists():
            raise TrueupError("there is a database already", where=str(target), do="leave DATABASE_URL unset")
        (folder / _FILE[SQLITE]).replace(target)
        (folder / _FILE[SQLITE]).parent.rmdir()
        return
    if connection.introspection.table_names():
        raise TrueupError("the database is not empty", where="DATABASE_URL", do="make a new one for the restore")
    source = folder / _FILE[POSTGRES]
    _run("pg_restore", "--exit-on-error", "--single-transaction", "--no-owner", "--no-privileges", "-d", _url(), source)
    source.unlink()
    source.parent.rmdir()


@contextmanager
def emptied_on_failure() -> Iterator[None]:
    """Leave a PostgreSQL database as `load` found it: empty. SQLite's lies in the home, which is emptied anyway."""
    try:
        yield
    except BaseException:
        if kind() == POSTGRES:
            with connection.cursor() as cursor:
                for table in connection.introspection.table_names():
                    cursor.execute(f"DROP TABLE IF EXISTS {connection.ops.quote_name(table)} CASCADE")
        raise


def _copy(source: Path, target: Path) -> None:
    """SQLite's online backup, all pages in one step: a state between two transactions, however busy the writers."""
    if not source.exists():
        raise TrueupError("there is no database", where=str(source), do="set TRUEUP_HOME to the server's folder")
    old, new = sqlite3.connect(source, timeout=60), sqlite3.connect(target)
    try:
        old.backup(new)
        new.execute("PRAGMA journal_mode=DELETE")  # one file, without a log beside it
        (found,) = new.execute("PRAGMA integrity_check").fetchone()
    finally:
        new.close()
        old.close()
    if found != "ok":
        raise TrueupError(f"the database is damaged: {found}", where=str(source), do="restore an earlier backup")


def _run(program: str, *arguments: str | Path) -> None:
    found = shutil.which(program)
    if found is None:
        raise TrueupError(f"{program} is not installed", do="install PostgreSQL's client programs")
    environment = {**os.environ, "PGPASSWORD": str(_place()["PASSWORD"])}
    target = [] if program == "pg_restore" else ["-d", _url()]
    done = subprocess.run(
        [found, *map(str, arguments), *target], env=environment, capture_output=True, text=True, check=False
    )
    if done.returncode:
        raise TrueupError(f"{program} failed: {done.stderr.strip()[-500:]}", where="DATABASE_URL")


def _url() -> str:
    """The database for libpq, without the password: that one stays out of the list of processes."""
    place = _place()
    named = {"host": place["HOST"], "port": place["PORT"], "user": place["USER"], "dbname": place["NAME"]}
    return " ".join(f"{key}='{_escaped(str(value))}'" for key, value in named.items() if value)


def _escaped(value: str) -> str:
    return value.replace("\\", "\\\\").replace("'", "\\'")


def _place() -> dict[str, Any]:
    return dict(connection.settings_dict or settings.DATABASES["default"])
