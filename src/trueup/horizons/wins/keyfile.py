"""The file of a private key for wins: locked with a passphrase, as the file of a signing key is.

One line says whose key it is, with the public half; then PKCS #8 in PEM, encrypted by what scrypt (RFC 7914) made of
the passphrase.
"""

from __future__ import annotations

import re
import secrets

from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey

from trueup.horizons.wins.keys import PrivateKey, PublicKey
from trueup.ledger.keyfile import stretched
from trueup.vocabulary import LedgerError

LARGEST = 16_384
_HEAD = re.compile(r"(?P<key>trueup-wins-key-1 \S+ \S+ \S+) scrypt (?P<salt>[0-9a-f]{32})\n")


def locked(key: PrivateKey, passphrase: str) -> bytes:
    """The file's content. Raises LedgerError for an empty passphrase."""
    if not passphrase:
        raise LedgerError("a key file needs a passphrase")
    salt = secrets.token_bytes(16)
    how = serialization.BestAvailableEncryption(stretched(passphrase, salt))
    pem = key.key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, how)
    return f"{key.public} scrypt {salt.hex()}\n".encode() + pem


def public(content: bytes) -> PublicKey:
    """The public half; needs no passphrase. Raises LedgerError for a file that is none."""
    return PublicKey.parse(_head(content)["key"])


def unlocked(content: bytes, passphrase: str) -> PrivateKey:
    """The key. Raises LedgerError for a wrong passphrase or a damaged file."""
    head, stated = _head(content), public(content)
    try:
        password = stretched(passphrase, bytes.fromhex(head["salt"]))
        private = serialization.load_pem_private_key(content[head.end() :], password)
    except (ValueError, TypeError):
        raise LedgerError("the passphrase is wrong, or the file is damaged") from None
    if not isinstance(private, X25519PrivateKey):
        raise LedgerError("the file holds a key of another kind")
    key = PrivateKey(stated.party, private)
    if key.public != stated:
        raise LedgerError("the public key in the first line is not that of the private key")
    return key


def _head(content: bytes) -> re.Match[str]:
    head = _HEAD.match(content.decode()) if len(content) <= LARGEST and content.isascii() else None
    if head is None:
        raise LedgerError("this is no key file for wins", do="make one: trueup horizons wins key")
    return head
