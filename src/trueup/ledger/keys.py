"""Keys: a private one signs and stays with its holder, the public one verifies and travels as one line of text.

The line is a C2SP verifier key, `name+id+key`: the name, eight hexadecimal digits that tell keys apart, and base 64 of
a type byte and the public key. The type says which algorithm signs what; today every type is Ed25519 (RFC 8032).
"""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass, field
from hashlib import sha256
from typing import Self

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from trueup.ledger.encoding import from_base64, to_base64
from trueup.vocabulary.errors import LedgerError

ED25519 = 0x01
"""Signs a text as it is: statements, and checkpoints as their log."""
COSIGNATURE = 0x04
"""Signs a checkpoint with the time at which it was seen: witnesses."""
TYPES = (ED25519, COSIGNATURE)
KEY_SIZE = 32
SIGNATURE_SIZE = 64


@dataclass(frozen=True, slots=True)
class VerifierKey:
    """The public half of a key. Raises LedgerError for a name, type or key that cannot be."""

    name: str
    type: int
    public: bytes

    def __post_init__(self) -> None:
        check_name(self.name)
        if self.type not in TYPES:
            raise LedgerError(f"keys of type {self.type:#04x} are not known", where=self.name)
        if len(self.public) != KEY_SIZE:
            raise LedgerError(f"an Ed25519 key has {KEY_SIZE} bytes, not {len(self.public)}", where=self.name)

    @classmethod
    def parse(cls, text: str) -> Self:
        """Read the one-line form. Raises LedgerError when it is damaged."""
        name, stated, key = _three(text)
        material = from_base64(key, f"the key of {name!r}")
        if not material:
            raise LedgerError("there is no key", where=name)
        found = cls(name, material[0], material[1:])
        if found.id.hex() != stated:
            raise LedgerError(f"the key does not fit its id {stated!r}: it was damaged or put together", where=name)
        return found

    @property
    def id(self) -> bytes:
        """Four bytes that tell keys of one name apart: SHA-256(name, newline, type, key), the first four."""
        return sha256(self.name.encode() + b"\n" + bytes([self.type]) + self.public).digest()[:4]

    def __str__(self) -> str:
        return f"{self.name}+{self.id.hex()}+{to_base64(bytes([self.type]) + self.public)}"

    def verify(self, message: bytes, signature: bytes) -> None:
        """Check that the holder of this key signed exactly these bytes. Raises LedgerError when not."""
        try:
            Ed25519PublicKey.from_public_bytes(self.public).verify(signature, message)
        except (InvalidSignature, ValueError) as wrong:
            raise LedgerError("the signature does not fit", where=self.name) from wrong


@dataclass(frozen=True, slots=True)
class SigningKey:
    """The private half of a key. It never appears in a text, a log or an error."""

    name: str
    private: Ed25519PrivateKey = field(repr=False)
    type: int = ED25519

    @classmethod
    def generate(cls, name: str, type: int = ED25519) -> Self:
        """A new key from the system's source of randomness."""
        return cls._checked(name, Ed25519PrivateKey.generate(), type)

    @classmethod
    def from_seed(cls, name: str, seed: bytes, type: int = ED25519) -> Self:
        """The key of a seed of 32 secret bytes: the same seed is the same key."""
        if len(seed) != KEY_SIZE:
            raise LedgerError(f"the seed of a key has {KEY_SIZE} bytes, not {len(seed)}", where=name)
        return cls._checked(name, Ed25519PrivateKey.from_private_bytes(seed), type)

    @classmethod
    def _checked(cls, name: str, private: Ed25519PrivateKey, type: int) -> Self:
        key = cls(name, private, type)
        _ = key.verifier
        return key

    @property
    def verifier(self) -> VerifierKey:
        """The public half."""
        return VerifierKey(self.name, self.type, self.private.public_key().public_bytes_raw())

    def sign(self, message: bytes) -> bytes:
        """The signature of these bytes: 64 bytes, the same each time."""
        return self.private.sign(message)


def check_name(name: str) -> None:
    """Names are not empty and have neither a plus nor a space of any kind. Raises LedgerError."""
    forbidden = [mark for mark in name if mark == "+" or mark.isspace() or unicodedata.category(mark)[0] in "CZ"]
    if not name or forbidden:
        raise LedgerError(
            f"{name!r} cannot name a key", do="a name is not empty and has no space, no plus and no control character"
        )


def _three(text: str) -> tuple[str, str, str]:
    parts = text.split("+", 2)
    if len(parts) != 3:
        raise LedgerError(f"{text[:80]!r} is no key", do="a key looks like name+1a2b3c4d+Abc...=")
    return parts[0], parts[1], parts[2]
