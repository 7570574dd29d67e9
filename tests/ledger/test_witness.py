"""The witness: every status of the protocol, and nothing that rolls a log back."""

from __future__ import annotations

import datetime as dt
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import httpx
import pytest

from trueup.ledger import checkpoint, cosign, note
from trueup.ledger.checkpoint import Checkpoint
from trueup.ledger.keys import COSIGNATURE, SigningKey
from trueup.ledger.merkle import EMPTY
from trueup.ledger.note import Note
from trueup.ledger.tree import Tree
from trueup.ledger.witness import client
from trueup.ledger.witness.records import Records
from trueup.ledger.witness.rule import SIZE, Answer, Submission, Witness
from trueup.ledger.witness.server import WitnessServer, answer
from trueup.vocabulary import LedgerError

LOG = SigningKey.from_seed("log.example/northwind", b"l" * 32)
OTHER = SigningKey.from_seed("log.example/contoso", b"o" * 32)
KEY = SigningKey.from_seed("witness.example/w1", b"w" * 32, COSIGNATURE)
NOW = dt.datetime(2026, 3, 1, 12, tzinfo=dt.UTC)
TREE = Tree(b"entry %d" % i for i in range(20))
WITNESS = Witness(KEY, {LOG.name: (LOG.verifier,)}, lambda: NOW)


@pytest.fixture
def records(tmp_path: Path) -> Records:
    return Records(tmp_path / "records")


def head(size: int, tree: Tree = TREE, key: SigningKey = LOG) -> Note:
    return checkpoint.sign(Checkpoint(key.name, size, tree.root(size)), key)


def request(old: int, new: int, tree: Tree = TREE) -> bytes:
    return str(Submission(old, tree.consistency(old, new) if old else (), head(new, tree))).encode()


def ask(records: Records, body: bytes) -> Answer:
    return answer(WITNESS, records, body)


def size(records: Records) -> int | None:
    latest = records.latest(LOG.name)
    return latest and latest.size


def test_a_log_that_grows_is_cosigned_each_time(records: Records):
    for old, new in ((0, 3), (3, 3), (3, 8), (8, 20)):
        given = ask(records, request(old, new))
        assert given.status == 200
        line = note.NoteSignature.parse(given.body.removesuffix("\n"))
        signed = checkpoint.verify(head(new).signed_too(line), LOG.verifier, [KEY.verifier])
        assert cosign.witnesses(signed) == {KEY.verifier: NOW}
        assert size(records) == new


def test_an_empty_log_may_be_cosigned_and_then_grow(records: Records):
    empty = str(Submission(0, (), checkpoint.sign(Checkpoint(LOG.name, 0, EMPTY), LOG))).encode()
    assert [ask(records, body).status for body in (empty, empty, request(0, 5), empty)] == [200, 200, 200, 409]


def test_an_unknown_log_is_404(records: Records):
    body = str(Submission(0, (), head(3, key=OTHER))).encode()
    assert ask(records, body).status == 404


def test_a_checkpoint_that_the_log_has_not_signed_is_403(records: Records):
    body = str(Submission(0, (), note.sign(head(3).text, OTHER))).encode()
    assert ask(records, body).status == 403
    forged = head(3)
    forged = Note(Checkpoint(LOG.name, 3, TREE.root(4)).text, forged.signatures)
    assert ask(records, str(Submission(0, (), forged)).encode()).status == 403
    assert size(records) is None


def test_signatures_of_others_beside_the_logs_do_not_disturb(records: Records):
    body = Submission(0, (), head(3).signed_too(*note.sign(head(3).text, OTHER).signatures))
    assert ask(records, str(body).encode()).status == 200


def test_an_old_size_above_the_new_one_is_400(records: Records):
    body = str(Submission(5, (), head(3))).encode()
    assert ask(records, body).status == 400


@pytest.mark.parametrize(
    "change",
    [
        lambda text: "",
        lambda text: text.replace("old 3", "old 03"),
        lambda text: text.replace("old 3", "old -3"),
        lambda text: text.replace("old 3", "3"),
        lambda text: text.replace("old 3\n", ""),
        lambda text: text.replace("\n\n", "\n", 1),
        lambda text: text.replace("old 3\n", "old 3\n" + "A" * 43 + "=\n" + ("A" * 43 + "=\n") * 63),
        lambda text: text.replace("old 3\n", "old 3\nAAAA\n"),
        lambda text: text.replace("\n8\n", "\n08\n"),
        lambda text: text.split("\n\n")[0] + "\n\n",
    ],
)
def test_what_the_protocol_forbids_is_400(records: Records, change):
    assert ask(records, change(request(3, 8).decode()).encode()).status == 400
    assert ask(records, b"\xff\xfe").status == 400


def test_another_size_on_record_is_409_and_says_which(records: Records):
    ask(records, request(0, 8))
    for body in (request(0, 20), request(3, 20), request(9, 20)):
        given = ask(records, body)
        assert (given.status, given.body, given.type) == (409, "8\n", SIZE)
    assert size(records) == 8


def test_a_replayed_older_checkpoint_is_409(records: Records):
    ask(records, request(0, 8))
    ask(records, request(8, 20))
    assert ask(records, request(0, 8)).status == 409
    assert ask(records, request(8, 8)).status == 409
    assert size(records) == 20


def test_two_roots_of_one_size_are_409(records: Records):
    fork = Tree([*(b"entry %d" % i for i in range(7)), b"another eighth"])
    ask(records, request(0, 8))
    assert ask(records, request(8, 8, fork)).status == 409
    assert records.latest(LOG.name) == Checkpoint(LOG.name, 8, TREE.root(8))


