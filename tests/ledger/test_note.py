"""Signed notes, checkpoints, cosignatures and receipts: by the specifications' examples and by what they forbid."""

from __future__ import annotations

import csv
import datetime as dt
from pathlib import Path

import pytest

from trueup.ledger import checkpoint, cosign, note
from trueup.ledger.checkpoint import Checkpoint
from trueup.ledger.keys import COSIGNATURE, SigningKey, VerifierKey
from trueup.ledger.merkle import EMPTY, leaf_hash
from trueup.ledger.note import Note, NoteSignature
from trueup.ledger.proof import Proof
from trueup.ledger.tree import Tree
from trueup.vocabulary import LedgerError

LOG = SigningKey.from_seed("log.example/northwind", b"l" * 32)
OTHER_LOG = SigningKey.from_seed("log.example/contoso", b"o" * 32)
ANA = SigningKey.from_seed("northwind/ana", b"a" * 32)
WITNESS = SigningKey.from_seed("witness.example/w1", b"w" * 32, COSIGNATURE)
NOW = dt.datetime(2026, 3, 1, 12, tzinfo=dt.UTC)
ENTRIES = [b"entry %d" % i for i in range(8)]


def examples(shared_reference: Path) -> dict[str, dict[str, str]]:
    rows = csv.DictReader((shared_reference / "tlog_examples.csv").read_text(encoding="utf-8").splitlines())
    return {row["kind"].split("(")[0]: row for row in rows}


def head(tree: Tree, size: int | None = None, key: SigningKey = LOG) -> Note:
    at = tree.size if size is None else size
    return checkpoint.sign(Checkpoint(key.name, at, tree.root(at)), key)


# Notes


def test_the_example_of_the_specification_verifies(shared_reference: Path):
    row = examples(shared_reference)["signed-note"]
    key = VerifierKey.parse(row["key"])
    assert str(key) == row["key"]
    text = row["text"].replace("\\n", "\n")
    signed = Note.parse(f"{text}\n\u2014 {row['signature_line'].removeprefix(chr(0x2014) + ' ')}\n")
    assert list(note.verify(signed, [key])) == [key]
    changed = Note(signed.text.replace("message", "massage"), signed.signatures)
    with pytest.raises(LedgerError, match="does not fit"):
        note.verify(changed, [key])


def test_the_published_cosignature_is_read_with_its_time(shared_reference: Path):
    row = examples(shared_reference)["checkpoint+cosignature"]
    line = NoteSignature.parse("\u2014 " + row["signature_line"].split(" (")[0])
    assert line.time == 1679315147
    read = Checkpoint.parse(row["text"].replace("\\n", "\n"))
    assert (read.origin, read.size) == ("example.com/behind-the-sofa", 20852163)
    assert read.text == row["text"].replace("\\n", "\n")


def test_a_note_is_read_as_it_was_written():
    made = note.sign("one\n\ntwo\n\n", LOG, ANA)
    assert Note.parse(str(made)) == made
    assert set(note.verify(made, [ANA.verifier, LOG.verifier])) == {LOG.verifier, ANA.verifier}


def test_unknown_keys_are_ignored_even_if_they_share_a_name():
    namesake = SigningKey.from_seed(LOG.name, b"n" * 32)
    made = note.sign("text\n", namesake, LOG)
    assert list(note.verify(made, [LOG.verifier])) == [LOG.verifier]
    with pytest.raises(LedgerError, match="no key that is known"):
        note.verify(note.sign("text\n", namesake), [LOG.verifier])


def test_a_bad_signature_of_a_known_key_fails_the_note_whoever_else_signed():
    good = note.sign("text\n", ANA)
    bad = NoteSignature(LOG.name, LOG.verifier.id, b"\x00" * 64)
    with pytest.raises(LedgerError, match=r"log\.example.*does not fit"):
        note.verify(good.signed_too(bad), [ANA.verifier, LOG.verifier])
    assert list(note.verify(good.signed_too(bad), [ANA.verifier])) == [ANA.verifier]


def test_of_two_signatures_by_one_key_both_must_fit():
    good = note.sign("text\n", LOG)
    bad = NoteSignature(LOG.name, LOG.verifier.id, b"\x00" * 64)
    for lines in ((*good.signatures, bad), (bad, *good.signatures)):
        with pytest.raises(LedgerError, match="does not fit"):
            note.verify(Note(good.text, lines), [LOG.verifier])


