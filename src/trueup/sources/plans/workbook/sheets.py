"""Tables on the sheets of a workbook: found by their column names, wherever they begin."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from trueup.sources.plans.formats import MEGABYTE
from trueup.vocabulary import SourceError

Cells = Sequence[Sequence[Any]]
LARGEST_INSIDE = 1024 * MEGABYTE
_DEEPEST_HEADER = 25


@dataclass(frozen=True, slots=True)
class Table:
    """The rows under a header. `columns` says where each known column stands; the first of two with one name counts."""

    sheet: str
    columns: Mapping[str, int]
    rows: Sequence[tuple[int, Sequence[Any]]]

    def has(self, name: str) -> bool:
        """Whether the column is there."""
        return name in self.columns

    def get(self, row: Sequence[Any], name: str) -> Any:
        """The cell of a column; empty text where the row or the table does not reach it."""
        at = self.columns.get(name)
        return row[at] if at is not None and at < len(row) else ""


def open_sheets(path: Path) -> dict[str, Cells]:
    """Every sheet's cells by its name. SourceError for what is no workbook, or would not fit into memory."""
    import python_calamine as calamine

    raw = path.read_bytes()
    _not_a_bomb(raw, path)
    try:
        book = calamine.CalamineWorkbook.from_filelike(io.BytesIO(raw))
        return {name: book.get_sheet_by_name(name).to_python(skip_empty_area=False) for name in book.sheet_names}
    except calamine.CalamineError as bad:
        raise SourceError(
            f"not a workbook that can be read: {bad}", where=path.name, do="open it and save it as .xlsx again"
        ) from None


def _not_a_bomb(raw: bytes, path: Path) -> None:
    """SourceError for an archive that unpacks into more than any plan needs."""
    if not zipfile.is_zipfile(io.BytesIO(raw)):
        return
    with zipfile.ZipFile(io.BytesIO(raw)) as archive:
        size = sum(member.file_size for member in archive.infolist())
    if size > LARGEST_INSIDE:
        what = f"the workbook unpacks into {size // MEGABYTE} MB"
        raise SourceError(what, where=path.name, do="remove the sheets that are not about the plan")


def folded(name: Any) -> str:
    """A column's name without what tools differ in: case, blanks, signs."""
    return re.sub(r"[^a-z0-9%/]+", " ", str(name).casefold()).strip()


def find_table(sheet: str, cells: Cells, known: Mapping[str, Sequence[str]], needed: Sequence[str]) -> Table | None:
    """The table with all `needed` columns, or None. `known` gives each column's names, folded."""
    for at, row in enumerate(cells[:_DEEPEST_HEADER]):
        columns = dict(_columns(row, known))
        if all(name in columns for name in needed):
            return Table(sheet, columns, list(enumerate(cells[at + 1 :], at + 2)))
    return None


def _columns(row: Sequence[Any], known: Mapping[str, Sequence[str]]) -> Iterator[tuple[str, int]]:
    names = [folded(cell) for cell in row]
    for column, aliases in known.items():
        place = next((names.index(alias) for alias in aliases if alias in names), None)
        if place is not None:
            yield column, place


def beside(cells: Cells, label: str) -> Any:
    """The first cell to the right of one that reads `label`, near the top; empty text if there is none."""
    for row in cells[:_DEEPEST_HEADER]:
        for at, cell in enumerate(row):
            if label in folded(cell):
                return next((other for other in row[at + 1 :] if other not in ("", None)), "")
    return ""
