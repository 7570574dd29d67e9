"""Every table of a page as a file to download."""

from __future__ import annotations

import re
from typing import Literal

from django.http import HttpResponse

from trueup.report.tables import Table, as_csv, as_parquet
from trueup.vocabulary import TrueupError

__all__ = ["FORMATS", "Format", "Table", "download"]

FORMATS = ("csv", "parquet")
Format = Literal["csv", "parquet"]


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
