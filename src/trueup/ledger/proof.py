"""The receipt of one leaf (C2SP tlog-proof@v1): where it stands, its path, and a signed checkpoint, in one text."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Self

from trueup.ledger import checkpoint, merkle
from trueup.ledger.checkpoint import Signed
from trueup.ledger.encoding import decimal, from_base64, hash_from_base64, to_base64
from trueup.ledger.keys import VerifierKey
from trueup.ledger.note import Note
from trueup.vocabulary.errors import LedgerError

_HEAD = "c2sp.org/tlog-proof@v1"
MOST_HASHES = 63


@dataclass(frozen=True, slots=True)
class Proof:
    """What a party keeps to prove that the log has its leaf. `extra` is not authenticated by anything."""

    index: int
    path: tuple[bytes, ...]
    note: Note
    extra: bytes | None = None

    @classmethod
    def parse(cls, data: bytes | str) -> Self:
        """Read a receipt. Raises LedgerError for anything that the format forbids."""
        text = _utf8(data)
        head, blank, rest = text.partition("\n\n")
        lines = head.split("\n")
        if not blank or lines.pop(0) != _HEAD:
            raise LedgerError("this is no receipt of a log", do=f"it begins with the line {_HEAD}")
        extra = _after("extra", lines.pop(0)) if lines and lines[0].startswith("extra ") else None
        index = _after("index", lines.pop(0)) if lines else None
        if index is None or len(lines) > MOST_HASHES:
            raise LedgerError("the receipt has no index, or a path longer than any log")
        path = tuple(hash_from_base64(line, f"hash {i} of the path") for i, line in enumerate(lines))
        extra_bytes = None if extra is None else from_base64(extra, "the extra data")
        return cls(decimal(index, "the index"), path, Note.parse(rest), extra_bytes)

    def __str__(self) -> str:
        extra = [] if self.extra is None else [f"extra {to_base64(self.extra)}"]
        lines = [_HEAD, *extra, f"index {self.index}", *map(to_base64, self.path), ""]
        return "".join(f"{line}\n" for line in lines) + str(self.note)

    def verify(self, leaf: bytes, log: VerifierKey, witnesses: Iterable[VerifierKey] = ()) -> Signed:
        """Check that this log holds the leaf with this hash; return the checkpoint that says so.

        Raises LedgerError when the log has not signed the checkpoint, or the path does not lead to its root.
        """
        signed = checkpoint.verify(self.note, log, witnesses)
        head = signed.checkpoint
        merkle.verify_inclusion(self.index, head.size, leaf, head.root, self.path)
        return signed


def _after(word: str, line: str) -> str:
    found, space, value = line.partition(" ")
    if found != word or not space:
        raise LedgerError(f"the receipt has {line[:80]!r} where {word!r} should stand")
    return value


def _utf8(data: bytes | str) -> str:
    if isinstance(data, str):
        return data
    try:
        return data.decode()
    except UnicodeDecodeError:
        raise LedgerError("a receipt is written in UTF-8") from None
