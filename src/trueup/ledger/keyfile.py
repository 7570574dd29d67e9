"""A signing key in a file: encrypted by a passphrase, readable by its owner only, never overwritten.

The first line is the public key and how the passphrase is stretched (scrypt, RFC 7914); then an encrypted PKCS #8 key
in PEM, whose password is the stretched passphrase in hexadecimal. PEM's own stretching makes guessing too cheap.
"""

from __future__ import annotations

import hashlib
import os
import re
import secrets
from pathlib import Path

from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from trueup.ledger.keys import SigningKey, VerifierKey
from trueup.vocabulary.errors import LedgerError

_HEAD = re.compile(r"trueup-key-1 (?P<key>\S+) scrypt (?P<salt>[0-9a-f]{32})\n")
_COST, _BLOCK, _MEMORY = 2**15, 8, 64 * 2**20
_LARGEST = 16_384


def save(key: SigningKey, file: Path, passphrase: str) -> None:
    """Write the key into a new file with mode 0600, durably.

    Raises LedgerError for an empty passphrase or a file that is there already: a lost key cannot be made again.
    """
    if not passphrase:
        raise LedgerError("a key file needs a passphrase", where=str(file))
    salt = secrets.token_bytes(16)
    locked = serialization.BestAvailableEncryption(stretched(passphrase, salt))
    pem = key.private.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, locked)
    head = f"trueup-key-1 {key.verifier} scrypt {salt.hex()}\n"
    write_new(file, head.encode() + pem)


def write_new(file: Path, content: bytes) -> None:
    """Write a file that only its owner may read, durably. Raises LedgerError for one that is there already."""
    try:
        number = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        raise LedgerError("there is a file already", where=str(file), do="name another, or move it away") from None
    with os.fdopen(number, "wb") as out:
        out.write(content)
        out.flush()
        os.fsync(out.fileno())


def public(file: Path) -> VerifierKey:
    """The public key of a key file; needs no passphrase. Raises LedgerError for a file that is none."""
    return VerifierKey.parse(_head(_text(file), file)["key"])


def load(file: Path, passphrase: str) -> SigningKey:
    """The key in a file. Raises LedgerError for a wrong passphrase or a damaged file."""
    text = _text(file)
    head = _head(text, file)
    stated = VerifierKey.parse(head["key"])
    password = stretched(passphrase, bytes.fromhex(head["salt"]))
    try:
        private = serialization.load_pem_private_key(text[head.end() :].encode(), password)
    except (ValueError, TypeError) as wrong:
        raise LedgerError("the passphrase is wrong, or the file is damaged", where=str(file)) from wrong
    if not isinstance(private, Ed25519PrivateKey):
        raise LedgerError("the file holds a key of another kind", where=str(file))
    key = SigningKey(stated.name, private, stated.type)
    if key.verifier != stated:
        raise LedgerError("the public key in the first line is not that of the private key", where=str(file))
    return key


def stretched(passphrase: str, salt: bytes) -> bytes:
    """What locks a key file: the passphrase through scrypt (RFC 7914), in hexadecimal."""
    bare = passphrase.encode()
    return hashlib.scrypt(bare, salt=salt, n=_COST, r=_BLOCK, p=1, maxmem=_MEMORY, dklen=32).hex().encode()


def _text(file: Path) -> str:
    data = file.read_bytes()[: _LARGEST + 1]
    if len(data) > _LARGEST or not data.isascii():
        raise LedgerError("this is no key file", where=str(file), do="make one: trueup key new")
    return data.decode()


def _head(text: str, file: Path) -> re.Match[str]:
    head = _HEAD.match(text)
    if head is None:
        raise LedgerError("this is no key file", where=str(file), do="make one: trueup key new")
    return head
