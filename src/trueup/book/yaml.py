"""YAML into plain data, with the line of every key: exact numbers, no surprises of YAML 1.1, no recursion.

Works on libyaml's events with a stack of its own, because composing nodes recurses in C and a deeply nested file
would crash the process. Scalars follow the core schema of YAML 1.2.2 (section 10.3) plus ISO dates: `no`, `on` and
`1:30` stay text, `012` stays text, and 0.1 is one tenth (Decimal), never its binary neighbour.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from decimal import Decimal
from functools import lru_cache
from typing import Any, NamedTuple

import yaml
from yaml import events

from trueup.vocabulary import DocumentError, Issue

Path = tuple[str | int, ...]

MAX_DEPTH = 100
MAX_EXPANDED = 200_000
KEPT, LONGEST_KEPT = 256, 16_384
"""So many texts that were read are kept, each of at most so many characters: a server reads the same ones again when
one of a book's documents changes."""

_PARSER: Any = yaml.CSafeLoader if yaml.__with_libyaml__ else yaml.SafeLoader
_INT = re.compile(r"[-+]?(0|[1-9]\d{0,17})")
_FLOAT = re.compile(r"[-+]?(\.\d+|\d+\.\d*|\d+)([eE][-+]?\d{1,3})?")
_LEADING_ZERO = re.compile(r"[-+]?0\d")
_DATE = re.compile(r"\d{4}-\d\d-\d\d")
_WORDS: dict[str, Any] = {
    "": None, "~": None, "null": None, "Null": None, "NULL": None,
    "true": True, "True": True, "TRUE": True, "false": False, "False": False, "FALSE": False,
}  # fmt: skip
_TEXT_TAGS = (None, "!", "tag:yaml.org,2002:str")


@dataclass(frozen=True, slots=True)
class Located:
    """One document of a file: its plain data, and the line (from 1) of every path in it."""

    data: Any
    file: str
    lines: dict[Path, int]

    def line(self, path: Path = ()) -> int | None:
        """The line of `path`, or of the nearest thing around it (an alias has no lines of its own)."""
        while path and path not in self.lines:
            path = path[:-1]
        return self.lines.get(path)

    def issue(self, level: Any, path: Path, message: str, suggestion: str | None = None) -> Issue:
        """An Issue at `path` of this document."""
        return Issue(level, message, self.file, self.line(path), spell(path), suggestion)


def spell(path: Path) -> str | None:
    """("objectives", 0, "target") as "objectives[0].target"; None for the document itself."""
    text = "".join(f"[{part}]" if isinstance(part, int) else f".{part}" for part in path)
    return text.removeprefix(".") or None


class Unreadable(Exception):
    """Text that cannot be read as documents: message, line and suggestion."""

    def __init__(self, message: str, line: int | None, suggestion: str | None = None) -> None:
        super().__init__(message)
        self.message, self.line, self.suggestion = message, line, suggestion

    def issue(self, file: str) -> Issue:
        """The same, said of a file."""
        return Issue("error", self.message, file, self.line, None, self.suggestion)


def read(raw: bytes, file: str) -> tuple[list[Located], list[Issue]]:
    """Every document of one file, and what is wrong with it; documents before an error are still given."""
    try:
        found = _parsed(_decode(raw))
    except Unreadable as bad:
        return [], [bad.issue(file)]
    documents = [Located(data, file, lines) for data, lines, _ in found.documents]
    if found.problem is not None:
        return documents, [found.problem.issue(file)]
    if not documents:
        return [], [Issue("hint", "the file holds no document", file, 1, None, "write one in it, or remove the file")]
    return documents, []


def pieces(text: str, file: str) -> list[tuple[Located, str]]:
    """Every document with the text it stands in, comments around it included: joined, the texts are `text` again.

    The lines of a document count from the beginning of its own text. Raises DocumentError for text that cannot be read.
    """
    found = _parsed(text)
    if found.problem is not None:
        raise DocumentError([found.problem.issue(file)])
    starts = [start if place else 0 for place, (*_, start) in enumerate(found.documents)]
    lines = lines_of(text)
    ends = [*starts, len(lines)][1:]
    parts = ["".join(lines[start:end]) for start, end in zip(starts, ends, strict=True)]
    return [(read(part.encode(), file)[0][0], part) for part in parts]


def lines_of(text: str) -> list[str]:
    """The lines of a text with their ends, as the numbers of lines in `Located` count them."""
    return [match[0] for match in _LINE.finditer(text)]


# What libyaml counts as a line: YAML 1.1 has three ends of lines that Python's universal newlines do not know.
_LINE = re.compile("[^\r\n\x85\u2028\u2029]*(?:\r\n|[\r\n\x85\u2028\u2029])|[^\r\n\x85\u2028\u2029]+")


