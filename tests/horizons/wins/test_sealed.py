from __future__ import annotations

import hashlib
import hmac
from dataclasses import replace

import pytest
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey
from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.horizons.wins.written import place, win
from trueup.horizons.wins import Place, PrivateKey, PublicKey, Sealed, open_sealed, seal
from trueup.horizons.wins.sealed import LENGTHS
from trueup.ledger.leaf import commit
from trueup.vocabulary import InputError, LedgerError
from trueup.vocabulary.digest import canonical

KEY = PrivateKey.generate("acme")


def test_what_is_sealed_opens_with_the_key_and_is_the_same():
    here, wanted = place(), win()
    sealed, commitment = seal(wanted, here, KEY.public)
    opened = open_sealed(Sealed.parse(sealed.text), KEY)
    assert (opened.win, opened.commitment, sealed.place) == (wanted, commitment, here)
    assert repr(wanted.win) not in repr(opened) + repr(sealed) + repr(KEY)


def _labelled(suite: bytes, salt: bytes, label: bytes, key: bytes) -> bytes:
    return hmac.digest(salt or b"\0" * 32, b"HPKE-v1" + suite + label + key, "sha256")


def _expanded(suite: bytes, secret: bytes, label: bytes, info: bytes, length: int) -> bytes:
    labelled = length.to_bytes(2, "big") + b"HPKE-v1" + suite + label + info
    return hmac.digest(secret, labelled + b"\x01", "sha256")[:length]


def opened_by_the_standard(body: bytes, key: X25519PrivateKey, info: bytes) -> bytes:
    """HPKE in base mode, written down from RFC 9180 (4.1, 5.1, 7): a second witness of the format."""
    enc, sent = body[:32], body[32:]
    shared = key.exchange(X25519PublicKey.from_public_bytes(enc))
    kem = b"KEM" + (0x0020).to_bytes(2, "big")
    context = enc + key.public_key().public_bytes_raw()
    secret = _expanded(kem, _labelled(kem, b"", b"eae_prk", shared), b"shared_secret", context, 32)
    suite = b"HPKE" + b"".join(each.to_bytes(2, "big") for each in (0x0020, 0x0001, 0x0003))
    ids = _labelled(suite, b"", b"psk_id_hash", b""), _labelled(suite, b"", b"info_hash", info)
    schedule = b"\0" + ids[0] + ids[1]
    root = _labelled(suite, secret, b"secret", b"")
    used, nonce = _expanded(suite, root, b"key", schedule, 32), _expanded(suite, root, b"base_nonce", schedule, 12)
    return ChaCha20Poly1305(used).decrypt(nonce, sent, b"")


def test_it_is_hpke_as_the_standard_says_bound_to_the_head_of_the_file():
    sealed, commitment = seal(win(), place(), KEY.public)
    inside = opened_by_the_standard(sealed.body, KEY.key, sealed.head)
    assert len(inside) == LENGTHS[0]
    text = inside.rstrip(b"\0")
    assert text.endswith(b"}\x80")
    assert b"Head of claims" in text
    assert commitment not in sealed.text.decode()


@settings(max_examples=20, deadline=None)
@given(text=st.text(st.characters(blacklist_categories=("Cs", "Cc")), min_size=1, max_size=4000).filter(str.strip))
def test_any_text_comes_back_and_has_one_of_few_lengths(text: str):
    sealed, _ = seal(win(win=text), place(), KEY.public)
    assert open_sealed(sealed, KEY).win == win(win=text)
    assert len(sealed.body) - 32 - 16 in LENGTHS


@pytest.mark.parametrize("wanted", ["x", "x" * 3000])
def test_length_tells_little(wanted: str):
    sealed, _ = seal(win(win=wanted), place(), KEY.public)
    assert len(sealed.body) == LENGTHS[0] + 32 + 16


def test_the_longest_win_has_a_length():
    widest = win(win="\U0001f600" * 4000, step="\U0001f600" * 1000, person="\U0001f600" * 200)
    sealed, _ = seal(widest, place(), KEY.public)
    assert open_sealed(sealed, KEY).win == widest


@pytest.mark.parametrize("name", ["book", "stakeholders", "party", "win"])
def test_what_is_moved_does_not_open(name: str):
    sealed, _ = seal(win(), place(), KEY.public)
    moved = replace(sealed, place=replace(sealed.place, **{name: "0" * 32}))
    with pytest.raises(LedgerError, match="changed, or moved"):
        open_sealed(moved, KEY)


