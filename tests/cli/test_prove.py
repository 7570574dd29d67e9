"""bundle, verify, key and witness, as a person runs them."""

from __future__ import annotations

import datetime as dt
import json
import os
import re
import subprocess
import sys
from pathlib import Path

import httpx
import pytest

from trueup.cli import run
from trueup.ledger import keyfile, statement
from trueup.ledger.keys import COSIGNATURE, SigningKey, VerifierKey
from trueup.ledger.statement import Signature, Statement, Subject

NOW = dt.datetime(2026, 3, 1, tzinfo=dt.UTC)


@pytest.fixture(autouse=True)
def passphrase(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TRUEUP_PASSPHRASE", "correct horse")


@pytest.fixture(scope="module")
def file(northwind: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("bundle") / "new" / "mueller.bundle"
    assert run(["bundle", str(northwind), "mueller", "--as-of", "2026-10-01", "--out", str(out)]) == 0
    return out


def test_a_bundle_is_written_and_verified(file: Path, capsys: pytest.CaptureFixture[str]):
    assert run(["verify", str(file)]) == 0
    said = capsys.readouterr().out
    assert said.startswith("mueller, book northwind, as of 2026-10-01, on evidence of at least grade reported\n")
    assert "\nok      verdict: computed again" in said
    assert "not proved: see `missing`" in said
    assert [path.name for path in file.parent.iterdir()] == [file.name]


def test_a_changed_bundle_ends_with_one_and_says_where(file: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]):
    changed = tmp_path / "changed.bundle"
    changed.write_bytes(file.read_bytes().replace(b"northwind", b"southwind", 3))
    assert run(["verify", str(changed), "--format", "json"]) == 1
    found = json.loads(capsys.readouterr().out)
    assert found["holds"] is False
    assert found["checks"][0]["where"].startswith("line 2, section documents")


def test_a_key_that_has_not_signed_fails(file: Path, capsys: pytest.CaptureFixture[str]):
    key = SigningKey.generate("log.example/x").verifier
    assert run(["verify", str(file), "--key", str(key)]) == 1
    assert "log.example/x is trusted, and it has signed nothing here" in capsys.readouterr().out
    assert run(["verify", str(file), "--key", "nonsense"]) == 2
    assert "is no key" in capsys.readouterr().err


def test_the_answer_can_be_had_as_json(file: Path, capsys: pytest.CaptureFixture[str]):
    assert run(["verify", str(file), "--format", "json"]) == 0
    found = json.loads(capsys.readouterr().out)
    assert (found["verdict"], found["bundle"]["agreement"]) == ("succeeded", "mueller")
    assert {check["state"] for check in found["checks"]} == {"holds", "missing", "note"}


def test_what_is_not_there_is_told_in_words(northwind: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]):
    out = tmp_path / "x.bundle"
    assert run(["bundle", str(northwind), "muller", "--out", str(out)]) == 2
    assert "did you mean 'mueller'?" in capsys.readouterr().err
    assert not out.exists()
    assert run(["verify", str(out)]) == 2
    assert "no such file" in capsys.readouterr().err


def test_a_key_is_made_shown_and_signs_what_it_shows(tmp_path: Path, capsys: pytest.CaptureFixture[str]):
    file, said = tmp_path / "ana.key", tmp_path / "statement.json"
    assert run(["key", "new", str(file), "--name", "northwind/ana"]) == 0
    made = VerifierKey.parse(capsys.readouterr().out.strip())
    assert run(["key", "show", str(file)]) == 0
    assert VerifierKey.parse(capsys.readouterr().out.strip()) == made
    about = Subject(book="b", kind="agreement", id="a", version=2, digest="ab" * 32, stands_on={"kpi/x@1": "cd" * 32})
    asked = Statement.about(about, party="northwind", member="ana", held="member", key=made, at=NOW)
    said.write_bytes(asked.encoded + b"\n")
    assert run(["key", "sign", str(file), str(said)]) == 0
    printed = capsys.readouterr()
    assert "northwind (ana) signs agreement a@2 of the book b" in printed.err
    assert "kpi/x@1" in printed.err
    signature = Signature(asked.encoded.decode(), printed.out.strip())
    assert statement.verify(signature, made, about, "northwind") == asked