def _decode(raw: bytes) -> str:
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError as bad:
        line = raw.count(b"\n", 0, bad.start) + 1
        message = f"the file is not UTF-8 text: byte 0x{raw[bad.start]:02x}"
        raise Unreadable(message, line, "save it with the encoding UTF-8") from None


class _Document(NamedTuple):
    """One document of a text, and the line (from 0) it begins on; what stands before the first belongs to it."""

    data: Any
    lines: dict[Path, int]
    start: int


class _Parsed(NamedTuple):
    """The documents of a text, and why it cannot be read further."""

    documents: tuple[_Document, ...]
    problem: Unreadable | None


def _parsed(text: str) -> _Parsed:
    """What stands in a text, for the caller to keep. With anchors the copies would not share what the text shares."""
    if len(text) > LONGEST_KEPT or "&" in text:
        return _built(text)
    kept = _remembered(text)
    return _Parsed(tuple(_Document(_copied(data), dict(lines), start) for data, lines, start in kept[0]), kept[1])


def _copied(value: Any) -> Any:
    """Mappings and lists anew: at most MAX_DEPTH deep, where there are no aliases."""
    if type(value) is dict:
        return {key: _copied(each) for key, each in value.items()}
    return [_copied(each) for each in value] if type(value) is list else value


def _built(text: str) -> _Parsed:
    """Read a text, event by event."""
    documents: list[_Document] = []
    start, builder = 0, _Builder()
    try:
        for event in _events(text):
            builder.take(event)
            if isinstance(event, events.DocumentStartEvent) and event.start_mark is not None:
                start = event.start_mark.line
            elif isinstance(event, events.DocumentEndEvent):
                if builder.root is not None:
                    documents.append(_Document(builder.root, builder.lines, start))
                builder = _Builder()
    except Unreadable as bad:
        return _Parsed(tuple(documents), bad.with_traceback(None))
    return _Parsed(tuple(documents), None)


_remembered = lru_cache(maxsize=KEPT)(_built)


def _events(text: str) -> Iterator[Any]:
    try:
        parser = _PARSER(text)
        while (event := parser.get_event()) is not None:
            yield event
    except yaml.reader.ReaderError as bad:
        line = text.count("\n", 0, bad.position) + 1
        raise Unreadable(f"character #x{_code(bad):04x} is not allowed in YAML", line, "remove it") from None
    except yaml.MarkedYAMLError as bad:
        raise _syntax(bad, text) from None


def _code(bad: yaml.reader.ReaderError) -> int:
    character: Any = bad.character
    return ord(character) if isinstance(character, str) else int(character)


def _syntax(bad: yaml.MarkedYAMLError, text: str) -> Unreadable:
    mark = bad.problem_mark or bad.context_mark
    number = mark.line if mark else 0
    lines = text.splitlines()
    here = lines[number] if number < len(lines) else ""
    problem = (bad.problem or "bad YAML").strip()
    if "\t" in here[: len(here) - len(here.lstrip())]:
        return Unreadable("a tab indents this line", number + 1, "YAML is indented with spaces only")
    if "mapping values are not allowed" in problem:
        return Unreadable("a second ': ' in this value", number + 1, "put the value in quotes")
    if "flow" in (bad.context or "") and bad.context_mark:
        opened = f"the bracket or brace of line {bad.context_mark.line + 1} is not closed, or a comma is missing"
        return Unreadable(opened, number + 1, "close it, and put commas between its items")
    return Unreadable(f"not valid YAML: {problem}", number + 1, _remedy(problem))


def _remedy(problem: str) -> str | None:
    if "expected <document start>" in problem:
        return "separate documents with a line ---"
    if "could not find expected ':'" in problem:
        return "write key: value"
    if "escape code" in problem:
        return "write the character itself, not its code"
    if "cannot start any token" in problem:
        return "put the value in quotes"
    return "check the indentation of this line and the one before"


@dataclass(slots=True)
class _Frame:
    """A mapping or a list that is still open."""

    value: Any
    path: Path
    anchor: str | None
    line: int
    size: int = 1
    key: str | None = None
    merges: list[Any] = field(default_factory=list)


