"""Every table as a file: CSV that no spreadsheet takes for formulas, and Parquet with its types."""

from __future__ import annotations

import csv
import datetime as dt
import io
import re
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Literal

from django.http import HttpResponse

from trueup.vocabulary import TrueupError

FORMATS = ("csv", "parquet")
Format = Literal["csv", "parquet"]
_DANGEROUS = ("=", "+", "-", "@", "\t", "\r", "\n", "\N{FULLWIDTH EQUALS SIGN}", "\N{FULLWIDTH PLUS SIGN}",
              "\N{FULLWIDTH HYPHEN-MINUS}", "\N{FULLWIDTH COMMERCIAL AT}")  # fmt: skip
_NUMBER = re.compile(r"[-+]?\d+(\.\d+)?([eE][-+]?\d+)?")


@dataclass(frozen=True, slots=True)
class Table:
    """Rows of values (text, numbers, days, instants, None) under the names of their columns."""

    columns: tuple[str, ...]
    rows: Sequence[Sequence[Any]]


def neutral(text: str) -> str:
    """Text that a spreadsheet shows instead of running it.

    A cell that begins like a formula gets an apostrophe in front (OWASP, CSV Injection); a plain number stays one.
    """
    begins = text.lstrip(" \u00a0\u200b\ufeff").startswith(_DANGEROUS) or text.startswith(_DANGEROUS)
    return f"'{text}" if begins and not _NUMBER.fullmatch(text) else text


def as_csv(table: Table) -> bytes:
    """RFC 4180 in UTF-8, with the mark by which spreadsheets know it as such; a decimal point, days in ISO 8601."""
    out = io.StringIO(newline="")
    writer = csv.writer(out)
    writer.writerow([neutral(name) for name in table.columns])
    writer.writerows([_cell(value) for value in row] for row in table.rows)
    return out.getvalue().encode("utf-8-sig")


def as_parquet(table: Table) -> bytes:
    """Parquet with a type for each column; a column without any value is text."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    columns = [list(column) for column in zip(*table.rows, strict=True)] or [[] for _ in table.columns]
    arrays = [pa.array(column) for column in columns]
    typed = [array.cast(pa.string()) if pa.types.is_null(array.type) else array for array in arrays]
    out = io.BytesIO()
    pq.write_table(pa.Table.from_arrays(typed, names=list(table.columns)), out)
    return out.getvalue()


def download(name: str, table: Table, format: str) -> HttpResponse:
    """The table as a file called `name`. Raises TrueupError for a format that is not CSV or Parquet."""
    if format not in FORMATS:
        raise TrueupError(f"there is no format {format!r}", do=f"formats: {', '.join(FORMATS)}")
    body = as_csv(table) if format == "csv" else as_parquet(table)
    kind = "text/csv; charset=utf-8" if format == "csv" else "application/vnd.apache.parquet"
    answer = HttpResponse(body, content_type=kind)
    answer["Content-Disposition"] = f'attachment; filename="{_file_name(name)}.{format}"'
    answer["Cache-Control"] = "private, no-store"
    return answer


def _file_name(name: str) -> str:
    return re.sub(r"[^A-Za-z0-9_.-]+", "-", name).strip(".-")[:120] or "table"


def _cell(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float):
        return repr(value)
    if isinstance(value, int | Decimal):
        return _plain(value)
    if isinstance(value, dt.datetime | dt.date):
        return value.isoformat()
    return neutral(str(value))


def _plain(value: int | Decimal) -> str:
    """A number without an exponent."""
    return format(value, "f") if isinstance(value, Decimal) else str(value)
