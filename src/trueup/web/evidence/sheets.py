"""What was pasted or uploaded, as records with line numbers: read by the readers of sources, within limits."""

from __future__ import annotations

import csv
import io
import zipfile
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from trueup.sources.files import read_sheet
from trueup.sources.files.excel import written
from trueup.sources.files.grid import Sheet
from trueup.sources.reading import Read
from trueup.vocabulary import Refusal, SourceError
from trueup.web.evidence.written import Mark

MOST_BYTES = 10 * 2**20
MOST_UNPACKED = 200 * 2**20
MOST_ROWS = 20_000
_FORMATS = {
    ".csv": "csv", ".txt": "csv", ".tsv": "tsv", ".xlsx": "excel", ".xlsm": "excel", ".xls": "excel", ".ods": "excel",
    ".jsonl": "jsonl", ".ndjson": "jsonl", ".parquet": "parquet",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Record:
    """One row as text by column; `line` says where it stands."""

    line: int
    values: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Sheets:
    """Records, the rows that could not be split into columns, and the decimal mark where the format has one."""

    columns: tuple[str, ...]
    records: tuple[Record, ...]
    refusals: tuple[Refusal, ...] = ()
    mark: Mark | None = None


def pasted(text: str) -> Sheets:
    """Cells copied from a spreadsheet (tabs) or CSV, under a header. Raises SourceError for what is not a table."""
    raw = text.strip("\n\r").encode()
    if not raw.strip():
        raise SourceError("nothing was pasted", do="copy the cells together with their header")
    if len(raw) > MOST_BYTES:
        raise _too_large()
    return _records(read_sheet(raw, Path("the pasted text"), Read(csv="-", encoding="utf-8", ragged="pad")), None)


def uploaded(name: str, raw: bytes) -> Sheets:
    """The rows of a CSV, Excel, OpenDocument, JSON Lines or Parquet file. Raises SourceError for one that is none."""
    suffix = Path(name).suffix.lower()
    if suffix not in _FORMATS:
        raise SourceError(
            f"{suffix or 'a file without an ending'} is not a format that can be read",
            where=Path(name).name[:100],
            do="upload .csv, .tsv, .xlsx, .xls, .ods, .jsonl or .parquet",
        )
    if len(raw) > MOST_BYTES:
        raise _too_large()
    if not raw.strip():
        raise SourceError("the file is empty", where=Path(name).name[:100])
    kind = _FORMATS[suffix]
    _check_unpacked(kind, raw)
    sheet = read_sheet(raw, Path(name), Read.model_validate({kind: "-", "ragged": "pad"}))
    return _records(sheet, None if kind in ("csv", "tsv") else ".")


def stated(rows: Iterable[Mapping[str, Any]]) -> Sheets:
    """Rows that a program sends: values with types, so that nothing has to be guessed."""
    kept = [{str(name): written(value) for name, value in row.items() if value is not None} for row in rows]
    if len(kept) > MOST_ROWS:
        raise _too_many()
    columns = tuple(dict.fromkeys(name for row in kept for name in row))
    return Sheets(columns, tuple(Record(line, row) for line, row in enumerate(kept, 1)), mark=".")


def _records(sheet: Sheet, mark: Mark | None) -> Sheets:
    if sheet.read > MOST_ROWS:
        raise _too_many()
    columns = tuple(sheet.table.column_names)
    texts = [[written(value).strip() for value in sheet.table.column(name).to_pylist()] for name in columns]
    rows: Sequence[tuple[str, ...]] = list(zip(*texts, strict=True)) if texts else []
    lines = sheet.lines.to_pylist()
    found = ((line, dict(zip(columns, row, strict=True))) for line, row in zip(lines, rows, strict=True))
    records = tuple(Record(line, row) for line, row in found if any(row.values()))
    return Sheets(columns, records, sheet.refusals, mark)


def _check_unpacked(kind: str, raw: bytes) -> None:
    """A small file may hold a huge table: look at what it says of itself before reading it."""
    if kind == "excel" and zipfile.is_zipfile(io.BytesIO(raw)):
        with zipfile.ZipFile(io.BytesIO(raw)) as packed:
            size = sum(part.file_size for part in packed.infolist())
    elif kind == "parquet":
        size = _parquet_size(raw)
    else:
        return
    if size > MOST_UNPACKED:
        raise _too_large()


def _parquet_size(raw: bytes) -> int:
    import pyarrow as pa
    import pyarrow.parquet as pq

    try:
        meta = pq.ParquetFile(io.BytesIO(raw)).metadata
    except (pa.ArrowInvalid, OSError):
        return 0  # the reader says what is wrong with it
    if meta.num_rows > MOST_ROWS:
        raise _too_many()
    return sum(meta.row_group(group).total_byte_size for group in range(meta.num_row_groups))


def _too_large() -> SourceError:
    return SourceError(
        f"more than {MOST_BYTES // 2**20} MB (or {MOST_UNPACKED // 2**20} MB unpacked) cannot be taken in at once",
        do="send it in parts, or let a source load it",
    )


def _too_many() -> SourceError:
    return SourceError(
        f"more than {MOST_ROWS:,} rows cannot be taken in at once", do="send them in parts, or let a source load them"
    )


def written_out(sheets: Sheets) -> str:
    """The records as tab-separated text that `pasted` reads back; every cell in quotes."""
    out = io.StringIO(newline="")
    writer = csv.writer(out, delimiter="\t", quoting=csv.QUOTE_ALL, lineterminator="\n")
    writer.writerow(sheets.columns)
    writer.writerows([record.values.get(name, "") for name in sheets.columns] for record in sheets.records)
    return out.getvalue()
