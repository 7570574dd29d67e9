"""The header and rows of a delimited file."""

from __future__ import annotations

from pathlib import Path

from trueup.sources.files.text import read_text
from trueup.sources.plans.table.rows import Row
from trueup.sources.reading import Read
from trueup.vocabulary import SourceError


def table(path: Path) -> tuple[list[str], list[Row]]:
    """Headers and rows of a delimited file. SourceError for rows that do not fit the header."""
    ending = path.suffix.lower()
    read = Read(tsv=path.name, ragged="pad") if ending == ".tsv" else Read(csv=path.name, ragged="pad")
    sheet = read_text(path.read_bytes(), read)
    if sheet.refusals:
        listing = "".join(f"\n  {refusal}" for refusal in sheet.refusals[:20])
        raise SourceError(f"{len(sheet.refusals)} rows cannot be read:{listing}", where=path.name, do="mend the rows")
    cells = zip(*(column.to_pylist() for column in sheet.table.columns), strict=True)
    lines = sheet.lines.to_pylist()
    return list(sheet.table.column_names), [Row(line, list(row)) for line, row in zip(lines, cells, strict=True)]
