"""The key of a party: X25519 (RFC 7748). Wins are sealed to its public half; only the private half opens them."""

from __future__ import annotations

import base64
import binascii
import hashlib
import re
from dataclasses import dataclass, field
from typing import Self

from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey

from trueup.vocabulary import LedgerError

FORM = "trueup-wins-key-1"
PARTY = r"[A-Za-z0-9][A-Za-z0-9._:/+-]{0,199}"
_LINE = re.compile(rf"{FORM} (?P<party>{PARTY}) (?P<id>[0-9a-f]{{16}}) (?P<raw>[A-Za-z0-9+/]{{43}}=)\n?")


@dataclass(frozen=True, slots=True)
class PublicKey:
    """The public half of a party's key: 32 bytes. Whoever has it can seal, and cannot open."""

    party: str
    raw: bytes

    @property
    def id(self) -> str:
        """16 hexadecimal digits: the first of the SHA-256 over form and key."""
        return hashlib.sha256(FORM.encode() + b"\n" + self.raw).hexdigest()[:16]

    @property
    def key(self) -> X25519PublicKey:
        """As the library takes it."""
        return X25519PublicKey.from_public_bytes(self.raw)

    def __str__(self) -> str:
        return f"{FORM} {self.party} {self.id} {base64.b64encode(self.raw).decode()}"

    @classmethod
    def parse(cls, line: str) -> Self:
        """The key that a line writes down. Raises LedgerError for what is none, or was changed."""
        found = _LINE.fullmatch(line)
        if found is None:
            raise LedgerError(
                "this is no public key for wins", do="it is the line that trueup horizons wins key prints"
            )
        try:
            key = cls(found["party"], base64.b64decode(found["raw"], validate=True))
        except binascii.Error:
            raise LedgerError("this is no public key for wins") from None
        if key.id != found["id"]:
            raise LedgerError("the public key for wins was changed: it has another id than its line says")
        return key


@dataclass(frozen=True, slots=True)
class PrivateKey:
    """The private half. It is never printed."""

    party: str
    key: X25519PrivateKey = field(repr=False)

    @classmethod
    def generate(cls, party: str) -> Self:
        """A new key. Raises LedgerError for a party's id that no key can be made out to."""
        if re.fullmatch(PARTY, party) is None:
            raise LedgerError("a key is made out to the id of a party", do="for example --party northwind")
        return cls(party, X25519PrivateKey.generate())

    @classmethod
    def of(cls, party: str, raw: bytes) -> Self:
        """The key of these 32 bytes. Raises LedgerError for another length."""
        try:
            return cls(party, X25519PrivateKey.from_private_bytes(raw))
        except ValueError:
            raise LedgerError("a private key for wins has 32 bytes") from None

    @property
    def raw(self) -> bytes:
        """32 bytes, for whoever encrypts them."""
        return self.key.private_bytes_raw()

    @property
    def public(self) -> PublicKey:
        """Its public half."""
        return PublicKey(self.party, self.key.public_key().public_bytes_raw())
