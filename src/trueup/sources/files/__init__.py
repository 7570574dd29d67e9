"""Files of records: where they are, how their text is encoded, and their rows as columns with line numbers."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from trueup.sources.files.encoding import must_be_text
from trueup.sources.files.grid import Sheet
from trueup.sources.reading import Read
from trueup.vocabulary import SourceError

_TEXT = frozenset({"csv", "tsv", "json", "jsonl"})


def read_sheet(raw: bytes, path: Path, read: Read) -> Sheet:
    """The rows of one file. Raises SourceError, naming the file, when nothing of it can be used."""
    try:
        if read.format in _TEXT:
            must_be_text(raw)
        return _reader(read.format)(raw, read)
    except SourceError as bad:
        raise SourceError(bad.what, where=path.name, do=bad.do) from None


def _reader(format: str) -> Callable[[bytes, Read], Sheet]:
    """The reader of a format; libraries are loaded only for the formats in use."""
    if format == "excel":
        from trueup.sources.files.excel import read_excel

        return read_excel
    if format == "jsonl":
        from trueup.sources.files.jsonl import read_jsonl

        return read_jsonl
    if format == "json":
        from trueup.sources.files.jsonl import read_json

        return read_json
    if format == "parquet":
        from trueup.sources.files.parquet import read_parquet

        return read_parquet
    from trueup.sources.files.text import read_text

    return read_text