@settings(max_examples=30, deadline=None)
@given(at=st.integers(0, 4096 + 47), bit=st.integers(0, 7))
def test_no_bit_can_be_changed(at: int, bit: int):
    sealed, _ = seal(win(), place(), KEY.public)
    body = bytearray(sealed.body)
    body[at] ^= 1 << bit
    with pytest.raises(LedgerError):
        open_sealed(replace(sealed, body=bytes(body)), KEY)


def test_another_key_is_told_apart_and_opens_nothing():
    sealed, _ = seal(win(), place(), KEY.public)
    other = PrivateKey.generate("acme")
    with pytest.raises(LedgerError, match=f"sealed to the key {KEY.public.id}"):
        open_sealed(sealed, other)
    with pytest.raises(LedgerError, match="changed, or moved"):
        open_sealed(replace(sealed, key=other.public.id), other)


def test_a_win_is_not_sealed_to_the_key_of_another_party_and_not_to_a_broken_one():
    with pytest.raises(LedgerError, match="the key of the party"):
        seal(win(), place(party="northwind"), KEY.public)
    with pytest.raises(LedgerError, match="nothing can be sealed"):
        seal(win(), place(), PublicKey("acme", b"\0" * 32))


def test_the_commitment_is_the_ledgers_under_a_salt_that_lies_inside():
    here, wanted = place(), win()
    first, second = seal(wanted, here, KEY.public), seal(wanted, here, KEY.public)
    assert first[1] != second[1]  # nobody can try words who does not have the salt
    inside = opened_by_the_standard(first[0].body, KEY.key, first[0].head)
    salt = bytes.fromhex(inside[len(b'{"salt":"') :][:64].decode())
    said = {"book": here.book, "stakeholders": here.stakeholders, "party": here.party, "win": here.win}
    assert commit(canonical({**said, "text": wanted.plain}), salt) == first[1]


def test_a_text_put_in_its_place_has_another_commitment():
    """Whoever has the public half can seal; the ledger tells."""
    here = place()
    _, written = seal(win(), here, KEY.public)
    forged, _ = seal(win(win="Wants something else."), here, KEY.public)
    assert open_sealed(forged, KEY).commitment != written


def test_what_is_no_win_inside_is_refused():
    from trueup.horizons.wins.sealed import _suite

    here = place()
    for inside in (b"", b"[]", b'{"salt":"00","win":{}}', b"\x80", b'{"win":1}'):
        empty = Sealed(here, KEY.public.id, b"")
        body = _suite().encrypt(inside, KEY.public.key, info=empty.head)
        with pytest.raises(LedgerError, match="no win"):
            open_sealed(replace(empty, body=body), KEY)


@pytest.mark.parametrize(
    "damage",
    [
        lambda text: b"",
        lambda text: text[:-30],
        lambda text: text.replace(b"trueup-win-1", b"trueup-win-2"),
        lambda text: text.replace(b'"acme"', b' "acme"'),
        lambda text: text.replace(b'"acme"', b"[]"),
        lambda text: text.replace(b'"acme"', b'"a\\nb"'),
        lambda text: text + b"\n",
        lambda text: text + b"A" * 70_000,
        lambda text: b"trueup-win-1\n" + b"[" * 60_000,
        lambda text: b"\xff" * 100,
    ],
)
def test_a_damaged_file_is_told(damage):
    sealed, _ = seal(win(), place(), KEY.public)
    with pytest.raises(LedgerError, match=r"damaged|no sealed win"):
        Sealed.parse(damage(sealed.text))


@settings(max_examples=50, deadline=None)
@given(st.binary(max_size=300))
def test_any_bytes_are_refused_by_name(noise: bytes):
    with pytest.raises(LedgerError):
        Sealed.parse(b"trueup-win-1\n" + noise)


def test_names_that_no_file_can_hold_are_refused():
    for wrong in ({"party": "a\nb"}, {"win": "x"}, {"book": ""}, {"party": "../up"}):
        with pytest.raises(InputError):
            place(**wrong)
    assert isinstance(place(), Place)
    assert hashlib.sha256(place().win.encode()).digest() != hashlib.sha256(place().win.encode()).digest()
