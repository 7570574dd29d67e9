"""One batch in the log: a header, metadata as JSON, then one Arrow stream a table.

    magic "TUF1" | length of metadata u32 | length of body u64 | CRC-32 of metadata u32 | CRC-32 of body u32 | ...

A frame that is cut short or does not match its sums was never acknowledged (or the disk lied): it is not a frame.
"""

from __future__ import annotations

import json
import struct
import zlib
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING

import pyarrow as pa

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

_HEADER = struct.Struct("<4sIQII")
_MAGIC = b"TUF1"
_COMPRESS_FROM = 65_536


@dataclass(frozen=True, slots=True)
class TablePart:
    """The rows of one table in a batch: how many, how many bytes of the body, and the row key of a raw table."""

    name: str
    rows: int
    size: int
    row_key: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Batch:
    """What a frame's metadata says. Rows have the numbers `seq` to `seq + rows - 1`, table by table.

    `recorded_at` is microseconds since 1970 UTC; `stamped` says the store's clock gave it, not the caller.
    """

    key: str
    batch: str
    digest: str
    book: str
    source: str
    seq: int
    recorded_at: int
    stamped: bool
    parts: tuple[TablePart, ...]

    @property
    def rows(self) -> int:
        """Rows in all tables of the batch."""
        return sum(part.rows for part in self.parts)

    @property
    def end(self) -> int:
        """The number after the last row. A batch without rows still takes one number, so that it has a place."""
        return self.seq + max(self.rows, 1)


@dataclass(frozen=True, slots=True)
class Body:
    """The encoded rows of a batch and their check sum, made before the log is locked."""

    data: bytes
    crc: int
    parts: tuple[TablePart, ...]


def encode_body(tables: Mapping[str, pa.Table], row_keys: Mapping[str, Sequence[str]]) -> Body:
    """Encode the tables in the order of their names."""
    streams = {name: _stream(tables[name]) for name in sorted(tables)}
    parts = tuple(
        TablePart(name, tables[name].num_rows, len(data), tuple(row_keys.get(name, ())))
        for name, data in streams.items()
    )
    data = b"".join(streams.values())
    return Body(data, zlib.crc32(data), parts)


def _stream(table: pa.Table) -> bytes:
    sink = pa.BufferOutputStream()
    options = pa.ipc.IpcWriteOptions(compression="lz4" if table.nbytes >= _COMPRESS_FROM else None)
    with pa.ipc.new_stream(sink, table.schema, options=options) as writer:
        writer.write_table(table)
    return bytes(sink.getvalue())


def encode_head(batch: Batch, body: Body) -> bytes:
    """Header and metadata; the body follows them in the file."""
    meta = json.dumps(asdict(batch), separators=(",", ":")).encode()
    return _HEADER.pack(_MAGIC, len(meta), len(body.data), zlib.crc32(meta), body.crc) + meta


@dataclass(frozen=True, slots=True)
class Parsed:
    """A whole frame found in a buffer: its metadata, and where body and frame end, from the buffer's start."""

    batch: Batch
    body: int
    end: int


def parse(data: memoryview, start: int) -> Parsed | None:
    """The frame at `start`, or None when there is no whole, undamaged one."""
    if len(data) - start < _HEADER.size:
        return None
    magic, meta_size, body_size, meta_crc, body_crc = _HEADER.unpack_from(data, start)
    body = start + _HEADER.size + meta_size
    end = body + body_size
    if magic != _MAGIC or end > len(data):
        return None
    meta = data[start + _HEADER.size : body]
    if zlib.crc32(meta) != meta_crc or zlib.crc32(data[body:end]) != body_crc:
        return None
    return Parsed(_batch(json.loads(bytes(meta))), body, end)


def _batch(meta: dict[str, object]) -> Batch:
    parts = meta.pop("parts")
    assert isinstance(parts, list)
    return Batch(**meta, parts=tuple(TablePart(**{**p, "row_key": tuple(p["row_key"])}) for p in parts))  # type: ignore[arg-type]


def decode_body(batch: Batch, body: bytes) -> dict[str, pa.Table]:
    """The tables of a batch as they were admitted."""
    tables, start, view = {}, 0, memoryview(body)
    for part in batch.parts:
        with pa.ipc.open_stream(pa.py_buffer(view[start : start + part.size])) as reader:
            tables[part.name] = reader.read_all()
        start += part.size
    return tables