class _Builder:
    """Builds one document from events; `lines` has a line for each path."""

    def __init__(self) -> None:
        self.root: Any = None
        self.lines: dict[Path, int] = {}
        self._stack: list[_Frame] = []
        self._anchors: dict[str, tuple[Any, int]] = {}

    def take(self, event: Any) -> None:
        kind = type(event)
        if kind is events.ScalarEvent:
            self._scalar(event)
        elif kind is events.MappingStartEvent:
            self._open({}, event)
        elif kind is events.SequenceStartEvent:
            self._open([], event)
        elif kind in (events.MappingEndEvent, events.SequenceEndEvent):
            self._close()
        elif kind is events.AliasEvent:
            self._alias(event)

    def _scalar(self, event: Any) -> None:
        line = event.start_mark.line + 1
        frame = self._stack[-1] if self._stack else None
        if frame is not None and frame.key is None and type(frame.value) is dict:
            self._key(frame, event.value, line)
            return
        value = plain(event.value) if event.implicit[0] else _tagged(event, line)
        if event.anchor:
            self._anchors[event.anchor] = (value, 1)
        self._place(value, line, 1)

    def _key(self, frame: _Frame, key: str, line: int) -> None:
        path = (*frame.path, key)
        if path in self.lines:
            first = self.lines[path]
            raise Unreadable(f"the key {key!r} is given twice, first on line {first}", line, "remove one of them")
        self.lines[path] = line
        frame.key = key

    def _open(self, value: Any, event: Any) -> None:
        line = event.start_mark.line + 1
        if event.tag not in (None, "!") and not event.implicit:
            raise Unreadable(f"the tag {event.tag!r} is not allowed", line, "remove it")
        if len(self._stack) >= MAX_DEPTH:
            raise Unreadable(f"nested more than {MAX_DEPTH} levels deep", line)
        self._needs_no_key(line)
        if event.anchor:
            self._anchors[event.anchor] = (_OPEN, 0)
        self._stack.append(_Frame(value, self._next_path(line), event.anchor, line))

    def _needs_no_key(self, line: int) -> None:
        if self._stack and type(self._stack[-1].value) is dict and self._stack[-1].key is None:
            raise Unreadable("a key must be text", line, "put text before the colon")

    def _next_path(self, line: int) -> Path:
        if not self._stack:
            self.lines[()] = line
            return ()
        frame = self._stack[-1]
        if type(frame.value) is dict:
            assert frame.key is not None
            return (*frame.path, frame.key)
        path = (*frame.path, len(frame.value))
        self.lines[path] = line
        return path

    def _close(self) -> None:
        frame = self._stack.pop()
        for source in frame.merges:
            frame.value.update({key: value for key, value in source.items() if key not in frame.value})
        if frame.anchor:
            self._anchors[frame.anchor] = (frame.value, frame.size)
        if self._stack:
            self._put(self._stack[-1], frame.value, frame.line, frame.size)
        else:
            self.root = frame.value

    def _alias(self, event: Any) -> None:
        line = event.start_mark.line + 1
        self._needs_no_key(line)
        value, size = self._anchors.get(event.anchor, (_MISSING, 0))
        if value is _MISSING:
            raise Unreadable(f"the alias *{event.anchor} has no anchor &{event.anchor} before it", line)
        if value is _OPEN:
            raise Unreadable(f"the alias *{event.anchor} lies inside what it stands for", line, "write it out")
        self._place(value, line, size)

    def _place(self, value: Any, line: int, size: int) -> None:
        if not self._stack:
            self.root, self.lines[()] = value, line
            return
        frame = self._stack[-1]
        if type(frame.value) is list:
            self.lines[(*frame.path, len(frame.value))] = line
        self._put(frame, value, line, size)

    def _put(self, frame: _Frame, value: Any, line: int, size: int) -> None:
        frame.size += size
        if frame.size > MAX_EXPANDED:
            raise Unreadable(f"aliases expand to more than {MAX_EXPANDED:,} values", line, "write less with aliases")
        if type(frame.value) is list:
            frame.value.append(value)
        elif frame.key == "<<":
            frame.merges += _sources(value, line)
            frame.key = None
        else:
            frame.value[frame.key] = value
            frame.key = None


_OPEN, _MISSING = object(), object()


def _sources(value: Any, line: int) -> list[dict[str, Any]]:
    sources = value if isinstance(value, list) else [value]
    if not all(isinstance(source, dict) for source in sources):
        raise Unreadable("`<<` merges mappings only", line, "write <<: *name, where &name marks a mapping")
    return sources


def _tagged(event: Any, line: int) -> str:
    if event.tag not in _TEXT_TAGS:
        raise Unreadable(f"the tag {event.tag!r} is not allowed", line, "remove it")
    return str(event.value)


def plain(text: str) -> Any:
    """What an unquoted scalar means: null, true/false, int, Decimal, date, or text."""
    if text in _WORDS:
        return _WORDS[text]
    first = text[0]
    if not (first.isdigit() or first in "+-."):
        return text
    if _INT.fullmatch(text):
        return int(text)
    if _FLOAT.fullmatch(text) and not _LEADING_ZERO.match(text):
        return Decimal(text)
    return _date(text) if _DATE.fullmatch(text) else text


def _date(text: str) -> Any:
    try:
        return dt.date.fromisoformat(text)
    except ValueError:
        return text
