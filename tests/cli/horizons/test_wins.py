"""Sealed wins in a folder, as a person runs them."""

from __future__ import annotations

import io
import json
import sys
from pathlib import Path

import pytest
import yaml

from tests.horizons.wins.written import PLAIN
from trueup.cli import run
from trueup.ledger import keyfile

BOOK = """\
kind: book
id: small
name: Small
currency: EUR
parties:
  - {id: northwind, name: Northwind, role: customer}
  - {id: acme, name: Acme, role: provider}
  - {id: assay, name: Assay, role: observer}
---
kind: stakeholders
id: people
customer: northwind
providers: [acme]
observer: assay
people: [{id: boss, party: northwind, horizon: individuals}]
levels:
  - {horizon: corporation, criteria: [{id: a, answers: Is it on course?, scale: [1, 5]}]}
  - {horizon: business_users, criteria: [{id: b, answers: Does it help?, scale: [1, 5]}]}
  - {horizon: technology_organisation, criteria: [{id: c, answers: Is it safe?, scale: [1, 5]}]}
  - {horizon: technology_team, criteria: [{id: d, answers: Is it ours?, scale: [1, 5]}]}
  - {horizon: individuals, criteria: [{id: e, people: true}]}
"""
PLANTED = "quetzalcoatl"
NO = {"payment": False, "gift": False, "job_offer": False}
GIVEN = {**PLAIN, "win": f"Wants the {PLANTED} mandate of the board.", **NO}


@pytest.fixture(autouse=True)
def passphrase(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TRUEUP_PASSPHRASE", "correct horse")
    monkeypatch.setattr(keyfile, "_COST", 2)  # that a passphrase is slow to try is no matter of these tests


@pytest.fixture
def book(tmp_path: Path) -> Path:
    folder = tmp_path / "small"
    folder.mkdir()
    (folder / "book.yaml").write_text(BOOK)
    return folder


@pytest.fixture
def key(book: Path, tmp_path: Path) -> Path:
    file = tmp_path / "acme.wins.key"
    assert run(["horizons", "wins", "key", str(book), "--party", "acme", "--file", str(file), "--ask", "Ines"]) == 0
    return file


@pytest.fixture
def says(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]):
    """Runs a command with this on standard input: exit status, output and errors."""

    def make(*words: str, typed: str = "") -> tuple[int, str, str]:
        monkeypatch.setattr(sys, "stdin", io.StringIO(typed))
        capsys.readouterr()
        status = run(["horizons", "wins", *words])
        said = capsys.readouterr()
        return status, said.out, said.err

    return make


def added(says, book: Path, **other) -> str:
    typed = yaml.safe_dump({**GIVEN, **other})
    status, out, err = says("add", str(book), "people", "--party", "acme", typed=typed)
    assert status == 0, err
    assert PLANTED not in out + err
    return out.strip()


def everything(folder: Path) -> bytes:
    return b"".join(file.read_bytes() for file in sorted(folder.rglob("*")) if file.is_file())


def test_a_win_is_written_listed_read_and_erased(book: Path, key: Path, says):
    win = added(says, book)
    status, listed, _ = says("list", str(book))
    assert status == 0
    assert f"  {win}  people  key " in listed
    assert "written" in listed
    status, out, _ = says("read", str(book), win[:6], "--key", str(key))
    assert status == 0
    assert "Head of claims" in out
    assert f"wants     {GIVEN['win']}" in out
    assert "neutral, needed supportive, has 25% of it" in out
    (found,) = json.loads(says("read", str(book), "--key", str(key), "--format", "json")[1])
    assert found["text"] == {**PLAIN, "win": GIVEN["win"]}
    assert found["party"] == "acme"
    listed = says("list", str(book))[1]
    assert listed.count("read ") == 2
    assert PLANTED.encode() not in everything(book)
    assert says("erase", str(book), win)[0] == 0
    assert win not in says("list", str(book))[1].split("log:")[0]
    assert not list(book.rglob("*.sealed"))


def test_the_folder_is_of_no_interest_to_a_book(book: Path, key: Path, says, capsys: pytest.CaptureFixture[str]):
    added(says, book)
    assert run(["check", str(book)]) == 0
    assert PLANTED not in capsys.readouterr().out


@pytest.mark.parametrize(
    ("other", "told"),
    [
        ({"win": f"Hand {PLANTED} a bribe."}, "Ask Ines. Nothing of it was kept"),
        ({"gift": True}, "Ask Ines"),
        ({"gift": None}, "questions of compliance have no answer: gift"),
        ({"response": PLANTED}, "response: "),
        ({PLANTED: "x"}, "a key has no meaning here"),
    ],
)
def test_what_may_not_be_kept_is_not_kept(book: Path, key: Path, says, other: dict, told: str):
    before = everything(book)
    status, out, err = says("add", str(book), "people", "--party", "acme", typed=yaml.safe_dump({**GIVEN, **other}))
    assert status == 2
    assert told in err
    assert PLANTED not in out + err
    assert everything(book) == before


@pytest.mark.parametrize("typed", ["", f"{PLANTED}", f"win: [{PLANTED}", f"a: {PLANTED}\n  b: &x", "x" * 70_000])
def test_what_is_no_yaml_is_not_repeated(book: Path, key: Path, says, typed: str):
    status, out, err = says("add", str(book), "people", "--party", "acme", typed=typed)
    assert status == 2
    assert "no block of keys" in err
    assert PLANTED not in out + err


