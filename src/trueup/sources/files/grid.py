"""A grid of texts with line numbers into columns under a header: what delimited text and spreadsheets share."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

import pyarrow as pa

from trueup.sources.reading import Read
from trueup.vocabulary import Refusal, SourceError

Row = tuple[int, Sequence[str]]
_CHUNK = 50_000


@dataclass(frozen=True, slots=True)
class Sheet:
    """The rows of one file: `table` has a column a header; `lines` says where each row stands in the file.

    Rows that could not be split into columns are refused; rows without any text are counted as blank.
    """

    table: pa.Table
    lines: pa.ChunkedArray
    refusals: tuple[Refusal, ...] = ()
    blank: int = 0
    encoding: str | None = None
    mended: tuple[int, ...] = ()

    @property
    def read(self) -> int:
        """Rows that held something, refused ones included."""
        return int(self.table.num_rows) + len(self.refusals)


def tabulate(rows: Iterable[Row], read: Read) -> Sheet:
    """Columns of `rows`; raises SourceError when there is no header or the columns do not fit it."""
    stream = iter(_transposed(rows) if read.transpose else rows)
    stream = itertools.islice(stream, read.skip, None)
    header, rest = _header(stream, read)
    return _Collector(header, read).collect(_without_last(rest, read.skip_last))


def _transposed(rows: Iterable[Row]) -> Iterator[Row]:
    """Columns as rows, padded to a rectangle; the number of the column stands for the line."""
    columns = itertools.zip_longest(*(cells for _, cells in rows), fillvalue="")
    return ((number, cells) for number, cells in enumerate(columns, 1))


def _without_last(rows: Iterator[Row], count: int) -> Iterator[Row]:
    if not count:
        return rows
    every = list(rows)
    while every and not any(cell.strip() for cell in every[-1][1]):
        every.pop()
    return iter(every[:-count])


def _header(rows: Iterator[Row], read: Read) -> tuple[list[str], Iterator[Row]]:
    if read.header is False:
        return _unheaded(rows, read)
    wanted = (read.header,) if isinstance(read.header, int) else tuple(read.header)
    head = list(itertools.islice(rows, max(wanted)))
    if len(head) < max(wanted) or not any(cell.strip() for n in wanted for cell in head[n - 1][1]):
        raise SourceError("there is no header row", do="say where it is: `header: 3`, or `header: false` for none")
    stacked = itertools.zip_longest(*(head[n - 1][1] for n in wanted), fillvalue="")
    return distinct([" ".join(filter(None, map(fold, texts))) for texts in stacked]), rows


def _unheaded(rows: Iterator[Row], read: Read) -> tuple[list[str], Iterator[Row]]:
    if isinstance(read.columns, tuple) and read.columns:
        return distinct(list(read.columns)), rows
    first = next(rows, None)
    width = len(first[1]) if first else 0
    return [f"column_{n}" for n in range(1, width + 1)], itertools.chain([first] if first else [], rows)


def fold(text: str) -> str:
    """Text with every run of white space as one space, none at its ends."""
    return re.sub(r"[\s\u200b\ufeff]+", " ", text).strip()


def distinct(names: Sequence[str]) -> list[str]:
    """Names made different: an empty one is called by its place, a repeated one gets a number (`Cost`, `Cost.2`)."""
    seen: dict[str, int] = {}
    result = []
    for place, given in enumerate(names, 1):
        name = given or f"column_{place}"
        seen[name] = seen.get(name, 0) + 1
        result.append(name if seen[name] == 1 else f"{name}.{seen[name]}")
    return result


class _Collector:
    """Gathers rows into Arrow columns, a chunk at a time, refusing those that do not fit the header."""

    def __init__(self, header: list[str], read: Read) -> None:
        self.header, self.width, self.pad = header, len(header), read.ragged == "pad"
        self.unit = "column " if read.transpose else ""
        self.refusals: list[Refusal] = []
        self.blank = 0

    def collect(self, rows: Iterator[Row]) -> Sheet:
        fitting = self._fitting(rows)
        schema = pa.schema([pa.field(name, pa.string()) for name in self.header])
        batches, lines = [], []
        while chunk := list(itertools.islice(fitting, _CHUNK)):
            columns = zip(*(cells for _, cells in chunk), strict=True)
            arrays = [pa.array(column, pa.string()) for column in columns]
            batches.append(pa.RecordBatch.from_arrays(arrays, schema=schema))
            lines.append(pa.array([line for line, _ in chunk], pa.int64()))
        table = pa.Table.from_batches(batches, schema)
        return Sheet(table, pa.chunked_array(lines, pa.int64()), tuple(self.refusals), self.blank)

    def _fitting(self, rows: Iterator[Row]) -> Iterator[Row]:
        width = self.width
        for line, cells in rows:
            if len(cells) != width or not any(map(str.strip, cells)):
                fitted = self._fitted(line, cells)
                if fitted is None:
                    continue
                yield line, fitted
            else:
                yield line, cells

    def _fitted(self, line: int, cells: Sequence[str]) -> Sequence[str] | None:
        if not any(cell.strip() for cell in cells):
            self.blank += 1
            return None
        short = self.width - len(cells)
        if short > 0 and self.pad:
            return [*cells, *[""] * short]
        if short < 0 and not any(cell.strip() for cell in cells[self.width :]):
            return cells[: self.width]
        if short:
            self._refuse(line, cells)
            return None
        return cells

    def _refuse(self, line: int, cells: Sequence[str]) -> None:
        reason = f"has {len(cells)} cells where the header has {self.width}"
        if len(cells) < self.width:
            reason += "; `ragged: pad` takes missing cells at the end as empty"
        place = f"{self.unit}{line}" if self.unit else line
        self.refusals.append(Refusal(place, None, reason, ", ".join(cells)[:200]))
