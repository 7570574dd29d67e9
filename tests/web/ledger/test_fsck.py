"""Whoever changes the tables behind the server's back is found, and where."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from django.db.models import F
from pytest_django import DjangoCaptureOnCommitCallbacks

from tests.web.ledger.conftest import NOW, digest_of, note
from trueup.ledger import merkle
from trueup.ledger.keys import SigningKey
from trueup.ledger.leaf import Leaf as Entry
from trueup.web.ledger import fsck, log, serverkey
from trueup.web.ledger.acting import action, record
from trueup.web.ledger.checkpoints import current
from trueup.web.ledger.log import AboutPerson
from trueup.web.ledger.models import Checkpoint, Head, Leaf, Node, Personal

Make = Callable[[int], list[int]]


@pytest.fixture
def signed(log_of: Make, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks) -> None:
    """A log of 12 leaves with checkpoints of 5 and 12, kept beside the key too."""
    with django_capture_on_commit_callbacks(execute=True):
        log_of(5)
        current(NOW)
        log_of(7)
        current(NOW)


def findings() -> list[str]:
    return [str(each) for each in fsck.differences(serverkey.verifier())]


def test_a_whole_log_has_no_differences(signed: None) -> None:
    assert findings() == []


def test_an_empty_log_has_none_either(db: None) -> None:
    assert findings() == []


def forged(index: int, says: str) -> Entry:
    """A leaf that says something else, written as carefully as one could."""
    row = Leaf.objects.get(pk=index)
    entry = Entry.parse(row.data)
    other = entry.model_copy(update={"payload": entry.payload.model_copy(update={"sha256": digest_of(says)})})
    Leaf.objects.filter(pk=index).update(data=log.text_of(other), hash=other.hash, payload=digest_of(says))
    return other


def test_an_edited_text(signed: None) -> None:
    row = Leaf.objects.get(pk=3)
    Leaf.objects.filter(pk=3).update(data=row.data.replace("acme/1", "acme/2"))
    assert findings()[0] == "leaf 3: its text was changed: it has another hash than is stored"


def test_an_edited_text_with_its_hash(signed: None) -> None:
    forged(3, "never said")
    assert findings()[0] == "leaves 3 to 3: their stored hash is not the one that follows from the leaves"
    assert any(each.startswith("checkpoint 5: was signed over other leaves") for each in findings())


def regrown(count: int) -> None:
    """Write tree and head anew, as somebody would who knows the code."""
    hashes = [bytes(hashed) for hashed in Leaf.objects.order_by("index").values_list("hash", flat=True)]
    assert len(hashes) == count
    grown = merkle.append(0, (), hashes)
    Node.objects.all().delete()
    Node.objects.bulk_create(Node(level=level, index=at, hash=value) for level, at, value in grown.nodes())
    Head.objects.update(size=grown.size, peaks=b"".join(grown.peaks))


def test_an_edit_with_all_that_follows_from_it(signed: None) -> None:
    forged(3, "never said")
    regrown(12)
    assert findings()[0].startswith("checkpoint 5: was signed over other leaves: some leaf before 5")


def test_an_edit_after_the_last_checkpoint_but_one_points_behind_it(signed: None) -> None:
    forged(8, "never said")
    regrown(12)
    assert findings()[0].startswith("checkpoint 12: was signed over other leaves")
    assert not any(each.startswith("checkpoint 5") for each in findings())


def test_a_column_that_says_something_else(signed: None) -> None:
    Leaf.objects.filter(pk=4).update(subject="agreement/other")
    assert findings() == ["leaf 4: its column for subject says something else than its text"]


def test_a_deleted_leaf(signed: None) -> None:
    Leaf.objects.filter(pk=6).delete()
    assert findings()[0] == "leaf 6: is missing: after it comes leaf 7"


def test_a_deleted_leaf_whose_place_was_closed(signed: None) -> None:
    Leaf.objects.filter(pk=6).delete()
    for index in range(7, 12):
        Leaf.objects.filter(pk=index).update(index=F("index") - 1)
    regrown(11)
    found = findings()
    assert any("covers 12 leaves, and the log has 11: it was cut or set back" in each for each in found)


def test_an_inserted_leaf(signed: None) -> None:
    for index in range(11, 1, -1):
        Leaf.objects.filter(pk=index).update(index=index + 1)
    first = Leaf.objects.get(pk=1)
    first.pk = 2
    first.save(force_insert=True)
    regrown(13)
    assert findings()[0].startswith("checkpoint 5: was signed over other leaves")


def test_two_leaves_that_changed_places(signed: None) -> None:
    Leaf.objects.filter(pk=2).update(index=99)
    Leaf.objects.filter(pk=3).update(index=2)
    Leaf.objects.filter(pk=99).update(index=3)
    assert findings()[0] == "leaves 2 to 3: their stored hash is not the one that follows from the leaves" or (
        findings()[0].startswith("leaves 2 to 2")
    )


def test_a_cut_log(signed: None) -> None:
    Leaf.objects.filter(pk__gte=9).delete()
    regrown(9)
    assert findings() == [
        "checkpoint 12: covers 12 leaves, and the log has 9: it was cut or set back",
        "the checkpoint of 12 beside the key: covers 12 leaves, and the log has 9: it was cut or set back",
    ]


def test_a_cut_log_whose_checkpoint_was_deleted_too(signed: None) -> None:
    Checkpoint.objects.filter(size=12).delete()
    Leaf.objects.filter(pk__gte=9).delete()
    regrown(9)
    assert findings() == [
        "the checkpoint of 12 beside the key: covers 12 leaves, and the log has 9: it was cut or set back"
    ]


def test_a_missing_hash_and_one_too_many(signed: None) -> None:
    Node.objects.filter(level=1, index=2).delete()
    assert findings()[0] == "leaves 4 to 5: their stored hash is missing"
    Node.objects.create(level=1, index=2, hash=log.root_at(1))
    Node.objects.create(level=0, index=40, hash=log.root_at(1))
    assert any(each.startswith("hashes: ") for each in findings())


def test_a_head_that_is_wrong(signed: None) -> None:
    Head.objects.update(size=13)
    assert "head: says 13 leaves, and 12 follow one another" in findings()
    Head.objects.update(size=12, peaks=b"\x00" * 64)
    assert "head: its peaks are not those that follow from the leaves" in findings()


def test_another_key(signed: None, home: Path) -> None:
    (home / "keys" / "log.key").write_text(serverkey.written(SigningKey.generate(serverkey.origin())) + "\n")
    found = findings()
    assert [each.split(":")[0] for each in found] == ["checkpoint 5", "checkpoint 12", "the checkpoint beside the key"]


def test_a_forged_checkpoint(signed: None) -> None:
    row = Checkpoint.objects.get(size=5)
    Checkpoint.objects.filter(size=5).update(note=row.note.replace("\n5\n", "\n6\n"))
    assert "does not fit" in findings()[0]


def test_a_checkpoint_whose_row_says_something_else(signed: None) -> None:
    Checkpoint.objects.filter(size=12).update(note=Checkpoint.objects.get(size=5).note)
    assert "checkpoint 12: its signed text names another size or root than its row" in findings()


def test_a_changed_personal_payload(db: None) -> None:
    @action("test.person")
    def invited() -> int:
        about = AboutPerson(7, {"email": "ana@northwind.example"})
        return record("member.invited", about, actor="northwind/1", at=NOW, subject="member/3")

    index = invited()
    assert findings() == []
    assert "ana" not in Leaf.objects.get(pk=index).data
    Personal.objects.update(payload='{"email":"bob@northwind.example"}')
    assert findings() == ["personal payload of leaf 0: was changed: it does not open the commitment"]
    Personal.objects.update(leaf=5)
    assert findings() == ["personal payload of leaf 5: there is no such leaf"]


def test_a_long_log_is_walked_in_parts(monkeypatch: pytest.MonkeyPatch, log_of: Make) -> None:
    monkeypatch.setattr(fsck, "CHUNK", 3)
    log_of(14)
    assert findings() == []
    forged(10, "never said")
    assert findings()[0].startswith("leaves 10 to 10")


def test_a_leaf_that_is_no_leaf(signed: None) -> None:
    Leaf.objects.filter(pk=0).update(data="{}")
    found = findings()
    assert found[0].startswith("leaf 0: its text was changed")
    assert found[1].startswith("leaf 0: a leaf is not valid")


def test_what_was_recorded_meanwhile_does_not_matter(signed: None) -> None:
    note("afterwards")
    assert findings() == []
