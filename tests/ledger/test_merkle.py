"""Trees and proofs: by published vectors, by a tree written the slow way, and against those who lie."""

from __future__ import annotations

import base64
import csv
import hashlib
import json
from collections import Counter
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from trueup.ledger import merkle
from trueup.ledger.tree import Tree
from trueup.vocabulary import LedgerError

ENTRIES = [
    b"",
    b"\x00",
    b"\x10",
    b"\x20\x21",
    b"\x30\x31",
    b"\x40\x41\x42\x43",
    bytes(range(0x50, 0x58)),
    bytes(range(0x60, 0x70)),
]


def slow_root(entries: list[bytes]) -> bytes:
    """RFC 9162, 2.1.1, to the letter."""
    if not entries:
        return hashlib.sha256(b"").digest()
    if len(entries) == 1:
        return hashlib.sha256(b"\x00" + entries[0]).digest()
    split = 1
    while split * 2 < len(entries):
        split *= 2
    return hashlib.sha256(b"\x01" + slow_root(entries[:split]) + slow_root(entries[split:])).digest()


def slow_consistency(old: int, entries: list[bytes], whole: bool = True) -> list[bytes]:
    """RFC 9162, 2.1.4.1, SUBPROOF, to the letter."""
    if old == len(entries):
        return [] if whole else [slow_root(entries)]
    split = 1
    while split * 2 < len(entries):
        split *= 2
    if old <= split:
        return [*slow_consistency(old, entries[:split], whole), slow_root(entries[split:])]
    return [*slow_consistency(old - split, entries[split:], False), slow_root(entries[:split])]


def holds(check, *arguments) -> bool:
    try:
        check(*arguments)
    except LedgerError:
        return False
    return True


# The published vectors


def vectors(shared_data: Path, kind: str) -> list[tuple[str, dict]]:
    files = sorted((shared_data / "merkle" / "testdata" / kind).rglob("*.json"))
    return [(file.as_posix(), json.loads(file.read_text())) for file in files]


def hashes(vector: dict) -> list[bytes]:
    return [base64.b64decode(each) for each in vector["proof"] or []]


def judge_inclusion(v: dict) -> bool:
    leaf, root = base64.b64decode(v["leafHash"] or ""), base64.b64decode(v["root"] or "")
    return holds(merkle.verify_inclusion, v["leafIdx"], v["treeSize"], leaf, root, hashes(v))


def judge_consistency(v: dict) -> bool:
    old, new = base64.b64decode(v["root1"] or ""), base64.b64decode(v["root2"] or "")
    return holds(merkle.verify_consistency, v["size1"], v["size2"], old, new, hashes(v))


def judge_subtree_inclusion(v: dict) -> bool:
    leaf, root = base64.b64decode(v["leafHash"] or ""), base64.b64decode(v["root"] or "")
    index, size = v["leafIdx"] - v["start"], v["end"] - v["start"]
    return holds(merkle.verify_inclusion, index, size, leaf, root, hashes(v))


def judge_subtree_consistency(v: dict) -> bool:
    part, whole = base64.b64decode(v["root1"] or ""), base64.b64decode(v["root2"] or "")
    return holds(merkle.verify_subtree, v["start"], v["end"], part, v["size"], whole, hashes(v))


JUDGES = {
    "inclusion": (judge_inclusion, 98),
    "consistency": (judge_consistency, 98),
    "subtreeinclusion": (judge_subtree_inclusion, 204),
    "subtreeconsistency": (judge_subtree_consistency, 118),
}


@pytest.mark.parametrize("kind", JUDGES)
def test_every_published_vector_is_judged_right(shared_data: Path, kind: str):
    judge, count = JUDGES[kind]
    found = vectors(shared_data, kind)
    assert len(found) == count
    assert [name for name, vector in found if judge(vector) == vector["wantErr"]] == []


