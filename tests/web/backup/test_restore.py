"""A backup of a server at work becomes a server again, and nothing that is wrong with it goes unnoticed."""

from __future__ import annotations

import datetime as dt
import sqlite3
import subprocess
import threading
from collections.abc import Callable
from pathlib import Path

import pytest

from tests import forks
from tests.web.backup.conftest import Run
from tests.web.ledger.check import check
from tests.web.ledger.writer import start
from tests.web.migrated import around, new_database
from trueup.facts import FactStore
from trueup.ledger.keys import COSIGNATURE, SigningKey
from trueup.ledger.note import Note
from trueup.ledger.witness.records import Records
from trueup.ledger.witness.rule import Witness
from trueup.ledger.witness.server import WitnessServer
from trueup.web.ledger import serverkey

Server = dict[str, str]


@pytest.fixture
def there(request: pytest.FixtureRequest, server: Server, tmp_path: Path) -> Server:
    """Where a backup goes: a new home, and on PostgreSQL an empty database."""
    made = {"TRUEUP_HOME": str(tmp_path / "restored")}
    if "DATABASE_URL" in server:
        made["DATABASE_URL"] = new_database(request.getfixturevalue("postgres_url"))
    return made


@pytest.fixture
def restore(trueup: Run, there: Server) -> Callable[..., subprocess.CompletedProcess[str]]:
    def run(file: Path, *words: str | Path, **more: str) -> subprocess.CompletedProcess[str]:
        return trueup("restore", file, "--home", there["TRUEUP_HOME"], *words, **{**there, **more})

    return run


def test_a_server_at_work_comes_back_whole(
    server: Server, there: Server, trueup: Run, restore: Run, northwind: Path, tmp_path: Path
) -> None:
    home, file = Path(server["TRUEUP_HOME"]), tmp_path / "backup"
    assert trueup("import-book", northwind).returncode == 0
    writer = start(home, 0, "busy", server)
    assert writer.stdout
    before = [int(writer.stdout.readline()) for _ in range(5)]
    done = trueup("backup", file)
    writer.kill()
    after = [int(line) for line in writer.communicate()[0].split("\n")[:-1]]
    assert done.returncode == 0, done.stderr
    assert len(after) > 0
    done = restore(file)
    assert done.returncode == 0, done.stderr
    found = check(Path(there["TRUEUP_HOME"]), {**server, **there})
    assert found["differences"] == []
    assert found["root"] == found["derived"]
    assert max(before) < found["size"] <= max(after) + 2
    folders = [Path(each["TRUEUP_HOME"]) / "books" / "northwind" for each in (server, there)]
    with FactStore.open(folders[0]) as old, FactStore.open(folders[1]) as new, old.snapshot() as a, new.snapshot() as b:
        assert (a.seq, a.tables()) == (b.seq, b.tables())
    assert (Path(there["TRUEUP_HOME"]) / "keys" / "log.key").read_text() == (home / "keys" / "log.key").read_text()
    assert list(tmp_path.glob(".*backup*")) == []


def write(server: Server, count: int) -> None:
    done = forks.run("tests.web.ledger.writer", str(count), "word", env={**around(), **server})
    assert len(done.stdout.split()) == count, done.stderr


def test_a_restored_server_goes_on(server: Server, there: Server, trueup: Run, restore: Run, tmp_path: Path) -> None:
    write(server, 3)
    assert trueup("backup", tmp_path / "one").returncode == 0
    assert restore(tmp_path / "one").returncode == 0
    write({**server, **there}, 2)
    assert trueup("backup", tmp_path / "two", **there).returncode == 0
    assert check(Path(there["TRUEUP_HOME"]), {**server, **there})["size"] == 5


def refused(done: subprocess.CompletedProcess[str], says: str, there: Server) -> None:
    assert done.returncode == 2, done.stdout
    assert says in done.stderr
    assert "Traceback" not in done.stderr
    assert not Path(there["TRUEUP_HOME"]).exists() or list(Path(there["TRUEUP_HOME"]).iterdir()) == []


