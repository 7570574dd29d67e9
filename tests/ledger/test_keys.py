"""Keys and their files."""

from __future__ import annotations

import stat
from pathlib import Path

import pytest

from trueup.ledger import keyfile
from trueup.ledger.keys import COSIGNATURE, SigningKey, VerifierKey
from trueup.vocabulary import LedgerError

ANA = SigningKey.from_seed("northwind/ana", b"a" * 32)


def test_a_key_verifies_what_it_signed_and_nothing_else():
    signature = ANA.sign(b"message")
    ANA.verifier.verify(b"message", signature)
    for message, value in ((b"massage", signature), (b"message", bytes(64)), (b"message", signature[:-1])):
        with pytest.raises(LedgerError, match="does not fit"):
            ANA.verifier.verify(message, value)


def test_the_published_signature_of_rfc_8032_is_ours_too():
    """RFC 8032, 7.1, test 2."""
    key = SigningKey.from_seed("x", bytes.fromhex("4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb"))
    assert key.verifier.public.hex() == "3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c"
    assert key.sign(b"\x72").hex().startswith("92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da")


def test_a_private_key_never_shows():
    assert "private" not in repr(ANA)
    assert repr(SigningKey.from_seed("x", b"s" * 32)) == repr(SigningKey.from_seed("x", b"t" * 32))


@pytest.mark.parametrize("name", ["", "a b", "a+b", "a\u00a0b", "a\nb", "a\x7fb", "a\u200bb"])
def test_a_name_that_a_note_could_not_hold_is_refused(name: str):
    with pytest.raises(LedgerError, match="name"):
        SigningKey.generate(name)


def test_a_public_key_is_read_as_it_was_written():
    for key in (ANA, SigningKey.generate("w", COSIGNATURE)):
        assert VerifierKey.parse(str(key.verifier)) == key.verifier


@pytest.mark.parametrize(
    "change",
    [
        lambda text: text.replace("ana", "ben"),
        lambda text: text.replace("+", " ", 1),
        lambda text: text[:-6] + "AAAAA=",
        lambda text: text.split("+")[0] + "+00000000+" + text.split("+", 2)[2],
        lambda text: text + "\n",
        lambda text: text.upper(),
        lambda text: "northwind/ana+00000000+",
        lambda text: "",
    ],
)
def test_a_damaged_public_key_is_refused(change):
    with pytest.raises(LedgerError):
        VerifierKey.parse(change(str(ANA.verifier)))


def test_a_key_of_an_unknown_type_is_refused():
    with pytest.raises(LedgerError, match="0x07"):
        VerifierKey("x", 7, bytes(32))


def test_a_key_survives_its_file_and_only_its_owner_can_read_it(tmp_path: Path):
    file = tmp_path / "ana.key"
    keyfile.save(ANA, file, "correct horse")
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert keyfile.public(file) == ANA.verifier
    again = keyfile.load(file, "correct horse")
    assert again.verifier == ANA.verifier
    assert again.sign(b"x") == ANA.sign(b"x")
    assert (b"a" * 32) not in file.read_bytes()


def test_a_wrong_passphrase_and_a_damaged_file_are_refused(tmp_path: Path):
    file = tmp_path / "ana.key"
    keyfile.save(ANA, file, "correct horse")
    with pytest.raises(LedgerError, match="passphrase is wrong"):
        keyfile.load(file, "battery staple")
    text = file.read_text()
    file.write_text(text.replace(str(ANA.verifier), str(SigningKey.generate("northwind/ana").verifier)))
    with pytest.raises(LedgerError, match="not that of the private key"):
        keyfile.load(file, "correct horse")
    for content in (b"", b"PEM", b"\xff" * 40, b"x" * 20_000, text.split("\n", 1)[0].encode() + b"\n"):
        file.write_bytes(content)
        with pytest.raises(LedgerError):
            keyfile.load(file, "correct horse")


def test_a_key_file_needs_a_passphrase_and_is_never_overwritten(tmp_path: Path):
    file = tmp_path / "ana.key"
    with pytest.raises(LedgerError, match="passphrase"):
        keyfile.save(ANA, file, "")
    assert not file.exists()
    keyfile.save(ANA, file, "one")
    with pytest.raises(LedgerError, match="already"):
        keyfile.save(ANA, file, "two")
    assert keyfile.load(file, "one").verifier == ANA.verifier
