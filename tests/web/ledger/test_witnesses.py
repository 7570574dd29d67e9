"""Real witnesses over HTTP: they cosign what continues, and their word stops a log that was set back."""

from __future__ import annotations

import datetime as dt
import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.web.ledger.conftest import NOW, note
from tests.web.ledger.test_fsck import forged, regrown
from trueup.ledger import checkpoint, cosign
from trueup.ledger.keys import COSIGNATURE, SigningKey
from trueup.ledger.witness.records import Records
from trueup.ledger.witness.rule import Witness as Rule
from trueup.ledger.witness.server import WitnessServer
from trueup.vocabulary import LedgerError
from trueup.web.ledger import checkpoints, serverkey, tasks, witnesses
from trueup.web.ledger.models import Checkpoint, Cosignature, Leaf, Witness

Make = Callable[[int], list[int]]
pytestmark = pytest.mark.django_db


@pytest.fixture
def witness(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[SigningKey]:
    """A witness that follows this log, listed in TRUEUP_WITNESSES."""
    key = SigningKey.generate("witness.example", COSIGNATURE)
    log = serverkey.verifier()
    server = WitnessServer(("127.0.0.1", 0), Rule(key, {log.name: [log]}, lambda: NOW), Records(tmp_path / "seen"))
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    monkeypatch.setenv("TRUEUP_WITNESSES", f"{key.verifier} http://127.0.0.1:{server.server_port}")
    yield key
    server.shutdown()
    server.server_close()
    thread.join()


def test_what_was_signed_is_cosigned(witness: SigningKey, log_of: Make) -> None:
    log_of(3)
    tasks.sign.func()
    log_of(2)
    tasks.sign.func()
    for row in Checkpoint.objects.all():
        signed = checkpoint.verify(checkpoints.published(row), serverkey.verifier(), [witness.verifier])
        assert cosign.witnesses(signed) == {witness.verifier: NOW}
    assert Witness.objects.get().trouble == ""
    assert Cosignature.objects.count() == 2


def test_it_is_asked_once_for_each_checkpoint(witness: SigningKey, log_of: Make) -> None:
    log_of(3)
    tasks.sign.func()
    Witness.objects.all().delete()
    tasks.sign.func()
    assert not Witness.objects.exists()


def test_a_log_that_was_set_back_is_known_to_the_witness_alone(witness: SigningKey, log_of: Make, home: Path) -> None:
    log_of(5)
    tasks.sign.func()
    Leaf.objects.filter(pk__gte=3).delete()
    regrown(3)
    Checkpoint.objects.all().delete()
    (home / "keys" / "latest.checkpoint").unlink(missing_ok=True)
    tasks.sign.func()  # the server itself cannot know better
    assert "has seen 5 leaves, and this log shows 3" in Witness.objects.get().trouble
    note("and goes on")
    with pytest.raises(LedgerError, match="a witness has seen another history"):
        tasks.sign.func()


def test_a_log_with_another_past_is_not_cosigned(witness: SigningKey, log_of: Make, home: Path) -> None:
    log_of(5)
    tasks.sign.func()
    forged(1, "never said")
    regrown(5)
    note("one more")
    Checkpoint.objects.all().delete()
    tasks.sign.func()
    row = Witness.objects.get()
    assert row.stops
    assert not Cosignature.objects.exists()


def test_a_witness_that_agrees_again_lets_the_log_go_on(witness: SigningKey, log_of: Make) -> None:
    log_of(3)
    tasks.sign.func()
    Cosignature.objects.all().delete()
    Witness.objects.update(stops=True, trouble="had seen another log")
    note("more")
    with pytest.raises(LedgerError):
        tasks.sign.func()
    assert tasks.sign.func() == 4
    assert not Witness.objects.get().stops


def test_a_witness_that_is_away_stops_nothing(log_of: Make, monkeypatch: pytest.MonkeyPatch) -> None:
    key = SigningKey.generate("witness.example", COSIGNATURE)
    monkeypatch.setenv("TRUEUP_WITNESSES", f"{key.verifier} http://127.0.0.1:1")
    log_of(3)
    assert tasks.sign.func() == 3
    row = Witness.objects.get()
    assert "cannot be reached" in row.trouble
    assert not row.stops
    note("goes on")
    assert tasks.sign.func() == 4


@pytest.mark.parametrize("line", ["nonsense", "a b c", "key ftp://x", "x+y+z http://w.example"])
def test_a_line_that_names_no_witness_is_refused(line: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TRUEUP_WITNESSES", line)
    with pytest.raises(LedgerError):
        witnesses.known()


def test_a_log_key_is_no_witness(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TRUEUP_WITNESSES", f"{serverkey.verifier()} http://w.example")
    with pytest.raises(LedgerError, match="is not a witness's"):
        witnesses.known()


def test_several_stand_on_lines_or_between_semicolons(monkeypatch: pytest.MonkeyPatch) -> None:
    keys = [SigningKey.generate(name, COSIGNATURE).verifier for name in ("a.example", "b.example")]
    for between in ("; ", "\n"):
        monkeypatch.setenv("TRUEUP_WITNESSES", between.join(f"{key} https://{key.name}" for key in keys))
        assert [each.key for each in witnesses.known()] == keys


def test_a_clock_that_differs_is_shown(witness: SigningKey, log_of: Make) -> None:
    log_of(1)
    row = checkpoints.current(NOW + dt.timedelta(minutes=20))
    witnesses.ask_all(row, NOW)
    assert witnesses.skew(Cosignature.objects.get()) == dt.timedelta(minutes=20)
    log_of(1)
    witnesses.ask_all(checkpoints.current(NOW), NOW)
    assert witnesses.skew(Cosignature.objects.get(checkpoint__size=2)) is None