def test_every_published_root_and_path_is_what_we_compute(shared_reference: Path):
    rows = list(csv.DictReader((shared_reference / "merkle_rfc6962_vectors.csv").read_text().splitlines()))
    seen = Counter(row["kind"] for row in rows)
    tree = Tree(ENTRIES)
    for row in rows:
        size, expected = int(row["tree_size"] or 0), [bytes.fromhex(each) for each in row["hex"].split()]
        if row["kind"] == "mth":
            assert [tree.root(size)] == expected
        elif row["kind"] == "inclusion_path":
            assert list(tree.inclusion(int(row["input"].removeprefix("leaf=")), size)) == expected
        elif row["kind"] == "consistency_path":
            assert list(tree.consistency(int(row["input"].removeprefix("from=")), size)) == expected
    assert (seen["mth"], seen["inclusion_path"]) == (9, 8)
    assert seen["consistency_path"] >= 2


def test_single_hashes_as_certificate_transparency_publishes_them():
    assert merkle.EMPTY.hex().startswith("e3b0c442")
    assert merkle.leaf_hash(b"").hex().startswith("6e340b9c")
    assert merkle.leaf_hash(b"L123456").hex().startswith("395aa064")
    assert merkle.node_hash(b"N123", b"N456").hex().startswith("aa217fe8")


def test_from_six_to_eight_leaves_takes_exactly_three_hashes():
    path = Tree(ENTRIES).consistency(6, 8)
    assert [each.hex()[:8] for each in path] == ["0ebc5d34", "ca854ea1", "d37ee418"]


# Against a tree written the slow way


@given(st.lists(st.binary(max_size=8), max_size=70), st.data())
def test_growing_in_any_portions_gives_the_tree_of_the_definition(entries: list[bytes], data: st.DataObject):
    tree, cuts = Tree(), sorted(data.draw(st.lists(st.integers(0, len(entries)), max_size=5)))
    for start, end in zip([0, *cuts], [*cuts, len(entries)], strict=True):
        tree.extend([merkle.leaf_hash(entry) for entry in entries[start:end]])
    for size in range(len(entries) + 1):
        assert tree.root(size) == slow_root(entries[:size])


@given(st.integers(0, 130), st.integers(0, 40))
def test_what_append_returns_is_all_that_has_to_be_stored(before: int, more: int):
    leaves = [merkle.leaf_hash(b"%d" % i) for i in range(before + more)]
    first = merkle.append(0, (), leaves[:before])
    then = merkle.append(first.size, first.peaks, leaves[before:])
    stored = {(level, index): value for level, index, value in [*first.nodes(), *then.nodes()]}
    whole = {(level, index): value for level, index, value in merkle.append(0, (), leaves).nodes()}
    assert stored == whole
    assert len(list(first.nodes())) + len(list(then.nodes())) == len(whole)
    assert then.peaks == tuple(whole[at] for at in merkle.frontier(before + more))
    assert then.root == slow_root([b"%d" % i for i in range(before + more)])


@given(st.integers(1, 200), st.data())
def test_every_leaf_is_proved_and_no_other(size: int, data: st.DataObject):
    entries = [b"%d" % i for i in range(size)]
    tree, index = Tree(entries), data.draw(st.integers(0, size - 1))
    path = tree.inclusion(index)
    merkle.verify_inclusion(index, size, merkle.leaf_hash(entries[index]), tree.root(), path)
    for other in {0, index - 1, index + 1, size - 1} - {index}:
        assert not holds(merkle.verify_inclusion, other, size, merkle.leaf_hash(entries[index]), tree.root(), path), (
            other
        )
    assert not holds(merkle.verify_inclusion, index, size, merkle.leaf_hash(b"other"), tree.root(), path)


@given(st.integers(1, 90), st.data())
def test_every_earlier_tree_is_proved_and_no_other(size: int, data: st.DataObject):
    entries = [b"%d" % i for i in range(size)]
    tree, old = Tree(entries), data.draw(st.integers(1, size))
    path = tree.consistency(old)
    assert list(path) == slow_consistency(old, entries)
    merkle.verify_consistency(old, size, tree.root(old), tree.root(), path)
    forged = Tree([*entries[: old - 1], b"other"]).root()
    assert not holds(merkle.verify_consistency, old, size, forged, tree.root(), path)