@pytest.mark.parametrize("server", ["sqlite"], indirect=True)
def test_a_bad_backup_is_refused_and_leaves_nothing(
    server: Server, there: Server, trueup: Run, restore: Run, tmp_path: Path
) -> None:
    write(server, 3)
    file, plain = tmp_path / "backup", tmp_path / "plain"
    assert trueup("backup", file).returncode == 0
    assert trueup("backup", plain, "--plain").returncode == 0
    assert b"PRIVATE+KEY" in plain.read_bytes()
    assert b"PRIVATE+KEY" not in file.read_bytes()
    assert file.stat().st_mode & 0o777 == 0o600
    again = trueup("backup", file)
    assert again.returncode == 2
    assert "there is a file already" in again.stderr
    refused(restore(file, TRUEUP_BACKUP_PASSPHRASE="wrong"), "the passphrase is wrong", there)
    refused(restore(file, TRUEUP_BACKUP_PASSPHRASE=""), "give its passphrase", there)
    data = bytearray(file.read_bytes())
    data[len(data) // 2] ^= 1
    (tmp_path / "damaged").write_bytes(data)
    refused(restore(tmp_path / "damaged"), "is damaged between byte", there)
    content = plain.read_bytes()
    place = content.index(b'"payload":{"sha256"')
    plain.write_bytes(content[:place] + b'"PAYLOAD"' + content[place + 9 :])
    refused(restore(plain), "trueup.sqlite3 is damaged", there)
    Path(there["TRUEUP_HOME"]).mkdir(exist_ok=True)
    (Path(there["TRUEUP_HOME"]) / "something").touch()
    done = restore(file)
    assert done.returncode == 2
    assert "is not empty" in done.stderr
    assert [path.name for path in Path(there["TRUEUP_HOME"]).iterdir()] == ["something"]


def test_a_log_that_was_edited_before_the_backup_is_not_taken_up(
    server: Server, there: Server, trueup: Run, restore: Run, tmp_path: Path
) -> None:
    write(server, 3)
    edit = "UPDATE ledger_leaf SET subject = 'agreement/other' WHERE index = 1"
    if "DATABASE_URL" in server:
        import psycopg

        with psycopg.connect(server["DATABASE_URL"]) as database:
            database.execute(edit)
    else:
        with sqlite3.connect(Path(server["TRUEUP_HOME"]) / "trueup.sqlite3") as lite:
            lite.execute(edit.replace("index =", '"index" ='))
    assert trueup("backup", tmp_path / "backup").returncode == 0
    refused(restore(tmp_path / "backup"), "leaf 1: its column for subject", there)
    assert restore(tmp_path / "backup").stderr.count("the database is not empty") == 0


def test_an_older_backup_is_known_by_a_checkpoint_that_somebody_kept(
    server: Server, there: Server, trueup: Run, restore: Run, tmp_path: Path
) -> None:
    home = Path(server["TRUEUP_HOME"])
    write(server, 3)
    assert trueup("backup", tmp_path / "old").returncode == 0
    kept = tmp_path / "kept.old"
    kept.write_bytes((home / "keys" / "latest.checkpoint").read_bytes())
    write(server, 2)
    assert trueup("backup", tmp_path / "new").returncode == 0
    newer = home / "keys" / "latest.checkpoint"
    refused(restore(tmp_path / "old", "--witnessed", newer), "the log was set back: it has 3 leaves", there)
    assert restore(tmp_path / "new", "--witnessed", kept).returncode == 0


@pytest.mark.parametrize("server", ["sqlite"], indirect=True)
def test_an_older_backup_is_known_by_a_witness(
    server: Server, there: Server, trueup: Run, restore: Run, tmp_path: Path
) -> None:
    home = Path(server["TRUEUP_HOME"])
    write(server, 3)
    assert trueup("backup", tmp_path / "old").returncode == 0
    write(server, 2)
    assert trueup("backup", tmp_path / "new").returncode == 0
    log = serverkey.parse((home / "keys" / "log.key").read_text().strip(), "log.key").verifier
    key = SigningKey.generate("witness.example", COSIGNATURE)
    rule = Witness(key, {log.name: [log]}, lambda: dt.datetime.now(dt.UTC))
    witness = WitnessServer(("127.0.0.1", 0), rule, Records(tmp_path / "seen"))
    thread = threading.Thread(target=witness.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    asked = {"TRUEUP_WITNESSES": f"{key.verifier} http://127.0.0.1:{witness.server_port}"}
    try:
        assert restore(tmp_path / "new", **asked).returncode == 0
        elsewhere = {**asked, "TRUEUP_HOME": str(tmp_path / "elsewhere")}
        done = trueup("restore", tmp_path / "old", "--home", tmp_path / "elsewhere", **elsewhere)
        refused(done, "the backup is older than what a witness has seen", {"TRUEUP_HOME": str(tmp_path / "elsewhere")})
    finally:
        witness.shutdown()
        witness.server_close()
        thread.join()
    done = restore_elsewhere(trueup, tmp_path, asked)
    assert done.returncode == 0, done.stderr
    assert "not checked: witness.example: the witness cannot be reached" in done.stderr
    assert Note.parse((home / "keys" / "latest.checkpoint").read_text()).text.split("\n")[1] == "5"


def restore_elsewhere(trueup: Run, tmp_path: Path, asked: Server) -> subprocess.CompletedProcess[str]:
    return trueup("restore", tmp_path / "old", "--home", tmp_path / "third", **asked)


@pytest.mark.parametrize("server", ["sqlite"], indirect=True)
def test_a_server_that_was_set_back_makes_no_backup(server: Server, trueup: Run, tmp_path: Path) -> None:
    write(server, 3)
    assert trueup("backup", tmp_path / "good").returncode == 0
    with sqlite3.connect(Path(server["TRUEUP_HOME"]) / "trueup.sqlite3") as lite:
        lite.execute("UPDATE ledger_head SET size = 2")
    done = trueup("backup", tmp_path / "bad")
    assert done.returncode == 2
    assert "the log was set back" in done.stderr
    assert not (tmp_path / "bad").exists()