def test_sixteen_signatures_are_accepted_and_a_flood_is_not():
    keys = [SigningKey.from_seed(f"k{i}", bytes([i]) * 32) for i in range(16)]
    made = note.sign("text\n", *keys)
    assert len(note.verify(Note.parse(str(made)), [key.verifier for key in keys])) == 16
    with pytest.raises(LedgerError, match="more than 100"):
        Note.parse(f"text\n\n{str(made.signatures[0]) * 101}")
    with pytest.raises(LedgerError, match="bytes"):
        Note.parse("x" * 1_000_001)


LINE = str(note.sign("text\n", LOG).signatures[0])


@pytest.mark.parametrize(
    "text",
    [
        "",
        "text\n",
        "text\n\n",
        f"text\n{LINE}",
        f"\n\n{LINE}",
        f"text\n\n{LINE}".removesuffix("\n"),
        f"text\n\n{LINE}\n",
        f"te\txt\n\n{LINE}",
        f"te\rxt\n\n{LINE}",
        f"te\x00xt\n\n{LINE}",
        f"text\n\n{LINE.replace(chr(0x2014), '-')}",
        f"text\n\n{LINE.replace('log.example', 'log example')}",
        f"text\n\n{LINE.replace('log.example', 'log+example')}",
        f"text\n\n{LINE.replace('log.example', 'log' + chr(0x2003) + 'example')}",
        f"text\n\n{LINE.replace('=', '')}",
        f"text\n\n{LINE[:-4]}!==\n",
        f"text\n\n\u2014 {LOG.name} AAAA\n",
        f"text\n\n\u2014 {LOG.name} \n",
        b"te\xffxt\n\n" + LINE.encode(),
    ],
)
def test_what_the_format_forbids_is_refused(text: str | bytes):
    with pytest.raises(LedgerError):
        note.verify(Note.parse(text), [LOG.verifier])


def test_base64_has_one_spelling_only():
    """The last character of a signature holds bits that mean nothing: another one there is another text."""
    code = LINE.rstrip("\n").rsplit(" ", 1)[1]
    assert code.endswith("=")
    at = len(code.rstrip("=")) - 1
    alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/"
    other = code[:at] + alphabet[alphabet.index(code[at]) ^ 1] + code[at + 1 :]
    with pytest.raises(LedgerError, match="base 64"):
        Note.parse("text\n\n" + LINE.replace(code, other))


@pytest.mark.parametrize("text", ["", "\n", "no newline", "tab\t\n"])
def test_only_a_text_that_can_be_a_note_is_signed(text: str):
    with pytest.raises(LedgerError):
        note.sign(text, LOG)


# Checkpoints


def test_a_checkpoint_is_signed_by_its_log_and_by_no_other():
    tree = Tree(ENTRIES)
    signed = checkpoint.verify(str(head(tree)), LOG.verifier)
    assert signed.checkpoint == Checkpoint(LOG.name, 8, tree.root())
    with pytest.raises(LedgerError, match="speak for"):
        checkpoint.sign(signed.checkpoint, OTHER_LOG)
    foreign = note.sign(signed.checkpoint.text, OTHER_LOG)
    with pytest.raises(LedgerError, match="no key that is known"):
        checkpoint.verify(foreign, LOG.verifier)
    with pytest.raises(LedgerError, match="not of"):
        checkpoint.verify(foreign, OTHER_LOG.verifier)


def test_a_witness_alone_does_not_make_a_checkpoint():
    body = Checkpoint(LOG.name, 8, Tree(ENTRIES).root())
    alone = Note(body.text, (cosign.cosign(body, WITNESS, NOW),))
    with pytest.raises(LedgerError, match="log has not signed"):
        checkpoint.verify(alone, LOG.verifier, [WITNESS.verifier])


ROOT = "A" * 43 + "="


@pytest.mark.parametrize(
    "text",
    [
        "origin\n8\n",
        f"\n8\n{ROOT}\n",
        f"origin\n08\n{ROOT}\n",
        f"origin\n-8\n{ROOT}\n",
        f"origin\n+8\n{ROOT}\n",
        f"origin\n8 \n{ROOT}\n",
        f"origin\n\u0668\n{ROOT}\n",
        f"origin\n9223372036854775808\n{ROOT}\n",
        f"origin\n8\n{ROOT[:-4]}\n",
        f"origin\n8\n{ROOT}\n\n",
        f"origin\n0\n{ROOT}\n",
    ],
)
def test_a_text_that_is_no_checkpoint_is_refused(text: str):
    with pytest.raises(LedgerError):
        Checkpoint.parse(text)


