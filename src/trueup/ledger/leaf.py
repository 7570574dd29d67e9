"""A leaf of the ledger: that something happened, when, by whom, and the hash of what; never the thing itself.

What may have to be erased one day (a person's name, an answer) is hashed together with a random salt. When payload and
salt are deleted, nobody can find out what the leaf was about by trying; yet the leaf, and every proof, stays whole.
So `actor` and `subject` name nobody by name: they hold ids that mean something only to whoever keeps the book.
"""

from __future__ import annotations

import datetime as dt
import hmac
import secrets
from typing import Annotated, Any, ClassVar, Literal, Self

from pydantic import Field, model_validator

from trueup.ledger.encoding import instant, moment
from trueup.ledger.entry import Digest, Entry, Instant, Text
from trueup.ledger.merkle import leaf_hash
from trueup.vocabulary.document import Part
from trueup.vocabulary.errors import LedgerError

SCHEMA = "trueup-leaf-1"
SALT_SIZE = 32
Word = Annotated[str, Field(pattern=r"^[a-z][a-z0-9_-]{0,63}$")]


class Payload(Part):
    """What the leaf is about: its SHA-256, or a commitment where it is personal. Exactly one of them."""

    sha256: Digest | None = None
    commitment: Digest | None = None

    @model_validator(mode="after")
    def _one(self) -> Any:
        if (self.sha256 is None) == (self.commitment is None):
            raise ValueError("has either sha256 or commitment")
        return self


class Leaf(Entry):
    """One entry of the ledger.

    `type` says what happened (document, signature, batch, attestation, dispute, membership, key, erasure ...),
    `subject` to what ("agreement/claims@2"), `actor` by whom, `book` in which book.
    """

    what: ClassVar[str] = "a leaf"
    most: ClassVar[int] = 4096

    schema_: Literal["trueup-leaf-1"] = Field(default="trueup-leaf-1", alias="schema")
    type: Word
    book: Text
    subject: Text
    payload: Payload
    actor: Text
    time: Instant

    @classmethod
    def about(cls, type: str, *, book: str, subject: str, payload: Payload, actor: str, time: dt.datetime) -> Self:
        """A leaf from plain values. Raises LedgerError."""
        given = {"type": type, "book": book, "subject": subject, "actor": actor, "time": instant(time)}
        return cls.of({**given, "payload": payload})

    @property
    def at(self) -> dt.datetime:
        """When it happened."""
        return moment(self.time)

    @property
    def hash(self) -> bytes:
        """Its leaf hash in the Merkle tree."""
        return leaf_hash(self.encoded)


def salt() -> bytes:
    """32 random bytes, to be kept beside a personal payload and erased with it."""
    return secrets.token_bytes(SALT_SIZE)


def commit(payload: bytes, salt: bytes) -> str:
    """The commitment to a payload: HMAC-SHA-256 keyed by the salt (RFC 2104), in hexadecimal.

    Hiding without the salt, binding with it. Raises LedgerError for a salt that is not 32 bytes.
    """
    if len(salt) != SALT_SIZE:
        raise LedgerError(f"a salt has {SALT_SIZE} bytes, not {len(salt)}")
    return hmac.digest(salt, b"trueup-commitment-1\n" + payload, "sha256").hex()


def opens(commitment: str, payload: bytes, salt: bytes) -> bool:
    """Whether payload and salt are those that were committed to."""
    return hmac.compare_digest(commit(payload, salt), commitment)
