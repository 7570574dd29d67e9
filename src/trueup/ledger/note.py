"""Signed notes (C2SP signed-note): a text, a blank line, and a line for each signature.

A text of a note may be believed only after `verify` named a key that one trusts.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Self

from trueup.ledger.encoding import from_base64, to_base64
from trueup.ledger.keys import COSIGNATURE, SIGNATURE_SIZE, SigningKey, VerifierKey, check_name
from trueup.vocabulary.errors import LedgerError

MOST_BYTES = 1_000_000
MOST_SIGNATURES = 100
_DASH = "\u2014 "
_ID_SIZE, _TIME_SIZE = 4, 8


@dataclass(frozen=True, slots=True)
class NoteSignature:
    """One line under a note: whose key, the key's id, and what the key's type makes of the text."""

    name: str
    id: bytes
    value: bytes

    @classmethod
    def parse(cls, line: str) -> Self:
        """Read a line without its newline. Raises LedgerError."""
        head, _, rest = line.partition(" ")
        name, _, code = rest.partition(" ")
        if head + " " != _DASH or not code:
            raise LedgerError(f"this is no signature line: {line[:80]!r}")
        check_name(name)
        data = from_base64(code, f"the signature of {name!r}")
        if len(data) <= _ID_SIZE:
            raise LedgerError("the signature is too short", where=name)
        return cls(name, data[:_ID_SIZE], data[_ID_SIZE:])

    def __str__(self) -> str:
        return f"{_DASH}{self.name} {to_base64(self.id + self.value)}\n"

    def is_by(self, key: VerifierKey) -> bool:
        """Whether the line names this key; not whether the key signed."""
        return (self.name, self.id) == (key.name, key.id)

    @property
    def time(self) -> int:
        """When a cosignature was made, in seconds since 1970. Meaningful only for keys of that type."""
        return int.from_bytes(self.value[:_TIME_SIZE], "big")


@dataclass(frozen=True, slots=True)
class Note:
    """A text that ends with a newline, and its signatures: not verified yet."""

    text: str
    signatures: tuple[NoteSignature, ...]

    @classmethod
    def parse(cls, data: bytes | str) -> Self:
        """Read a signed note. Raises LedgerError for anything that the format forbids."""
        whole = _utf8(data)
        body, blank, lines = whole.rpartition("\n\n")
        if not blank or not body or not lines.endswith("\n"):
            raise LedgerError("this is no signed note: it has no text, blank line and signatures")
        signatures = lines[:-1].split("\n")
        if len(signatures) > MOST_SIGNATURES:
            raise LedgerError(f"a note with more than {MOST_SIGNATURES} signatures is not read")
        return cls(body + "\n", tuple(NoteSignature.parse(line) for line in signatures))

    def __str__(self) -> str:
        return f"{self.text}\n{''.join(map(str, self.signatures))}"

    def signed_too(self, *more: NoteSignature) -> Note:
        """The same note with signatures added; those it has already are not added again."""
        return replace(self, signatures=tuple(dict.fromkeys((*self.signatures, *more))))


def sign(text: str, *keys: SigningKey) -> Note:
    """The text, signed with each key. Raises LedgerError for a text that cannot be a note's."""
    check_text(text)
    return Note(text, tuple(signature(text, key) for key in keys))


def signature(text: str, key: SigningKey, time: int | None = None) -> NoteSignature:
    """The signature of a text by one key; a witness's key needs the time, in seconds since 1970.

    Raises LedgerError when the time is missing, or given to a key whose type has none.
    """
    if (key.type == COSIGNATURE) != (time is not None):
        raise LedgerError("a cosignature has a time, and no other signature does", where=key.name)
    verifier = key.verifier
    if time is None:
        return NoteSignature(verifier.name, verifier.id, key.sign(text.encode()))
    dated = time.to_bytes(_TIME_SIZE, "big") + key.sign(_dated(text, time))
    return NoteSignature(verifier.name, verifier.id, dated)


def verify(note: Note, known: Iterable[VerifierKey]) -> dict[VerifierKey, NoteSignature]:
    """The signatures by keys that are known, each of them verified; signatures by other keys count for nothing.

    Raises LedgerError when a signature of a known key does not fit, and when no known key has signed.
    """
    found: dict[VerifierKey, NoteSignature] = {}
    for key in known:
        for line in note.signatures:
            if line.is_by(key):
                _verify(note.text, line, key)
                found[key] = line
    if not found:
        names = ", ".join(sorted({line.name for line in note.signatures}))
        raise LedgerError("no key that is known here has signed", do=f"signed by: {names}")
    return found


def _verify(text: str, line: NoteSignature, key: VerifierKey) -> None:
    if key.type != COSIGNATURE:
        key.verify(text.encode(), line.value)
        return
    if len(line.value) != _TIME_SIZE + SIGNATURE_SIZE or line.time >= 2**63:
        raise LedgerError("the cosignature has no time and signature", where=key.name)
    key.verify(_dated(text, line.time), line.value[_TIME_SIZE:])


def _dated(text: str, time: int) -> bytes:
    """What a witness signs (C2SP tlog-cosignature, Ed25519)."""
    return f"cosignature/v1\ntime {time}\n{text}".encode()


def check_text(text: str) -> None:
    """A note's text ends with a newline and has no other control character. Raises LedgerError."""
    if not text.endswith("\n") or text == "\n":
        raise LedgerError("the text of a note ends with a newline")
    _no_controls(text)


def _utf8(data: bytes | str) -> str:
    raw = data.encode(errors="surrogatepass") if isinstance(data, str) else data
    if len(raw) > MOST_BYTES:
        raise LedgerError(f"a note of more than {MOST_BYTES:,} bytes is not read")
    try:
        text = raw.decode()
    except UnicodeDecodeError:
        raise LedgerError("a note is written in UTF-8") from None
    _no_controls(text)
    return text


def _no_controls(text: str) -> None:
    wrong = next((mark for mark in text if mark < " " and mark != "\n"), None)
    if wrong is not None:
        name = unicodedata.name(wrong, f"U+{ord(wrong):04X}")
        raise LedgerError(f"a note has no control characters but newlines: {name} is there")