def test_an_empty_log_and_extensions_are_checkpoints():
    for made in (Checkpoint("origin", 0, EMPTY), Checkpoint("origin", 8, b"\x01" * 32, ("more", "and more"))):
        assert Checkpoint.parse(made.text) == made


# Cosignatures


def test_a_cosignature_is_dated_and_the_date_is_signed():
    made = head(Tree(ENTRIES))
    body = Checkpoint.parse(made.text)
    signed = checkpoint.verify(made.signed_too(cosign.cosign(body, WITNESS, NOW)), LOG.verifier, [WITNESS.verifier])
    assert cosign.witnesses(signed) == {WITNESS.verifier: NOW}
    line = signed.signatures[WITNESS.verifier]
    later = NoteSignature(line.name, line.id, (line.time + 1).to_bytes(8, "big") + line.value[8:])
    with pytest.raises(LedgerError, match="does not fit"):
        checkpoint.verify(made.signed_too(later), LOG.verifier, [WITNESS.verifier])


def test_a_cosignature_is_no_plain_signature_and_the_other_way_round():
    body = Checkpoint(LOG.name, 8, Tree(ENTRIES).root())
    with pytest.raises(LedgerError, match="time"):
        cosign.cosign(body, LOG, NOW)
    with pytest.raises(LedgerError, match="time"):
        note.sign(body.text, WITNESS)
    plain = SigningKey(WITNESS.name, WITNESS.private)
    assert plain.verifier.id != WITNESS.verifier.id


# Receipts


def receipt(tree: Tree, index: int, size: int | None = None) -> Proof:
    return Proof(index, tree.inclusion(index, size), head(tree, size))


def test_a_receipt_is_read_as_it_was_written_and_verifies():
    tree = Tree(ENTRIES)
    for extra in (None, b"", b"context"):
        made = Proof(5, tree.inclusion(5), head(tree), extra)
        assert Proof.parse(str(made)) == made
        assert Proof.parse(str(made).encode()) == made
        assert made.verify(leaf_hash(ENTRIES[5]), LOG.verifier).checkpoint.size == 8


def test_a_receipt_of_five_leaves_does_not_hold_with_the_checkpoint_of_eight():
    tree = Tree(ENTRIES)
    old = receipt(tree, 2, 5)
    old.verify(leaf_hash(ENTRIES[2]), LOG.verifier)
    with pytest.raises(LedgerError):
        Proof(old.index, old.path, head(tree, 8)).verify(leaf_hash(ENTRIES[2]), LOG.verifier)


def test_a_receipt_of_another_log_leaf_or_place_does_not_hold():
    tree = Tree(ENTRIES)
    made = receipt(tree, 5)
    with pytest.raises(LedgerError):
        made.verify(leaf_hash(ENTRIES[4]), LOG.verifier)
    with pytest.raises(LedgerError):
        Proof(4, made.path, made.note).verify(leaf_hash(ENTRIES[5]), LOG.verifier)
    foreign = Proof(5, made.path, head(tree, key=OTHER_LOG))
    with pytest.raises(LedgerError):
        foreign.verify(leaf_hash(ENTRIES[5]), LOG.verifier)


def broken_receipts() -> list[str]:
    good = str(receipt(Tree(ENTRIES), 5))
    path = good.split("\n")[2]
    return [
        good.replace("@v1", "@v2"),
        good.replace("index 5", "index 05"),
        good.replace("index 5", "index"),
        good.replace("index 5\n", ""),
        good.replace("index 5", "extra !\nindex 5"),
        good.replace(path, path[:-4]),
        good.replace(path, path + "\n" + path),
        good.replace("\n\n", "\n", 1),
        good.replace(f"{path}\n", f"{path}\n" * 64),
        "",
    ]


@pytest.mark.parametrize("number", range(10))
def test_a_text_that_is_no_receipt_is_refused(number: int):
    with pytest.raises(LedgerError):
        Proof.parse(broken_receipts()[number]).verify(leaf_hash(ENTRIES[5]), LOG.verifier)
