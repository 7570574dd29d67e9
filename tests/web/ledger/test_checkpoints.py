"""The server signs what continues all that it signed before, and nothing else."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from pathlib import Path

import pytest
from pytest_django import DjangoCaptureOnCommitCallbacks, Settings

from tests.web.ledger.conftest import NOW, note
from tests.web.ledger.test_fsck import forged, regrown
from trueup.ledger import checkpoint
from trueup.ledger.proof import Proof
from trueup.vocabulary import LedgerError
from trueup.web.ledger import checkpoints, receipts, serverkey
from trueup.web.ledger.models import Checkpoint, Leaf

Make = Callable[[int], list[int]]


@pytest.fixture
def signed(log_of: Make, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks) -> Checkpoint:
    with django_capture_on_commit_callbacks(execute=True):
        log_of(5)
        return checkpoints.current(NOW)


def test_a_checkpoint_verifies_with_the_public_key_alone(signed: Checkpoint) -> None:
    found = checkpoint.verify(signed.note, serverkey.verifier()).checkpoint
    assert (found.size, found.root) == (5, bytes(signed.root))
    assert found.origin == "127.0.0.1:8000"


def test_of_an_unchanged_log_there_is_one(signed: Checkpoint) -> None:
    assert checkpoints.current(NOW + dt.timedelta(hours=1)) == signed
    note("more")
    assert checkpoints.current(NOW).size == 6
    assert Checkpoint.objects.count() == 2


def test_an_empty_log_has_a_checkpoint_too(db: None) -> None:
    found = checkpoint.verify(checkpoints.current(NOW).note, serverkey.verifier()).checkpoint
    assert found.size == 0


def test_a_log_that_was_set_back_is_not_signed(signed: Checkpoint) -> None:
    Leaf.objects.filter(pk__gte=3).delete()
    regrown(3)
    with pytest.raises(LedgerError, match="set back: it has 3 leaves, and a checkpoint of 5 was signed"):
        checkpoints.current(NOW)
    Checkpoint.objects.all().delete()  # a database from before: it knows nothing of what was signed since
    with pytest.raises(LedgerError, match=r"latest\.checkpoint: the log was set back"):
        checkpoints.current(NOW)


def test_a_log_with_another_past_is_not_signed(signed: Checkpoint) -> None:
    forged(2, "never said")
    regrown(5)
    with pytest.raises(LedgerError, match="the log was changed: its first 5 leaves have another root"):
        checkpoints.current(NOW)
    note("and goes on")
    Checkpoint.objects.all().delete()
    with pytest.raises(LedgerError, match="the log was changed"):
        checkpoints.current(NOW)


def test_a_forged_memory_is_noticed(signed: Checkpoint, home: Path) -> None:
    file = home / "keys" / "latest.checkpoint"
    file.write_text(file.read_text().replace("\n5\n", "\n4\n"))
    note("more")
    with pytest.raises(LedgerError, match="does not fit"):
        checkpoints.current(NOW)


def test_what_was_rolled_back_is_not_remembered(log_of: Make, home: Path) -> None:
    log_of(2)
    checkpoints.current(NOW)  # in a transaction that is not committed
    assert not (home / "keys" / "latest.checkpoint").exists()


def test_a_receipt_verifies_without_the_server(signed: Checkpoint) -> None:
    row = Leaf.objects.get(pk=3)
    text = str(receipts.receipt(3, signed))
    Proof.parse(text).verify(bytes(row.hash), serverkey.verifier())
    with pytest.raises(LedgerError):
        Proof.parse(text).verify(bytes(Leaf.objects.get(pk=2).hash), serverkey.verifier())
    with pytest.raises(LedgerError, match="no leaf 5"):
        receipts.receipt(5, signed)


def test_the_first_checkpoint_over_a_leaf(signed: Checkpoint) -> None:
    assert receipts.covering(4) == signed
    assert receipts.covering(5) is None


@pytest.mark.parametrize(("old", "new"), [(0, 3), (4, 3), (1, 6), (-1, 2)])
def test_there_is_no_proof_of_what_was_not(old: int, new: int, signed: Checkpoint) -> None:
    with pytest.raises(LedgerError, match="the log has 5 leaves"):
        receipts.continuation(old, new)


def test_the_key_is_made_once_and_read_by_nobody_else(db: None, home: Path) -> None:
    key = serverkey.log_key()
    file = home / "keys" / "log.key"
    assert file.stat().st_mode & 0o777 == 0o600
    assert (home / "keys").stat().st_mode & 0o777 == 0o700
    assert serverkey.log_key().verifier == key.verifier
    assert "PRIVATE" not in repr(key)


def test_the_key_may_come_from_a_store_of_secrets(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    line = serverkey.written(serverkey.log_key())
    (home / "keys" / "log.key").unlink()
    monkeypatch.setenv("TRUEUP_LOG_KEY", line)
    assert serverkey.written(serverkey.log_key()) == line
    assert not (home / "keys" / "log.key").exists()


@pytest.mark.parametrize(
    "damage", [lambda s: s[:-4] + "AAA=", lambda s: s[8:], lambda s: "", lambda s: s.replace("+", "-")]
)
def test_a_damaged_key_is_refused_and_not_shown(damage: Callable[[str], str], home: Path) -> None:
    line = serverkey.written(serverkey.log_key())
    with pytest.raises(LedgerError) as refused:
        serverkey.parse(damage(line), "log.key")
    assert line.split("+", 4)[-1] not in str(refused.value)


def test_a_log_keeps_its_name(home: Path, monkeypatch: pytest.MonkeyPatch, settings: Settings) -> None:
    before = serverkey.verifier()
    settings.URL = "https://elsewhere.example"
    assert serverkey.verifier() == before
    monkeypatch.setenv("TRUEUP_ORIGIN", "elsewhere.example")
    with pytest.raises(LedgerError, match="a log keeps its name for life"):
        serverkey.verifier()
    (home / "keys" / "log.key").unlink()
    assert serverkey.verifier().name == "elsewhere.example"
