from __future__ import annotations

import pytest
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from trueup.horizons.wins import PrivateKey, PublicKey, keyfile
from trueup.ledger.keyfile import stretched
from trueup.vocabulary import LedgerError

KEY = PrivateKey.generate("acme")


@pytest.fixture(autouse=True)
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    """That a passphrase is slow to try is no matter of these tests."""
    monkeypatch.setattr("trueup.ledger.keyfile._COST", 2)


def test_a_public_key_is_one_line_that_names_its_party():
    line = str(KEY.public)
    assert PublicKey.parse(line) == PublicKey.parse(line + "\n") == KEY.public
    assert line.split()[1:3] == ["acme", KEY.public.id]
    assert PrivateKey.of("acme", KEY.raw).public == KEY.public
    assert KEY.raw.hex() not in repr(KEY)


@pytest.mark.parametrize(
    "change",
    [
        lambda line: "",
        lambda line: line.replace(KEY.public.id, "0" * 16),
        lambda line: line[:-5] + "AAAA=",
        lambda line: line.replace("acme", "ac me"),
        lambda line: line + "x",
    ],
)
def test_a_changed_line_is_refused(change):
    with pytest.raises(LedgerError):
        PublicKey.parse(change(str(KEY.public)))


def test_a_key_needs_a_party_and_its_32_bytes():
    with pytest.raises(LedgerError, match="--party"):
        PrivateKey.generate("")
    with pytest.raises(LedgerError, match="32 bytes"):
        PrivateKey.of("acme", b"short")


def test_a_key_file_opens_with_its_passphrase_only():
    content = keyfile.locked(KEY, "correct horse")
    assert keyfile.public(content) == KEY.public
    assert keyfile.unlocked(content, "correct horse").raw == KEY.raw
    with pytest.raises(LedgerError, match="passphrase is wrong"):
        keyfile.unlocked(content, "wrong horse")
    with pytest.raises(LedgerError, match="needs a passphrase"):
        keyfile.locked(KEY, "")


def test_what_is_no_key_file_is_told():
    content = keyfile.locked(KEY, "p")
    for wrong in (b"", b"x" * 20_000, b"\xff\xfe", content[5:]):
        with pytest.raises(LedgerError, match="no key file"):
            keyfile.public(wrong)
    with pytest.raises(LedgerError, match="damaged"):
        keyfile.unlocked(content[: len(content) // 2], "p")
    other = PrivateKey.generate("acme").public
    with pytest.raises(LedgerError, match="not that of the private key"):
        keyfile.unlocked(content.replace(str(KEY.public).encode(), str(other).encode()), "p")


def test_a_key_of_another_kind_is_told():
    salt = b"\1" * 16
    how = serialization.BestAvailableEncryption(stretched("p", salt))
    pem = Ed25519PrivateKey.generate().private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, how)
    with pytest.raises(LedgerError, match="another kind"):
        keyfile.unlocked(f"{KEY.public} scrypt {salt.hex()}\n".encode() + pem, "p")
