"""The bytes of a bundle as its lines, every byte accounted for: what was changed is found before anything is believed.

The seal covers every byte before it, and can only be written in one way; the manifest says which sections follow and
keeps a mark of each line. So a change anywhere shows, and where it is can be said.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar, cast

from trueup.bundle.lines import FORMAT, LINES, MARK, SECTIONS, Line, Manifest, SealLine, SectionMark
from trueup.ledger.encoding import from_canonical
from trueup.vocabulary import LedgerError

MOST_BYTES = 1_000_000_000
L = TypeVar("L", bound=Line)


@dataclass(frozen=True, slots=True)
class Placed:
    """A line and its number in the file."""

    number: int
    line: Line

    @property
    def where(self) -> str:
        """How people find it."""
        return f"line {self.number}"


@dataclass(frozen=True, slots=True)
class Contents:
    """A bundle whose form holds; nothing of what it says has been checked."""

    manifest: Manifest
    sections: Mapping[str, tuple[Placed, ...]]

    def lines(self, kind: type[L], section: str) -> Iterator[tuple[str, L]]:
        """The lines of a section, each with its place."""
        return ((placed.where, cast("L", placed.line)) for placed in self.sections[section])


def read(data: bytes) -> Contents:
    """Read a bundle. Raises LedgerError that says what was changed, in which section and line, as far as it shows."""
    if len(data) > MOST_BYTES:
        raise LedgerError(f"a bundle of more than {MOST_BYTES:,} bytes is not read")
    lines = data.split(b"\n")
    if lines.pop() or len(lines) < 2:
        raise _cut_short(lines)
    if not _sealed(data, lines[-1]):
        raise _changed(lines)
    manifest = Manifest.of(_canonical(lines[0], 1, "manifest"))
    _must_be_sections(manifest)
    return Contents(manifest, dict(_sections(manifest, lines[1:-1])))


def _sealed(data: bytes, last: bytes) -> bool:
    body = data[: len(data) - len(last) - 1]
    return last + b"\n" == SealLine(seal=hashlib.sha256(body).hexdigest()).encoded


def _sections(manifest: Manifest, lines: Sequence[bytes]) -> Iterator[tuple[str, tuple[Placed, ...]]]:
    start = 0
    for mark in manifest.sections:
        part = lines[start : start + mark.lines]
        if not _fits(mark, part):
            raise _in_section(mark, part, start)
        yield mark.name, tuple(_placed(mark.name, text, start + at + 2) for at, text in enumerate(part))
        start += mark.lines
    if start != len(lines):
        raise LedgerError("lines follow that the manifest does not know", where=f"line {start + 2}")


def _placed(section: str, text: bytes, number: int) -> Placed:
    try:
        return Placed(number, LINES[section].of(_canonical(text, number, section)))
    except LedgerError as wrong:
        raise LedgerError(wrong.what, where=f"line {number}, section {section}") from None


def _canonical(text: bytes, number: int, section: str) -> bytes:
    from_canonical(text, f"line {number} ({section})", MOST_BYTES)
    return text


def _must_be_sections(manifest: Manifest) -> None:
    if tuple(mark.name for mark in manifest.sections) != SECTIONS:
        raise LedgerError(f"the manifest does not have the sections {', '.join(SECTIONS)}", where="line 1, manifest")


def _fits(mark: SectionMark, lines: Sequence[bytes]) -> bool:
    whole = hashlib.sha256(b"".join(line + b"\n" for line in lines)).hexdigest()
    return len(lines) == mark.lines and whole == mark.sha256


# What was changed, once it is known that something was


def _cut_short(lines: Sequence[bytes]) -> LedgerError:
    if not lines or not lines[0].startswith(b'{"agreement":'):
        return LedgerError("this is no bundle", do="make one: trueup bundle BOOK AGREEMENT --out FILE")
    return LedgerError("the file does not end as a bundle does: it was cut short or added to", where=_last(lines))


def _changed(lines: Sequence[bytes]) -> LedgerError:
    """The first place where the file is not what its manifest says; the manifest itself where all sections fit."""
    try:
        manifest = Manifest.of(_canonical(lines[0], 1, "manifest"))
        _must_be_sections(manifest)
    except LedgerError as wrong:
        if b'"' + FORMAT.encode() + b'"' not in lines[0] and not lines[-1].startswith(b'{"seal":'):
            return _cut_short([])
        return LedgerError(f"the manifest was changed: {wrong.what}", where="line 1, manifest")
    start = 1
    for mark in manifest.sections:
        part = lines[start : start + mark.lines]
        if not _fits(mark, part):
            return _in_section(mark, part, start - 1)
        start += mark.lines
    if len(lines) != start + 1:
        return LedgerError("lines were added or taken away", where=f"line {start + 1}, before the seal")
    return LedgerError("the manifest or the seal was changed", where=f"line 1, manifest, or {_last(lines)}")


def _in_section(mark: SectionMark, lines: Sequence[bytes], start: int) -> LedgerError:
    if len(mark.marks) != MARK * mark.lines:
        return _manifest_of(mark)
    for at, line in enumerate(lines):
        if hashlib.sha256(line + b"\n").hexdigest()[:MARK] != mark.marks[at * MARK : (at + 1) * MARK]:
            place = f"line {start + at + 2}, section {mark.name}{_meaning(mark.name, line)}"
            return LedgerError("the line is not the one that the manifest knows: it was changed", where=place)
    if len(lines) == mark.lines:
        return _manifest_of(mark)
    words = f"the section has {len(lines)} lines, and the manifest knows {mark.lines}: some were taken away"
    return LedgerError(words, where=f"line {start + 2} and after, section {mark.name}")


def _manifest_of(mark: SectionMark) -> LedgerError:
    return LedgerError(f"what the manifest says of the section {mark.name} was changed", where="line 1, manifest")


def _meaning(section: str, line: bytes) -> str:
    """What the line is about, as far as it can still be read."""
    try:
        said: Any = json.loads(line)
        words = _MEANINGS[section](said)
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        return ""
    return f": {words[:120]}"


_MEANINGS: Mapping[str, Callable[[Any], str]] = {
    "documents": lambda said: f"{said['body']['kind']} {said['body']['id']}",
    "signatures": lambda said: f"signature of {json.loads(said['text'])['party']}",
    "keys": lambda said: f"key {said['key'].split('+')[0]}",
    "batches": lambda said: f"batch {said['key']}",
    "rows": lambda said: f"a row of {said['table']}, batch {said['batch']}",
    "leaves": lambda said: f"leaf {said['index']}",
    "checkpoints": lambda said: f"checkpoint of {said['note'].splitlines()[1]} leaves",
    "verdict": lambda said: "the verdict as stated",
}


def _last(lines: Sequence[bytes]) -> str:
    return f"line {len(lines)}, the last"
