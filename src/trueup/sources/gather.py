"""All rows of a read: its files one under the other, under the names that the mapping gives their columns."""

from __future__ import annotations

import html
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc

from trueup.sources.files import read_sheet
from trueup.sources.files.grid import Sheet
from trueup.sources.files.paths import expand
from trueup.sources.headers import FILE, LINE, ROW, placed, renamed
from trueup.sources.reading import Read
from trueup.vocabulary import Refusal, SourceError

Progress = Callable[[str, int, int | None], None]


@dataclass(frozen=True, slots=True)
class FileRead:
    """One file that was read."""

    file: str
    rows: int
    refused: int
    blank: int
    encoding: str | None
    mended: tuple[int, ...]


@dataclass(slots=True)
class Gathered:
    """The rows of a read with the columns `_file`, `_line` and `_row`, and everything worth telling about them."""

    table: pa.Table
    files: list[FileRead] = field(default_factory=list)
    refusals: list[Refusal] = field(default_factory=list)
    absent: tuple[str, ...] = ()
    units: dict[str, str] = field(default_factory=dict)

    @property
    def read(self) -> int:
        """Rows that held something, refused ones included."""
        return int(self.table.num_rows) + len(self.refusals)


def gather_files(reads: Sequence[Read], folder: Path, progress: Progress | None = None) -> Gathered:
    """Read every file of every read; SourceError, naming the file, when one cannot be used."""
    gathered = Gathered(pa.table({}))
    parts: list[pa.Table] = []
    paths = [(read, path) for read in reads for pattern in read.paths for path in expand(pattern, folder)]
    names = _distinct_names([path for _, path in paths])
    missing: list[set[str]] = []
    for (read, path), name in zip(paths, names, strict=True):
        table, absent = _one(read, path, name, gathered, several=len(paths) > 1)
        missing.append(absent)
        parts.append(table)
        if progress is not None:
            progress(name, len(parts), len(paths))
    united = _united(parts)
    gathered.absent = tuple(sorted(set().union(*missing) - set(united.column_names)))
    gathered.table = united.append_column(ROW, pa.array(range(united.num_rows), pa.int64()))
    return gathered


def _distinct_names(paths: list[Path]) -> list[str]:
    """The files' names; with their folders where two have the same."""
    names = [path.name for path in paths]
    return [path.name if names.count(path.name) == 1 else f"{path.parent.name}/{path.name}" for path in paths]


def _one(read: Read, path: Path, name: str, gathered: Gathered, *, several: bool) -> tuple[pa.Table, set[str]]:
    raw = path.read_bytes()
    sheet = read_sheet(raw, path, read)
    refused = len(sheet.refusals)
    gathered.files.append(FileRead(name, sheet.read, refused, sheet.blank, sheet.encoding, sheet.mended))
    gathered.refusals += [_placed(refusal, name, several=several) for refusal in sheet.refusals]
    if read.transpose or read.format == "json":
        gathered.units[name] = "column" if read.transpose else "record"
    return _named(read, sheet, name)


def _placed(refusal: Refusal, name: str, *, several: bool) -> Refusal:
    if not several:
        return refusal
    return Refusal(f"{name}:{refusal.line}", refusal.column, refusal.reason, refusal.value)


def _named(read: Read, sheet: Sheet, name: str) -> tuple[pa.Table, set[str]]:
    """The sheet under the mapping's names, and those names for which it has no column."""
    columns = read.columns if isinstance(read.columns, dict) else {}
    try:
        names, absent = renamed(sheet.table.column_names, columns)
    except SourceError as bad:
        raise SourceError(bad.what, where=name, do=bad.do) from None
    if any("\0" in header for header in names):
        what = "a header holds a zero byte: the file is not what `read` says, or damaged"
        raise SourceError(what, where=name, do="export it again")
    table = sheet.table.rename_columns(names)
    if read.unescape:
        table = _unescaped(table)
    for place, text in _from_name(read, name):
        table = table.append_column(place, pa.repeat(pa.scalar(text), table.num_rows))
    table = table.append_column(FILE, pa.repeat(pa.scalar(name), table.num_rows))
    return table.append_column(LINE, sheet.lines), set(absent)


def _from_name(read: Read, name: str) -> Iterator[tuple[str, str]]:
    if read.file_name is None:
        return
    found = placed(read.file_name, [Path(name).name])
    if not found:
        raise SourceError(f"the file's name does not fit {read.file_name!r}", where=name, do="mend `file_name`")
    yield from found[0][1].items()


def _unescaped(table: pa.Table) -> pa.Table:
    """Texts with HTML character references (`&amp;`) as the characters they stand for."""
    for place, column in enumerate(table.column_names):
        texts = table[column]
        if not pa.types.is_string(texts.type):
            continue
        if pc.any(pc.match_substring_regex(texts, "&(#|[a-zA-Z])")).as_py():
            plain = pa.array([None if text is None else html.unescape(text) for text in texts.to_pylist()], pa.string())
            table = table.set_column(place, column, plain)
    return table


def _united(parts: list[pa.Table]) -> pa.Table:
    """Tables one under the other; a column that two files type differently becomes text in all."""
    if len(parts) == 1:
        return parts[0]
    kinds: dict[str, set[pa.DataType]] = {}
    for part in parts:
        for column in part.schema:
            kinds.setdefault(column.name, set()).add(column.type)
    clashing = {name for name, types in kinds.items() if len(types) > 1}
    return pa.concat_tables([_texts(part, clashing) for part in parts], promote_options="default")


def _texts(table: pa.Table, names: set[str]) -> pa.Table:
    for name in names & set(table.column_names):
        table = table.set_column(table.schema.get_field_index(name), name, table[name].cast(pa.string()))
    return table
