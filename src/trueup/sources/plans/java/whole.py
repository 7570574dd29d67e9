"""What a file must show before Java sees it: that it is all there, and that its XML does not explode."""

from __future__ import annotations

import os
import re
from pathlib import Path

from trueup.vocabulary import SourceError

_XML = ("mspdi", "pmxml", "planner")
_PROLOG = re.compile(rb"<[A-Za-z]")
_AGAIN = "export it again, and copy it whole"


def check_whole(path: Path, format: str) -> None:
    """SourceError for a file that is cut short, or whose XML declares a document type of its own."""
    if format == "xer":
        _xer(path)
    elif format in _XML:
        _xml(path)


def _tail(path: Path, size: int = 4096) -> bytes:
    with path.open("rb") as file:
        file.seek(max(0, os.path.getsize(path) - size))
        return file.read()


def _xer(path: Path) -> None:
    """An XER file begins with ERMHDR and ends with %E: MPXJ itself reads a half of it as if it were all."""
    with path.open("rb") as file:
        head = file.read(6)
    if head != b"ERMHDR":
        raise SourceError("it is no Primavera XER file: it does not begin with ERMHDR", where=path.name, do=_AGAIN)
    if _tail(path).rstrip().rsplit(b"\n", 1)[-1].strip() != b"%E":
        lines = _lines(path)
        what = f"the file is cut short at line {lines:,}: a Primavera XER file ends with %E"
        raise SourceError(what, where=path.name, do=_AGAIN)


def _lines(path: Path) -> int:
    with path.open("rb") as file:
        return sum(block.count(b"\n") for block in iter(lambda: file.read(1 << 20), b"")) + 1


def _xml(path: Path) -> None:
    """No tool writes a document type into a plan; entities in one could grow without end or read other files."""
    with path.open("rb") as file:
        head = re.sub(rb"<!--.*?-->", b"", _in_bytes(file.read(65536)), flags=re.DOTALL)
    found = _PROLOG.search(head)
    if b"<!" in (head[: found.start()] if found else head):
        what = "its XML declares a document type, which no project tool writes: it is not read"
        raise SourceError(what, where=path.name, do="export it again from the tool")
    if not _tail(path).rstrip(b"\0 \r\n\t").endswith(b">"):
        raise SourceError("the file is cut short: its XML does not end", where=path.name, do=_AGAIN)


def _in_bytes(head: bytes) -> bytes:
    """UTF-16 as if it were UTF-8, so that the same signs are found in it."""
    wide = head.startswith((b"\xff\xfe", b"\xfe\xff"))
    return head.decode("utf-16", "ignore").encode() if wide else head
