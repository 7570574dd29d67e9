"""Where the lake lies: a folder, or an object store. Files are durable before anything refers to them."""

from __future__ import annotations

import os
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urlparse

from trueup.facts.wal.segment import sync_folder
from trueup.vocabulary import EngineError

if TYPE_CHECKING:
    from collections.abc import Mapping

    import pyarrow as pa

_ROW_GROUP = 122_880  # the size DuckDB spreads over threads
_STORES = frozenset(("s3", "s3a", "gs", "az", "adl", "azure", "abfs", "abfss"))


def place_of(text: str) -> str:
    """The root that a path or a URL means; `~` is the home of who asks.

    Raises EngineError for a URL that facts cannot lie under: of no store, of none that lasts, or without a bucket.
    """
    url = urlparse(text)
    if len(url.scheme) < 2:
        return os.path.expanduser(text)
    if url.scheme == "file":
        if url.netloc or not url.path.startswith("/"):
            raise EngineError("a file URL names a whole path", where=text, do="write file:///folder, or the path alone")
    elif url.scheme not in _STORES:
        what = f"{url.scheme}:// is no store that facts can lie in"
        raise EngineError(what, where=text, do="give a path, or s3://, gs:// or az:// with bucket and folder")
    elif not url.netloc:
        raise EngineError("the URL names no bucket", where=text, do=f"write {url.scheme}://bucket/folder")
    return text


@dataclass(frozen=True, slots=True)
class Storage:
    """A root and how to reach it. `options` go to the object store's client as they are."""

    root: str
    options: Mapping[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        """A commit is a put that fails when the object is there: two drainers can never both be the next version."""
        if self.root.startswith("s3") and not any(key.lower().endswith("conditional_put") for key in self.options):
            object.__setattr__(self, "options", {**self.options, "aws_conditional_put": "etag"})

    @property
    def folder(self) -> Path | None:
        """The local folder, or None on an object store."""
        scheme = urlparse(self.root).scheme
        if scheme == "file":
            return Path(urlparse(self.root).path)
        return Path(self.root) if len(scheme) < 2 else None

    def uri(self, table: str) -> str:
        """The root of a table."""
        return str(self.folder / table) if self.folder else f"{self.root.rstrip('/')}/{table}"

    def exists(self, table: str) -> bool:
        """Whether a table may be there; on an object store only opening it tells."""
        return self.folder is None or (self.folder / table / "_delta_log").is_dir()

    def filesystem(self, table: str) -> Any:
        """The table's folder as a pyarrow file system."""
        from pyarrow.fs import LocalFileSystem, PyFileSystem, SubTreeFileSystem

        if self.folder:
            return SubTreeFileSystem(self.uri(table), LocalFileSystem())
        from deltalake.fs import DeltaStorageHandler

        return PyFileSystem(DeltaStorageHandler(self.uri(table), dict(self.options)))

    def write(self, table: str, name: str, rows: pa.Table) -> int:
        """Write a Parquet file of a table, durably, and return its size in bytes."""
        import pyarrow.parquet as pq

        files = self.filesystem(table)
        pq.write_table(rows, name, filesystem=files, compression="zstd", row_group_size=_ROW_GROUP)
        if self.folder:
            sync_file(self.folder / table / name)
            sync_folder(self.folder / table)
        return int(files.get_file_info(name).size)

    def sync_commit(self, table: str, version: int) -> None:
        """Make a commit durable: its log entry, and a checkpoint if one was written with it."""
        if not self.folder:
            return
        log = self.folder / table / "_delta_log"
        for path in (log / f"{version:020}.json", *log.glob(f"{version:020}.checkpoint*"), log / "_last_checkpoint"):
            if path.exists():
                sync_file(path)
        sync_folder(log)


def sync_file(path: Path) -> None:
    """Make the content of a file durable."""
    fd = os.open(path, os.O_RDONLY)
    try:
        os.fsync(fd)
    finally:
        os.close(fd)
