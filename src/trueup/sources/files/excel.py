"""Excel and OpenDocument workbooks, read with calamine; cells become the texts that a person would have typed."""

from __future__ import annotations

import datetime as dt
import io
from collections.abc import Iterator
from typing import Any

from trueup.sources.files.grid import Row, Sheet, tabulate
from trueup.sources.reading import Read
from trueup.vocabulary import SourceError, did_you_mean


def read_excel(raw: bytes, read: Read) -> Sheet:
    """The rows of one sheet: `sheet` is its name or its number from 1, by default the first."""
    import python_calamine as calamine

    try:
        book = calamine.CalamineWorkbook.from_filelike(io.BytesIO(raw))
        sheet = book.get_sheet_by_name(_sheet(book.sheet_names, read.sheet))
        cells = sheet.to_python(skip_empty_area=False)
    except calamine.CalamineError as bad:
        raise SourceError(
            f"not a workbook that can be read: {bad}", do="save it as .xlsx, or export it to CSV"
        ) from None
    return tabulate(_rows(cells), read)


def _sheet(names: list[str], wanted: str | int | None) -> str:
    if wanted is None or isinstance(wanted, int):
        place = wanted or 1
        if not 1 <= place <= len(names):
            raise SourceError(f"there is no sheet {place}", do=f"sheets: {', '.join(names)}")
        return names[place - 1]
    if wanted not in names:
        raise SourceError(
            f"there is no sheet {wanted!r}", do=did_you_mean(wanted, names) or f"sheets: {', '.join(names)}"
        )
    return wanted


def _rows(cells: list[list[Any]]) -> Iterator[Row]:
    return ((number, [written(cell) for cell in row]) for number, row in enumerate(cells, 1))


def written(value: Any) -> str:
    """A typed value as text: whole numbers without a point, days and moments in ISO 8601."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() and abs(value) < 1e15 else repr(value)
    if isinstance(value, dt.datetime):
        midnight = value.time() == dt.time() and value.tzinfo is None
        return value.date().isoformat() if midnight else value.isoformat(sep=" ")
    return value.isoformat() if isinstance(value, dt.date | dt.time) else str(value)