def test_only_a_side_of_the_document_writes(book: Path, key: Path, tmp_path: Path, says):
    typed = yaml.safe_dump(GIVEN)
    assert "no key for wins yet" in says("add", str(book), "people", "--party", "northwind", typed=typed)[2]
    assert "there is no" in says("add", str(book), "peple", "--party", "acme", typed=typed)[2].lower()
    file = tmp_path / "assay.key"
    assert says("key", str(book), "--party", "assay", "--file", str(file))[0] == 0
    assert "is no side of" in says("add", str(book), "people", "--party", "assay", typed=typed)[2]
    assert says("key", str(book), "--party", "acne", "--file", str(tmp_path / "x"))[0] == 2


def test_a_key_does_not_travel_with_the_book_and_is_not_written_over(book: Path, key: Path, tmp_path: Path, says):
    inside = book / "acme.key"
    assert "does not belong into the book" in says("key", str(book), "--party", "northwind", "--file", str(inside))[2]
    assert "has a key already" in says("key", str(book), "--party", "acme", "--file", str(tmp_path / "y"))[2]
    assert "a file already" in says("key", str(book), "--party", "northwind", "--file", str(key))[2]
    assert key.stat().st_mode & 0o777 == 0o600
    assert not inside.exists()


def test_a_wrong_key_a_wrong_passphrase_and_a_lost_key_are_told(book: Path, key: Path, tmp_path, says, monkeypatch):
    win = added(says, book)
    other = tmp_path / "other.key"
    assert says("key", str(book), "--party", "northwind", "--file", str(other))[0] == 0
    assert "was sealed to the key" in says("read", str(book), win, "--key", str(other))[2]
    assert "there is no key file" in says("read", str(book), "--key", str(tmp_path / "lost"))[2]
    monkeypatch.setenv("TRUEUP_PASSPHRASE", "wrong")
    assert "passphrase is wrong" in says("read", str(book), "--key", str(key))[2]
    monkeypatch.setenv("TRUEUP_PASSPHRASE", "correct horse")
    # the key is lost: what was sealed to it is erased, and written anew to another
    assert says("erase", str(book), win)[0] == 0
    (book / "sealed" / "acme" / "key.pub").unlink()
    again = tmp_path / "again.key"
    assert says("key", str(book), "--party", "acme", "--file", str(again))[0] == 0
    added(says, book)
    assert PLANTED in says("read", str(book), "--key", str(again))[1]


def test_another_key_takes_over_all_wins_or_none(book: Path, key: Path, tmp_path: Path, says):
    first, second = added(says, book), added(says, book, person="Second")
    new = tmp_path / "new.key"
    damaged = book / "sealed" / "acme" / f"{second}.sealed"
    whole = damaged.read_bytes()
    damaged.write_bytes(whole[:-60] + b"\n")
    before = everything(book)
    assert says("rekey", str(book), "--key", str(key), "--to", str(new))[0] == 2
    assert everything(book) == before
    damaged.write_bytes(whole)
    status, _, err = says("rekey", str(book), "--key", str(key), "--to", str(new))
    assert status == 0, err
    out = says("read", str(book), "--key", str(new))[1]
    assert first in out
    assert "Second" in out
    assert "was sealed to the key" in says("read", str(book), "--key", str(key))[2]
    assert says("rekey", str(book), "--key", str(key), "--to", str(new))[0] == 0  # run again, it changes nothing
    third = added(says, book, person="Third")
    assert third in says("read", str(book), "--key", str(new))[1]


def test_no_look_is_had_past_a_log_that_was_changed(book: Path, key: Path, says):
    win = added(says, book)
    says("read", str(book), "--key", str(key))
    log = book / "sealed" / "acme" / "log.jsonl"
    log.write_bytes(b"".join(log.read_bytes().splitlines(keepends=True)[1:]))
    status, out, err = says("read", str(book), win, "--key", str(key))
    assert status == 2
    assert "the log of reads was changed" in err
    assert PLANTED not in out
    assert "the log of reads was changed" in says("list", str(book))[1]


def test_a_file_of_the_server_is_opened_wherever_it_lies(book: Path, key: Path, tmp_path: Path, says):
    win = added(says, book)
    elsewhere = tmp_path / "downloads" / f"{win}.sealed"
    elsewhere.parent.mkdir()
    elsewhere.write_bytes((book / "sealed" / "acme" / f"{win}.sealed").read_bytes())
    assert PLANTED in says("read", str(elsewhere), "--key", str(key))[1]
    assert win in (elsewhere.parent / "log.jsonl").read_text()


def test_which_win_is_meant_must_be_plain(book: Path, key: Path, says):
    assert "There are no wins here." in says("list", str(book.parent))[1]
    added(says, book)
    for wrong in ("zz", ""):
        assert "there is no win" in says("erase", str(book), wrong)[2]
    assert says("read", str(book), "--key", str(key))[0] == 0


def test_questions_are_asked_where_somebody_sits(book: Path, key: Path, monkeypatch: pytest.MonkeyPatch):
    from trueup.cli.horizons.wins import writing

    answers = iter(["CIO", "Sleep again", "economic", "high", "trouble", "resistant", "neutral", "", "Call", ""])
    monkeypatch.setattr(writing.typer, "prompt", lambda *_, **__: next(answers))
    monkeypatch.setattr(writing.typer, "confirm", lambda *_, **__: False)
    given = writing._asked()
    assert (given["win"], given["fulfilled"], given["by"], given["gift"]) == ("Sleep again", None, None, False)
    from trueup.horizons.wins import Win

    assert Win.of({name: each for name, each in given.items() if name not in NO}).step == "Call"
