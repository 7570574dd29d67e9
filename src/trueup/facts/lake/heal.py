"""After a crash: undo commits that nobody was told of and that the disk did not keep whole.

A drainer that dies leaves commits behind the record. Those that are whole stay; the next drainer sees by their
transaction that the rows are there. After a power failure one may be torn: an empty log entry, a file cut short.
From the first torn one on, the entries are taken away; their rows are still in the log.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pyarrow as pa

from trueup.facts.lake.delta import BATCHES
from trueup.facts.wal.segment import sync_folder

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from trueup.facts.lake.delta import Lake
    from trueup.facts.record import CommitRecord


def heal(lake: Lake, head: CommitRecord) -> list[Path]:
    """Take away torn commits newer than the head, in every table; return the log entries removed."""
    root = lake.storage.folder
    if root is None or not root.is_dir():
        return []
    removed: list[Path] = []
    for table in sorted(path for path in root.iterdir() if (path / "_delta_log").is_dir()):
        removed += _undo_torn(table, _committed(head, table.name))
    return removed


def _committed(head: CommitRecord, table: str) -> int:
    if table == BATCHES:
        return head.version
    return head.tables[table].version if table in head.tables else -1


def _undo_torn(table: Path, committed: int) -> list[Path]:
    """Newest first, so that the entries that stay are always a beginning of the table's history."""
    newer = sorted(path for path in (table / "_delta_log").glob("*.json") if _number(path) > committed)
    whole = next((i for i, path in enumerate(newer) if not _is_whole(table, path)), len(newer))
    for path in reversed(newer[whole:]):
        _forget_checkpoint(path)
        path.unlink()
    if newer[whole:]:
        sync_folder(table / "_delta_log")
    return newer[whole:]


def _forget_checkpoint(entry: Path) -> None:
    """A checkpoint made with a commit that is taken away goes too, and the pointer to it."""
    made = list(entry.parent.glob(f"{entry.stem}.checkpoint*"))
    for path in made:
        path.unlink()
    if made:
        (entry.parent / "_last_checkpoint").unlink(missing_ok=True)


def _number(path: Path) -> int:
    return int(path.stem) if path.stem.isdigit() else -1


def _is_whole(table: Path, entry: Path) -> bool:
    try:
        return all(_is_readable(table / str(add["path"]), add["size"]) for add in _added(entry))
    except ValueError:
        return False


def _added(entry: Path) -> Iterator[dict[str, object]]:
    text = entry.read_text()
    if not text.strip():
        raise ValueError("empty log entry")
    actions = [json.loads(line) for line in text.splitlines() if line.strip()]
    return (action["add"] for action in actions if "add" in action)


def _is_readable(path: Path, size: object) -> bool:
    """Whether the file is there, whole, and every value in it can be read."""
    import pyarrow.parquet as pq

    try:
        if path.stat().st_size != size:
            return False
        with pq.ParquetFile(path) as file:
            for _ in file.iter_batches():
                pass
    except (OSError, pa.ArrowException):
        return False
    return True
