"""Leaves, commitments and statements: one text for one meaning, and a signature for nothing else."""

from __future__ import annotations

import datetime as dt
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from trueup.ledger import leaf, statement
from trueup.ledger.keys import SigningKey
from trueup.ledger.leaf import Leaf, Payload
from trueup.ledger.merkle import leaf_hash
from trueup.ledger.statement import Signature, Statement, Subject
from trueup.vocabulary import LedgerError, canonical, digest

ANA = SigningKey.from_seed("northwind/ana", b"a" * 32)
BEN = SigningKey.from_seed("atlas/ben", b"b" * 32)
NOW = dt.datetime(2026, 3, 1, 12, 0, 0, 250_000, tzinfo=dt.UTC)
LEAF = Leaf.about(
    "signature", book="northwind", subject="agreement/claims@2", payload=Payload(sha256="ab" * 32), actor="m7", time=NOW
)
SUBJECT = Subject(
    book="northwind",
    kind="agreement",
    id="claims",
    version=2,
    digest=digest("claims 2"),
    stands_on={"kpi/days@1": digest("days"), "kpi/cost@3": digest("cost")},
)


def signed(subject: Subject = SUBJECT, key: SigningKey = ANA, party: str = "northwind") -> Signature:
    said = Statement.about(subject, party=party, member="ana", held="member", key=key.verifier, at=NOW)
    return statement.sign(said, key)


# Leaves


def test_a_leaf_has_one_text():
    assert LEAF.encoded == (
        b'{"actor":"m7","book":"northwind","payload":{"sha256":"' + b"ab" * 32 + b'"},"schema":"trueup-leaf-1",'
        b'"subject":"agreement/claims@2","time":"2026-03-01T12:00:00.250000Z","type":"signature"}'
    )
    assert Leaf.parse(LEAF.encoded) == LEAF
    assert LEAF.hash == leaf_hash(LEAF.encoded)
    assert LEAF.at == NOW


def changed(**keys) -> bytes:
    return canonical({**json.loads(LEAF.encoded), **keys})


@pytest.mark.parametrize(
    "data",
    [
        LEAF.encoded + b"\n",
        LEAF.encoded.replace(b",", b", "),
        json.dumps(dict(reversed(json.loads(LEAF.encoded).items()))).replace(" ", "").encode(),
        changed(more=1),
        changed(schema="trueup-leaf-2"),
        changed(type="Signature"),
        changed(type=7),
        changed(subject=""),
        changed(subject="a\nb"),
        changed(actor=None),
        changed(time="2026-03-01T12:00:00Z"),
        changed(time="2026-03-01T13:00:00.250000+01:00"),
        changed(time="2026-02-30T12:00:00.000000Z"),
        changed(time="yesterday"),
        changed(payload={}),
        changed(payload={"sha256": "ab" * 32, "commitment": "ab" * 32}),
        changed(payload={"sha256": "AB" * 32}),
        changed(payload={"sha256": "ab" * 31}),
        changed(payload="ab" * 32),
        changed(subject="x" * 5000),
        LEAF.encoded.replace(b'"type":"signature"', b'"type":"signature","type":"signature"'),
        b"[" * 4000,
        b"null",
        b"[]",
        b"",
        b"\xff",
        b'{"a":NaN}',
        b'{"a":"\\ud800"}',
    ],
)
def test_a_leaf_in_any_other_text_is_refused(data: bytes):
    with pytest.raises(LedgerError):
        Leaf.parse(data)


def test_a_time_without_a_zone_is_refused():
    with pytest.raises(LedgerError, match="time zone"):
        Leaf.about("key", book="b", subject="s", payload=LEAF.payload, actor="a", time=NOW.replace(tzinfo=None))


def test_a_commitment_opens_with_its_payload_and_salt_only():
    salt, other = leaf.salt(), leaf.salt()
    assert salt != other
    made = leaf.commit(b"Ana Maier", salt)
    assert leaf.opens(made, b"Ana Maier", salt)
    assert not leaf.opens(made, b"Ana Meier", salt)
    assert not leaf.opens(made, b"Ana Maier", other)
    assert made != leaf.commit(b"Ana Maier", other)
    with pytest.raises(LedgerError, match="32"):
        leaf.commit(b"Ana Maier", b"short")


# Statements


def test_a_signature_verifies_for_what_was_signed():
    said = statement.verify(signed(), ANA.verifier, SUBJECT, "northwind")
    assert (said.member, said.held, said.when, said.type) == ("ana", "member", NOW, "trueup-signature-1")
    assert json.loads(signed().text)["stands_on"] == SUBJECT.stands_on


OTHERS = {
    "agreement": SUBJECT.model_copy(update={"id": "portal"}),
    "version": SUBJECT.model_copy(update={"version": 3}),
    "book": SUBJECT.model_copy(update={"book": "contoso"}),
    "words": SUBJECT.model_copy(update={"digest": digest("claims 2, changed")}),
    "definition of a KPI": SUBJECT.model_copy(
        update={"stands_on": {**SUBJECT.stands_on, "kpi/days@1": digest("other days")}}
    ),
    "version of a KPI": SUBJECT.model_copy(update={"stands_on": {"kpi/days@2": digest("days")}}),
    "no KPI": SUBJECT.model_copy(update={"stands_on": {}}),
}


@pytest.mark.parametrize("what", OTHERS)
def test_a_signature_replayed_for_another_subject_fails(what: str):
    with pytest.raises(LedgerError, match="for something else"):
        statement.verify(signed(), ANA.verifier, OTHERS[what], "northwind")
    with pytest.raises(LedgerError, match="for something else"):
        statement.verify(signed(OTHERS[what]), ANA.verifier, SUBJECT, "northwind")


def test_a_signature_of_another_party_or_key_fails():
    with pytest.raises(LedgerError, match="'northwind' signs here"):
        statement.verify(signed(), ANA.verifier, SUBJECT, "atlas")
    with pytest.raises(LedgerError, match="another key"):
        statement.verify(signed(), BEN.verifier, SUBJECT, "northwind")
    stolen = Signature(signed().text, signed(key=BEN).signature)
    with pytest.raises(LedgerError, match="does not fit"):
        statement.verify(stolen, ANA.verifier, SUBJECT, "northwind")
    with pytest.raises(LedgerError, match="names another key"):
        statement.sign(signed().statement, BEN)


def test_one_key_under_two_names_is_two_keys():
    other = SigningKey.from_seed("northwind/eve", b"a" * 32)
    with pytest.raises(LedgerError, match="another key"):
        statement.verify(signed(), other.verifier, SUBJECT, "northwind")


@given(st.data())
def test_a_signed_text_changed_anywhere_fails(data: st.DataObject):
    made = signed()
    raw = bytearray(made.text.encode())
    at, bit = data.draw(st.integers(0, len(raw) - 1)), data.draw(st.integers(0, 7))
    raw[at] ^= 1 << bit
    with pytest.raises((LedgerError, UnicodeDecodeError)):
        statement.verify(Signature(raw.decode(), made.signature), ANA.verifier, SUBJECT, "northwind")


def test_a_version_that_is_no_number_is_refused():
    for version in ("2", 2.5, True, 0, None):
        with pytest.raises(LedgerError):
            Statement.parse(canonical({**json.loads(signed().text), "version": version}))
