"""Checkpoints (C2SP tlog-checkpoint): a log's name, its size and its root, signed by the log."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Self

from trueup.ledger import note
from trueup.ledger.encoding import decimal, hash_from_base64, to_base64
from trueup.ledger.keys import SigningKey, VerifierKey
from trueup.ledger.merkle import EMPTY, HASH_SIZE, LARGEST_SIZE
from trueup.ledger.note import Note, NoteSignature
from trueup.vocabulary.errors import LedgerError


@dataclass(frozen=True, slots=True)
class Checkpoint:
    """What a log says of itself: its origin, how many leaves it has, and the root over them.

    Raises LedgerError for what a checkpoint cannot say.
    """

    origin: str
    size: int
    root: bytes
    extensions: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        lines = (self.origin, *self.extensions)
        if not all(lines) or any("\n" in line for line in lines):
            raise LedgerError("a checkpoint's origin and extensions are lines of text", where=self.origin)
        if not 0 <= self.size <= LARGEST_SIZE or len(self.root) != HASH_SIZE:
            raise LedgerError("a checkpoint has a size and a root of 32 bytes", where=self.origin)
        if self.size == 0 and self.root != EMPTY:
            raise LedgerError("an empty log has another root", where=self.origin)

    @classmethod
    def parse(cls, text: str) -> Self:
        """Read the text of a note. Raises LedgerError when it is no checkpoint."""
        lines = text.removesuffix("\n").split("\n")
        if len(lines) < 3:
            raise LedgerError("a checkpoint has at least three lines: origin, size and root")
        origin, size, root, *extensions = lines
        return cls(origin, decimal(size, "the size"), hash_from_base64(root, "the root"), tuple(extensions))

    @property
    def text(self) -> str:
        """What is signed."""
        lines = (self.origin, str(self.size), to_base64(self.root), *self.extensions)
        return "".join(f"{line}\n" for line in lines)


def sign(checkpoint: Checkpoint, key: SigningKey) -> Note:
    """The checkpoint, signed by its log. Raises LedgerError for a key that is not named like the log."""
    if key.name != checkpoint.origin:
        raise LedgerError(f"the key {key.name!r} does not speak for the log {checkpoint.origin!r}")
    return note.sign(checkpoint.text, key)


@dataclass(frozen=True, slots=True)
class Signed:
    """A checkpoint whose log's signature was verified, and who else of those known has signed it."""

    checkpoint: Checkpoint
    note: Note
    signatures: Mapping[VerifierKey, NoteSignature]


def verify(data: bytes | str | Note, log: VerifierKey, others: Iterable[VerifierKey] = ()) -> Signed:
    """The checkpoint in a note that this log has signed; signatures of `others` that stand there must fit too.

    Raises LedgerError when the log has not signed, when it is the checkpoint of another log, or when the signature of
    a known key does not fit.
    """
    given = data if isinstance(data, Note) else Note.parse(data)
    found = note.verify(given, (log, *others))
    checkpoint = Checkpoint.parse(given.text)
    if log not in found:
        raise LedgerError("the log has not signed this checkpoint", where=log.name)
    if checkpoint.origin != log.name:
        raise LedgerError(f"this is a checkpoint of {checkpoint.origin!r}, not of {log.name!r}")
    return Signed(checkpoint, given, found)