def test_a_statement_for_another_key_or_that_is_none_is_not_signed(tmp_path: Path, capsys: pytest.CaptureFixture[str]):
    file, said = tmp_path / "ana.key", tmp_path / "statement.json"
    keyfile.save(SigningKey.generate("northwind/ana"), file, "correct horse")
    about = Subject(book="b", kind="agreement", id="a", version=2, digest="ab" * 32, stands_on={})
    ben = SigningKey.generate("acme/ben").verifier
    said.write_bytes(Statement.about(about, party="acme", member="ben", held="member", key=ben, at=NOW).encoded)
    assert run(["key", "sign", str(file), str(said)]) == 2
    assert "names another key" in capsys.readouterr().err
    said.write_text("{}")
    assert run(["key", "sign", str(file), str(said)]) == 2
    assert run(["key", "sign", str(file)]) == 2
    assert run(["key", "new", str(file), "--name", "x"]) == 2
    assert "a file already" in capsys.readouterr().err
    assert run(["key", "new", str(tmp_path / "y")]) == 2
    assert "needs a name" in capsys.readouterr().err


def test_a_wrong_passphrase_is_told(tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch):
    file, said = tmp_path / "ana.key", tmp_path / "s.json"
    key = SigningKey.generate("northwind/ana")
    keyfile.save(key, file, "correct horse")
    about = Subject(book="b", kind="agreement", id="a", version=2, digest="ab" * 32, stands_on={})
    asked = Statement.about(about, party="p", member="ana", held="member", key=key.verifier, at=NOW)
    said.write_bytes(asked.encoded)
    monkeypatch.setenv("TRUEUP_PASSPHRASE", "battery staple")
    assert run(["key", "sign", str(file), str(said)]) == 2
    assert "passphrase is wrong" in capsys.readouterr().err


def test_a_witness_needs_a_key_that_cosigns(tmp_path: Path, capsys: pytest.CaptureFixture[str]):
    file = tmp_path / "w.key"
    keyfile.save(SigningKey.generate("w"), file, "correct horse")
    log = str(SigningKey.generate("log.example/x").verifier)
    assert run(["witness", "--key", str(file), "--origin", log, "--records", str(tmp_path / "r")]) == 2
    assert "does not cosign" in capsys.readouterr().err


def test_a_witness_serves_until_it_is_stopped(tmp_path: Path):
    from trueup.ledger import checkpoint, cosign
    from trueup.ledger.checkpoint import Checkpoint
    from trueup.ledger.tree import Tree
    from trueup.ledger.witness import client

    log, own = SigningKey.generate("log.example/x"), SigningKey.generate("witness.example/w", COSIGNATURE)
    keyfile.save(own, tmp_path / "w.key", "correct horse")
    command = [
        sys.executable,
        "-m",
        "trueup",
        "witness",
        "--key",
        "w.key",
        "--origin",
        str(log.verifier),
        "--port",
        "0",
    ]
    environment = {**os.environ, "TRUEUP_PASSPHRASE": "correct horse", "PYTHONUNBUFFERED": "1"}
    with subprocess.Popen(command, cwd=tmp_path, env=environment, stderr=subprocess.PIPE, text=True) as process:
        assert process.stderr is not None
        url = next(re.search(r"http://\S+", line) for line in process.stderr if "http://" in line)[0]
        tree = Tree([b"a", b"b"])
        head = checkpoint.sign(Checkpoint(log.name, 2, tree.root()), log)
        made = client.cosign(url, head, tree.consistency, own.verifier)
        assert own.verifier in cosign.witnesses(checkpoint.verify(made, log.verifier, [own.verifier]))
        assert str(own.verifier) in httpx.get(url).text
        process.terminate()
        process.wait(10)
    assert len(list((tmp_path / "witness").glob("*.checkpoint"))) == 1
