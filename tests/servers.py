"""Private database servers for tests: started for one run, in a folder of their own, on a free port."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest


def _absent(what: str, *, needed: bool) -> None:
    message = f"{what} is not installed"
    if needed and os.environ.get("CI") == "true":
        pytest.fail(f"{message}, and CI must have it")
    pytest.skip(message)


def free_port() -> int:
    """A port that nothing listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _as_owner(folder: Path, user: str) -> list[str]:
    """What to put before a command that must not run as root; hands `folder` to the user it will run as."""
    if os.geteuid() != 0:
        return []
    shutil.chown(folder, user, user)
    return ["setpriv", f"--reuid={user}", f"--regid={user}", "--init-groups", "--"]


def _program(name: str, *folders: str) -> str | None:
    path = os.pathsep.join([os.environ.get("PATH", ""), *folders])
    return shutil.which(name, path=path)


@dataclass(frozen=True)
class Postgres:
    """A PostgreSQL server of our own that can go away and come back; its password is in `url`."""

    url: str
    control: list[str]
    options: list[str]

    def start(self) -> None:
        """Let it come, or come back."""
        _run([*self.control, *self.options, "-w", "start"])

    def stop(self, *, check: bool = True) -> None:
        """Let it go at once, cutting off whoever is connected."""
        _run([*self.control, "-m", "immediate", "-w", "stop"], check=check)


@contextmanager
def postgres() -> Iterator[Postgres]:
    """A running PostgreSQL server in a folder of its own."""
    folders = [str(path) for path in sorted(Path("/usr/lib/postgresql").glob("*/bin"), reverse=True)]
    initdb, pg_ctl = _program("initdb", *folders), _program("pg_ctl", *folders)
    if initdb is None or pg_ctl is None:
        _absent("PostgreSQL", needed=True)
    root = Path(tempfile.mkdtemp(prefix="trueup-pg-"))
    root.chmod(0o700)
    run, port = _as_owner(root, "postgres"), free_port()
    secret = root / "secret"
    secret.write_text("s3cret/word")
    secret.chmod(0o644)
    data, log = str(root / "data"), str(root / "log")
    options = f"-c listen_addresses=127.0.0.1 -c port={port} -c unix_socket_directories={root} -c fsync=off"
    options += " -c max_connections=300"  # of a hundred threads, beside those of the test before
    url = f"postgresql://fable:s3cret%2Fword@127.0.0.1:{port}/postgres"
    server = Postgres(url, [*run, str(pg_ctl), "-D", data], ["-l", log, "-o", options])
    try:
        identity = ["-U", "fable", "-A", "scram-sha-256", f"--pwfile={secret}", "-E", "UTF8"]
        _run([*run, str(initdb), "-D", data, *identity, "--no-sync"])
        server.start()
        yield server
    finally:
        server.stop(check=False)
        shutil.rmtree(root, ignore_errors=True)


@pytest.fixture(scope="session")
def postgres_url() -> Iterator[str]:
    """The URL of a PostgreSQL server of our own, whose password is in it."""
    with postgres() as server:
        yield server.url


@pytest.fixture
def mortal_postgres() -> Iterator[Postgres]:
    """A PostgreSQL server for one test, to be stopped and started."""
    with postgres() as server:
        yield server


def _run(command: list[str], *, check: bool = True) -> None:
    subprocess.run(command, check=check, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, cwd="/")


@pytest.fixture(scope="session")
def mysql_url() -> Iterator[str]:
    """A MariaDB or MySQL server: TRUEUP_TEST_MYSQL, or one of our own; absent, the tests skip, in CI too."""
    if os.environ.get("TRUEUP_TEST_MYSQL"):
        yield os.environ["TRUEUP_TEST_MYSQL"]
        return
    server = _program("mariadbd", "/usr/sbin") or _program("mysqld", "/usr/sbin")
    install = _program("mariadb-install-db", "/usr/bin")
    if server is None or install is None:
        _absent("MariaDB", needed=False)
    root = Path(tempfile.mkdtemp(prefix="trueup-my-"))
    run, port = _as_owner(root, "mysql"), free_port()
    data = root / "data"
    _run([*run, str(install), f"--datadir={data}", "--auth-root-authentication-method=normal"])
    options = [f"--datadir={data}", f"--port={port}", f"--socket={root}/s", "--bind-address=127.0.0.1"]
    silent = subprocess.DEVNULL
    process = subprocess.Popen([*run, str(server), *options], stdout=silent, stderr=silent, cwd="/")
    try:
        _wait_for(port)
        yield f"mysql://root@127.0.0.1:{port}/test"
    finally:
        process.terminate()
        process.wait(30)
        shutil.rmtree(root, ignore_errors=True)


def _wait_for(port: int) -> None:
    for _ in range(300):
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.1)
    pytest.fail("the database server did not start")