@given(st.integers(2, 60), st.data())
def test_a_proof_changed_in_any_bit_proves_nothing(size: int, data: st.DataObject):
    tree, old = Tree(b"%d" % i for i in range(size)), data.draw(st.integers(1, size - 1))
    path = list(tree.consistency(old))
    at, bit = data.draw(st.integers(0, len(path) - 1)), data.draw(st.integers(0, 255))
    changed = bytearray(path[at])
    changed[bit // 8] ^= 1 << bit % 8
    path[at] = bytes(changed)
    assert not holds(merkle.verify_consistency, old, size, tree.root(old), tree.root(), path)


def test_a_proof_asks_for_few_hashes():
    asked: list[tuple[int, int]] = []
    size = 2**40 + 12345

    def node(level: int, index: int) -> bytes:
        asked.append((level, index))
        return b"\x00" * 32

    assert len(merkle.inclusion(2**39 + 7, size, node)) <= 41
    assert len(asked) <= 2 * 41
    asked.clear()
    merkle.consistency(2**39 + 7, size, node)
    assert len(asked) <= 3 * 41


# A prover who lies


def logs() -> dict[str, list[bytes]]:
    """What a dishonest keeper may make of a log of eight, after it has been seen."""
    return {
        "edited": [*ENTRIES[:2], b"edited", *ENTRIES[3:]],
        "deleted": [*ENTRIES[:2], *ENTRIES[3:], b"filler"],
        "inserted": [*ENTRIES[:2], b"inserted", *ENTRIES[2:]],
        "reordered": [ENTRIES[1], ENTRIES[0], *ENTRIES[2:]],
        "forked": [*ENTRIES[:7], b"another eighth"],
    }


@pytest.mark.parametrize("what", logs())
def test_a_rewritten_log_is_never_consistent_with_what_was_seen(what: str):
    honest, forged = Tree(ENTRIES), Tree([*logs()[what], b"later", b"and later"])
    for old in range(1, 9):
        if honest.root(old) == forged.root(old):
            continue  # what they share is not the lie
        for path in (forged.consistency(old), honest.consistency(old), ()):
            assert not holds(merkle.verify_consistency, old, forged.size, honest.root(old), forged.root(), path)


def test_a_log_cut_short_cannot_follow_the_longer_one():
    tree = Tree(ENTRIES)
    for path in ((), tree.consistency(6, 8), tree.consistency(6, 6)):
        assert not holds(merkle.verify_consistency, 8, 6, tree.root(8), tree.root(6), path)


def test_nothing_is_consistent_with_an_empty_log():
    tree = Tree(ENTRIES)
    assert not holds(merkle.verify_consistency, 0, 8, merkle.EMPTY, tree.root(), ())
    assert not holds(merkle.verify_consistency, 0, 0, merkle.EMPTY, merkle.EMPTY, ())
    with pytest.raises(LedgerError, match="at least 1"):
        tree.consistency(0)


@pytest.mark.parametrize("size", [0, 31, 33, 64])
def test_a_hash_of_another_length_is_refused(size: int):
    wrong, right = b"\x00" * size, b"\x00" * 32
    for leaf, sibling in ((wrong, right), (right, wrong)):
        root = merkle.node_hash(leaf, sibling)
        assert not holds(merkle.verify_inclusion, 0, 2, leaf, root, (sibling,))
        assert not holds(merkle.verify_consistency, 1, 2, leaf, root, (sibling,))
    assert holds(merkle.verify_inclusion, 0, 2, right, merkle.node_hash(right, right), (right,))


def test_a_path_from_five_leaves_does_not_lead_to_the_root_of_eight():
    tree = Tree(ENTRIES)
    for index in range(5):
        leaf = merkle.leaf_hash(ENTRIES[index])
        assert not holds(merkle.verify_inclusion, index, 8, leaf, tree.root(8), tree.inclusion(index, 5))


def test_a_node_is_no_leaf():
    """Second preimage: the two hashes below a node, sent as the data of a leaf."""
    tree = Tree(ENTRIES[:4])
    forged = tree.node(0, 0) + tree.node(0, 1)
    assert not holds(merkle.verify_inclusion, 0, 2, merkle.leaf_hash(forged), tree.root(), (tree.node(1, 1),))


def test_appending_to_the_wrong_peaks_is_refused():
    with pytest.raises(LedgerError, match="peaks"):
        merkle.append(3, (b"\x00" * 32,), [b"\x00" * 32])


def test_there_is_no_proof_of_a_leaf_outside_the_tree():
    with pytest.raises(LedgerError, match="no leaf 8"):
        Tree(ENTRIES).inclusion(8)
