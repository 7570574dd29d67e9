"""Delimited text: CSV and its relatives, with exact line numbers even where a quoted cell runs over several lines."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from trueup.sources.files.encoding import decode
from trueup.sources.files.grid import Row, Sheet, tabulate
from trueup.sources.reading import Read
from trueup.vocabulary import Refusal

_DELIMITERS = ",;\t|"
_LONGEST_CELL = 2**24


def read_text(raw: bytes, read: Read) -> Sheet:
    """The rows of a delimited file; raises SourceError for bytes that are not text or have no header."""
    decoded = decode(raw, read.encoding)
    broken: list[Refusal] = []
    rows = _rows(decoded.text, read, broken)
    sheet = tabulate(rows, read)
    everything = (*sheet.refusals, *broken)
    return replace(sheet, refusals=everything, encoding=decoded.encoding, mended=decoded.mended)


def _rows(text: str, read: Read, broken: list[Refusal]) -> Iterator[Row]:
    delimiter = read.delimiter or ("\t" if read.format == "tsv" else _detected(text, read))
    lines = io.StringIO(text, newline="")
    if delimiter == "whitespace":
        return _uncommented(((n, line.split()) for n, line in enumerate(lines, 1)), read)
    return _uncommented(_delimited(lines, text, delimiter, read, broken), read)


def _uncommented(rows: Iterator[Row], read: Read) -> Iterator[Row]:
    if read.comment is None:
        return rows
    mark = read.comment
    return ((line, cells) for line, cells in rows if not (cells and cells[0].lstrip().startswith(mark)))


def _detected(text: str, read: Read) -> str:
    """The delimiter that the header line holds most often outside quotes; a comma when it holds none."""
    first = read.skip + (read.header[0] if isinstance(read.header, tuple) else int(read.header) or 1) - 1
    line = next((line for n, line in enumerate(io.StringIO(text)) if n >= first and line.strip()), "")
    bare = re.sub(r'"(?:[^"]|"")*"?', "", line)
    return max(_DELIMITERS, key=bare.count)


def _delimited(lines: io.StringIO, text: str, delimiter: str, read: Read, broken: list[Refusal]) -> Iterator[Row]:
    quoting: Any = csv.QUOTE_MINIMAL if read.quote else csv.QUOTE_NONE
    before = csv.field_size_limit(_LONGEST_CELL)
    try:
        reader = csv.reader(lines, delimiter=delimiter, quotechar=read.quote or None, quoting=quoting)
        yield from _numbered(reader, text, read.quote, broken)
    finally:
        csv.field_size_limit(before)


def _numbered(reader: Any, text: str, quote: str, broken: list[Refusal]) -> Iterator[Row]:
    """Each record with the line on which it begins. A record is held back until it is known that it ended."""
    held: Row | None = None
    start = 1
    try:
        for cells in reader:
            if held is not None:
                yield held
            held, start = (start, cells), int(reader.line_num) + 1
    except csv.Error as bad:
        broken.append(Refusal(start, None, f"cannot be read from here on: {bad}"))
    if held is None:
        return
    if quote and int(reader.line_num) > held[0] and _never_closed(text, held[0], quote):
        swallowed = int(reader.line_num) - held[0]
        broken.append(
            Refusal(held[0], None, f"opens a quote that is never closed: {swallowed} more lines are inside it")
        )
    else:
        yield held


def _never_closed(text: str, line: int, quote: str) -> bool:
    tail = list(io.StringIO(text, newline=""))[line - 1 :]
    return "".join(tail).count(quote) % 2 == 1