def test_a_fork_that_grew_is_422_whatever_it_proves(records: Records):
    fork = Tree([*(b"entry %d" % i for i in range(7)), *(b"other %d" % i for i in range(8))])
    ask(records, request(0, 8))
    for path in (fork.consistency(8, 12), TREE.consistency(8, 12), ()):
        assert ask(records, str(Submission(8, path, head(12, fork))).encode()).status == 422
    assert size(records) == 8


def test_a_proof_where_none_belongs_is_422(records: Records):
    assert ask(records, str(Submission(0, TREE.consistency(3, 8), head(8))).encode()).status == 422
    ask(records, request(0, 8))
    assert ask(records, str(Submission(8, TREE.consistency(3, 8), head(8))).encode()).status == 422


def test_what_is_cosigned_is_on_disk_before_it_is_answered(records: Records, monkeypatch: pytest.MonkeyPatch):
    def fails(_: int) -> None:
        raise OSError("disk full")

    monkeypatch.setattr("os.fsync", fails)
    with pytest.raises(OSError, match="disk full"):
        ask(records, request(0, 8))
    monkeypatch.undo()
    assert size(Records(records.folder)) is None


def test_a_record_that_is_damaged_or_anothers_stops_the_witness(records: Records):
    ask(records, request(0, 8))
    [file] = records.folder.glob("*.checkpoint")
    for text in ("", "nonsense\n", Checkpoint(OTHER.name, 8, TREE.root(8)).text):
        file.write_text(text)
        with pytest.raises(LedgerError):
            ask(records, request(8, 20))


def test_a_race_never_rolls_back(records: Records):
    """The race of the specification: two submissions are checked against one record, and the shorter is kept last."""
    ask(records, request(0, 3))
    sizes = list(range(4, 21))
    start = threading.Barrier(len(sizes))

    def submit(new: int) -> Answer:
        start.wait()
        return answer(WITNESS, Records(records.folder), request(3, new))

    with ThreadPoolExecutor(len(sizes)) as pool:
        given = list(pool.map(submit, sizes))
    cosigned = [new for new, each in zip(sizes, given, strict=True) if each.status == 200]
    assert len(cosigned) == 1, "each claimed to follow the same record, so only one can"
    assert size(records) == cosigned[0]
    assert {each.status for each in given} == {200, 409}


def test_nobody_is_judged_while_another_is_being_judged(records: Records):
    """The same race, in the order that the specification writes down."""
    done = threading.Event()

    def overtakes(latest: Checkpoint | None) -> Answer:
        other = threading.Thread(target=lambda: (ask(records, request(0, 20)), done.set()))
        other.start()
        assert not done.wait(0.2), "the longer one was cosigned between looking and keeping"
        return Answer(200, "", record=Checkpoint(LOG.name, 8, TREE.root(8)))

    records.settle(LOG.name, overtakes)
    assert done.wait(10)
    assert size(records) == 8, "the longer one was judged after, and did not follow"


# Over HTTP


@pytest.fixture
def url(records: Records) -> Iterator[str]:
    with WitnessServer(("127.0.0.1", 0), WITNESS, records) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()
        thread.join()


@pytest.fixture(autouse=True)
def quiet(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr("trueup.ledger.witness.server._Handler.log_message", lambda *_: None)


def prove(new: int):
    return lambda old: TREE.consistency(old, new)


def test_a_log_gets_its_cosignature_and_catches_up_by_itself(url: str):
    for new, known in ((3, 0), (8, 3), (20, 0)):
        made = client.cosign(url, head(new), prove(new), KEY.verifier, old=known)
        signed = checkpoint.verify(made, LOG.verifier, [KEY.verifier])
        assert cosign.witnesses(signed) == {KEY.verifier: NOW}


def test_a_log_that_was_rolled_back_is_told(url: str):
    client.cosign(url, head(20), prove(20), KEY.verifier)
    with pytest.raises(LedgerError, match="rolled back"):
        client.cosign(url, head(8), prove(8), KEY.verifier)


def test_a_refusal_says_why(url: str):
    with pytest.raises(LedgerError, match="404"):
        client.cosign(url, head(3, key=OTHER), prove(3), KEY.verifier)


def test_a_cosignature_of_another_key_is_not_taken(url: str):
    namesake = SigningKey.from_seed(KEY.name, b"x" * 32, COSIGNATURE)
    with pytest.raises(LedgerError, match="has not signed"):
        client.cosign(url, head(3), prove(3), namesake.verifier)


def test_a_witness_that_is_not_there_is_an_error_of_ours():
    with pytest.raises(LedgerError, match="cannot be reached"):
        client.cosign("http://127.0.0.1:1", head(3), prove(3), KEY.verifier, timeout=2)


def test_other_requests_are_answered_in_words(url: str):
    who = httpx.get(url)
    assert str(KEY.verifier) in who.text
    assert LOG.name in who.text
    assert httpx.post(f"{url}/elsewhere", content=b"x").status_code == 404
    assert httpx.post(f"{url}/add-checkpoint", content=b"x" * 2_000_000).status_code == 413
    assert httpx.post(f"{url}/add-checkpoint", content=iter([b"x"])).status_code == 400
    conflict = httpx.post(f"{url}/add-checkpoint", content=request(3, 8))
    assert (conflict.status_code, conflict.text, conflict.headers["content-type"]) == (409, "0\n", SIZE)
