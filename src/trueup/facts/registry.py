"""Which batches the lake has: the table `batches`, and a small index of it in memory."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import pyarrow as pa

from trueup.facts.lake.delta import BATCHES
from trueup.facts.tables import MOMENT

if TYPE_CHECKING:
    from collections.abc import Sequence

    from trueup.facts.lake.delta import Lake
    from trueup.facts.record import CommitRecord
    from trueup.facts.wal.frame import Batch

SCHEMA = pa.schema(
    [
        pa.field("key", pa.string(), nullable=False),
        pa.field("key_hash", pa.int64(), nullable=False),
        pa.field("batch", pa.string(), nullable=False),
        pa.field("digest", pa.string(), nullable=False),
        pa.field("book", pa.string(), nullable=False),
        pa.field("source", pa.string(), nullable=False),
        pa.field("tables", pa.string(), nullable=False),
        pa.field("rows", pa.int64(), nullable=False),
        pa.field("seq", pa.int64(), nullable=False),
        pa.field("recorded_at", MOMENT, nullable=False),
        pa.field("stamped", pa.bool_(), nullable=False),
    ]
)


@dataclass(frozen=True, slots=True)
class KnownBatch:
    """What is remembered of a batch for as long as the store lives."""

    key: str
    batch: str
    digest: str
    rows: int
    seq: int


def key_hash(key: str) -> int:
    """The first 64 bits of the key's SHA-256, signed."""
    return int.from_bytes(hashlib.sha256(key.encode()).digest()[:8], "big", signed=True)


def batch_name(key: str) -> str:
    """The batch's own name, for the column `batch`: the first 128 bits of the key's SHA-256, hexadecimal."""
    return hashlib.sha256(key.encode()).hexdigest()[:32]


def registry_rows(batches: Sequence[Batch]) -> pa.Table:
    """The rows of `batches` for these batches."""
    rows = [
        {
            "key": b.key,
            "key_hash": key_hash(b.key),
            "batch": b.batch,
            "digest": b.digest,
            "book": b.book,
            "source": b.source,
            "tables": ",".join(part.name for part in b.parts),
            "rows": b.rows,
            "seq": b.seq,
            "recorded_at": b.recorded_at,
            "stamped": b.stamped,
        }
        for b in batches
    ]
    return pa.Table.from_pylist(rows, SCHEMA)


class Registry:
    """Finds a batch of the lake by its key. Keeps 8 bytes a batch in memory; the rest is read on a hit."""

    def __init__(self, lake: Lake) -> None:
        self._lake = lake
        self._version = -1
        self._seq = 0
        self._hashes = np.empty(0, np.int64)

    def refresh(self, record: CommitRecord) -> None:
        """Learn of the batches up to the record, reading only those that are new."""
        import pyarrow.compute as pc

        if record.version == self._version:
            return
        new = self._lake.read(BATCHES, record.version, ["key_hash"], pc.field("seq") >= self._seq)
        self._hashes = np.sort(np.concatenate([self._hashes, new.column("key_hash").to_numpy()]))
        self._version, self._seq = record.version, record.seq

    def find(self, key: str) -> KnownBatch | None:
        """The batch with this key, if the lake has it."""
        import pyarrow.compute as pc

        wanted = key_hash(key)
        at = int(np.searchsorted(self._hashes, wanted))
        if at == len(self._hashes) or self._hashes[at] != wanted:
            return None
        columns = ["key", "batch", "digest", "rows", "seq"]
        selected = (pc.field("key_hash") == wanted) & (pc.field("key") == key)
        found = self._lake.read(BATCHES, self._version, columns, selected).to_pylist()
        return KnownBatch(**found[0]) if found else None
