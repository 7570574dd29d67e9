"""The files of the derived tables, and the manifest that says which of them hold, and up to which row.

The newest layer of cells that has a cell is right about it; the layers are merged before there are many.
"""

from __future__ import annotations

import json
import os
import time
import uuid
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING

from trueup.facts.lake.storage import sync_file
from trueup.facts.wal.segment import sync_folder

if TYPE_CHECKING:
    from pathlib import Path

    import pyarrow as pa

FORMAT = 1
_MANIFEST = "manifest.json"
_GRACE = 3600.0  # seconds that a reader may go on using files that were replaced


@dataclass(frozen=True, slots=True)
class Manifest:
    """The derived state of `store`'s rows below `seq`; `recorded_at` is the latest among them (microseconds UTC)."""

    store: str
    seq: int
    recorded_at: int
    cells: tuple[str, ...]
    superseded: tuple[str, ...]
    format: int = FORMAT


class Layers:
    """A folder of derived files. Written under the drain lock, read by anyone."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def manifest(self, store: str) -> Manifest | None:
        """What holds now, or None when nothing of this store, in this format, does."""
        try:
            body = json.loads((self.folder / _MANIFEST).read_text())
        except FileNotFoundError:
            return None
        if body.get("format") != FORMAT or body.get("store") != store:
            return None
        lists = {name: tuple(body[name]) for name in ("cells", "superseded")}
        return Manifest(**{**body, **lists})

    def paths(self, names: tuple[str, ...]) -> tuple[str, ...]:
        """Where the files lie."""
        return tuple(str(self.folder / name) for name in names)

    def rows(self, name: str) -> int:
        """How many rows a file has."""
        import pyarrow.parquet as pq

        return int(pq.read_metadata(self.folder / name).num_rows)

    def write(self, kind: str, rows: pa.Table) -> tuple[str, ...]:
        """Write a durable file and return its name; nothing for no rows."""
        import pyarrow.parquet as pq

        if not rows.num_rows:
            return ()
        self.folder.mkdir(parents=True, exist_ok=True)
        name = f"{kind}-{uuid.uuid4().hex}.parquet"
        pq.write_table(rows, self.folder / name, compression="zstd", row_group_size=122_880)
        sync_file(self.folder / name)
        return (name,)

    def set_manifest(self, manifest: Manifest) -> None:
        """From here on `manifest` holds; files that no manifest needs go after an hour."""
        self.folder.mkdir(parents=True, exist_ok=True)
        new = self.folder / f".{_MANIFEST}.{uuid.uuid4().hex}"
        with new.open("w") as file:
            json.dump(asdict(manifest), file)
            file.flush()
            os.fsync(file.fileno())
        sync_folder(self.folder)
        new.replace(self.folder / _MANIFEST)
        self._sweep({*manifest.cells, *manifest.superseded})

    def _sweep(self, needed: set[str]) -> None:
        old = time.time() - _GRACE
        for path in self.folder.glob("*.parquet"):
            if path.name not in needed and path.stat().st_mtime < old:
                path.unlink(missing_ok=True)

    def clear(self) -> None:
        """Forget everything, at once; it will be rebuilt from the rows."""
        for path in (self.folder / _MANIFEST, *self.folder.glob("*.parquet")):
            path.unlink(missing_ok=True)
