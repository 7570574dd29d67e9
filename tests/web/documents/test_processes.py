"""Several at once, and killed in the middle: on SQLite and on PostgreSQL, with real processes."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests import forks
from tests.conftest import ROOT
from tests.web.migrated import new_database

SCENES = "tests.web.documents.scenes"


@dataclass(frozen=True)
class Server:
    """A database and a home of its own, for processes."""

    home: Path
    url: str

    @property
    def environment(self) -> dict[str, str]:
        own = {"TRUEUP_HOME": str(self.home), "DATABASE_URL": self.url, "DJANGO_SETTINGS_MODULE": "tests.web.settings"}
        return {**os.environ, **own, "PYTHONPATH": os.pathsep.join([str(ROOT / "src"), str(ROOT)])}

    def copy(self, home: Path) -> Server:
        """Another of the same content. Making one takes many times as long."""
        if self.home.exists():
            shutil.copytree(self.home, home)
        if self.url.startswith("sqlite"):
            return Server(home, f"sqlite:///{home / 'trueup.sqlite3'}")
        return Server(home, new_database(self.url, copied=True))

    def run(self, *arguments: str) -> str:
        """Run a scene in a process of its own; gives what it said."""
        done = forks.run(SCENES, *arguments, env=self.environment)
        assert done.returncode == 0, done.stderr
        return done.stdout


@pytest.fixture(scope="module", params=["sqlite", pytest.param("postgresql", marks=pytest.mark.postgres)])
def empty(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Server:
    """A server on which nothing has happened yet."""
    if request.param == "postgresql":
        return Server(tmp_path_factory.mktemp("empty"), request.getfixturevalue("migrated_database"))
    home = request.getfixturevalue("migrated_home")
    return Server(home, f"sqlite:///{home / 'trueup.sqlite3'}")


@pytest.fixture(scope="module")
def begun(empty: Server, tmp_path_factory: pytest.TempPathFactory) -> Server:
    """The example with a proposed amendment."""
    server = empty.copy(tmp_path_factory.mktemp("begun") / "home")
    server.run("begin", str(ROOT / "examples" / "northwind"))
    return server


@pytest.fixture
def server(begun: Server, tmp_path: Path) -> Server:
    return begun.copy(tmp_path / "home")


def killed(server: Server, *arguments: str) -> None:
    """Start a scene, wait until it is in the middle, and kill it."""
    with subprocess.Popen(
        [sys.executable, "-m", SCENES, *arguments], env=server.environment, cwd=ROOT, text=True, stdout=subprocess.PIPE
    ) as process:
        assert process.stdout is not None
        assert "now\n" in process.stdout, "it ended before its middle"
        process.send_signal(signal.SIGKILL)
    assert process.returncode == -signal.SIGKILL


def test_all_may_sign_at_once(server: Server) -> None:
    results, counted = server.run("all_sign_at_once").splitlines()
    assert results == "done done done"
    assert counted.startswith("1 ['in_force'] 3 ")


def test_who_signs_twice_at_once_has_signed_once(server: Server) -> None:
    results, counted = server.run("one_signs_twice_at_once").splitlines()
    assert results == "Refused Refused done"
    assert counted.startswith("1 ['proposed'] 1 ")


def test_two_versions_signed_at_once_never_make_one_agreement(server: Server) -> None:
    results, _ = server.run("two_versions_at_once").splitlines()
    customer, provider, other = results.split()
    assert provider == "done"
    assert {customer, other} <= {"done", "Conflict", "NotFound"}


@pytest.mark.faults
@pytest.mark.parametrize("point", ["signed", "in force"])
def test_killed_in_the_middle_of_a_signature_nothing_is_signed(server: Server, point: str) -> None:
    killed(server, "kill_in_sign", point)
    counted = server.run("count").split()
    assert counted[1:3] == ["['proposed']", "2"]
    assert server.run("all_sign_at_once").splitlines()[0].split()[0] == "done"
    assert server.run("count").split()[1:3] == ["['in_force']", "3"]


@pytest.mark.faults
@pytest.mark.parametrize("point", ["staged", "moved"])
def test_killed_in_the_middle_of_an_import_there_is_no_book_and_the_next_one_works(
    empty: Server, tmp_path: Path, example: Path, point: str
) -> None:
    server = empty.copy(tmp_path / "home")
    killed(server, "kill_in_import", point, str(example))
    assert server.run("count").split()[0] == "0"
    server.run("begin", str(example))
    assert server.run("count").split()[0] == "1"
    books = server.home / "books"
    assert [path.name for path in books.iterdir() if not path.name.startswith(".")] == ["northwind"]
    assert not (books / ".staging").exists() or not any((books / ".staging").iterdir())
