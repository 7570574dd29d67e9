"""The digest of a batch: SHA-256 over its rows, not over the files that happen to hold them.

Definition (`trueup-rows-1`)
    A field that is null is left out. Any other field is written as `name`, a type letter, `value`, each as a
    netstring (`5:hello,`); the fields of a row stand in the order of their names; the row's hash is the
    SHA-256 of that text in UTF-8. A table's hash is the SHA-256 of the sorted row hashes, joined. The digest is
    the SHA-256 of the line `trueup-rows-1`, then for each table with rows, in the order of names, the table's name and
    hash as netstrings.
    Letters and values: `s` text; `i` integer; `f` double, as its IEEE 754 bits read as a signed 64-bit integer
    (-0.0 counts as 0.0); `b` 0 or 1; `d` days since 1970-01-01; `t` microseconds since 1970-01-01 UTC; `u` the
    same for a time without a zone; `n` decimal in plain notation without trailing zeros; `x` hexadecimal bytes;
    `j` JSON of a nested value.

So the digest does not depend on the order of rows, on null columns added later, on compaction, or on the file
format, and anyone can compute it from an export. One row can be proved to belong to a batch by its hash.
"""

from __future__ import annotations

import hashlib
import itertools
import json
from typing import TYPE_CHECKING, Any

import pyarrow as pa
import pyarrow.compute as pc

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping

VERSION = b"trueup-rows-1\n"
_CHUNK = 65_536


def digest_of(tables: Mapping[str, pa.Table]) -> str:
    """Lower-case hexadecimal digest of the rows of a batch, as defined above."""
    return digest_of_hashes({name: row_hashes(table) for name, table in tables.items() if table.num_rows})


def digest_of_hashes(rows: Mapping[str, Iterable[bytes]]) -> str:
    """The same digest from the hashes of all rows of each table, in any order: some rows need not be shown."""
    whole = hashlib.sha256(VERSION)
    for name in sorted(rows):
        joined = b"".join(sorted(rows[name]))
        if joined:
            whole.update(_netstring(name.encode()) + _netstring(hashlib.sha256(joined).digest()))
    return whole.hexdigest()


def row_hashes(table: pa.Table) -> list[bytes]:
    """The SHA-256 of each row, in the order of the rows."""
    return [hash_ for batch in table.to_batches(max_chunksize=_CHUNK) for hash_ in _hashes(batch)]


def _netstring(data: bytes) -> bytes:
    return b"%d:%b," % (len(data), data)


def _hashes(batch: pa.RecordBatch) -> Iterator[bytes]:
    texts = [_field_texts(name, batch.column(name)) for name in sorted(batch.schema.names)]
    if not texts:
        return iter([hashlib.sha256(b"").digest()] * batch.num_rows)
    return _sha256_each(pc.binary_join_element_wise(*texts, _text("")))


def _sha256_each(rows: pa.LargeStringArray) -> Iterator[bytes]:
    """Hash straight from the Arrow buffers: no Python string is made for a row."""
    _, offsets, data = rows.buffers()
    bounds = memoryview(offsets).cast("q")[rows.offset : rows.offset + len(rows) + 1].tolist()
    text, sha256 = memoryview(data or b""), hashlib.sha256
    return (sha256(text[start:end]).digest() for start, end in itertools.pairwise(bounds))


def _field_texts(name: str, column: pa.Array) -> pa.Array:
    """`name`, letter and value of each row as one text; empty where the value is null."""
    letter, values = _plain(column)
    values = values.cast(pa.large_string())
    sizes = pc.binary_length(values).cast(pa.large_string())
    head = (_netstring(name.encode()) + _netstring(letter.encode())).decode()
    joined = pc.binary_join_element_wise(_text(head), sizes, _text(":"), values, _text(","), _text(""))
    return pc.fill_null(joined, "")


def _text(text: str) -> pa.Scalar:
    return pa.scalar(text, pa.large_string())


def _plain(column: pa.Array) -> tuple[str, pa.Array]:
    """The type letter and the values of a column as text or integers."""
    kind = column.type
    for matches, letter, write in _WRITERS:
        if matches(kind):
            return letter, write(column)
    return "j", _listed(column, lambda value: json.dumps(value, sort_keys=True, default=str))


def _bits(column: pa.Array) -> pa.Array:
    doubles = pc.add(column.cast(pa.float64()), 0.0)  # -0.0 + 0.0 is 0.0
    return doubles.view(pa.int64())


def _listed(column: pa.Array, write: Callable[[Any], str]) -> pa.Array:
    return pa.array([None if v is None else write(v) for v in column.to_pylist()], pa.large_string())


def _decimals(column: pa.Array) -> pa.Array:
    return _listed(column, lambda value: format(value.normalize(), "f") if value else "0")


def _micros(column: pa.Array) -> pa.Array:
    return column.cast(pa.timestamp("us", tz=column.type.tz)).view(pa.int64())


def _same(column: pa.Array) -> pa.Array:
    return column


_Writer = tuple["Callable[[pa.DataType], bool]", str, "Callable[[pa.Array], pa.Array]"]
_WRITERS: tuple[_Writer, ...] = (
    (lambda t: pa.types.is_string(t) or pa.types.is_large_string(t), "s", _same),
    (pa.types.is_boolean, "b", lambda c: c.cast(pa.int8())),
    (pa.types.is_integer, "i", _same),
    (pa.types.is_floating, "f", _bits),
    (pa.types.is_date32, "d", lambda c: c.view(pa.int32())),
    (lambda t: pa.types.is_timestamp(t) and t.tz is not None, "t", _micros),
    (pa.types.is_timestamp, "u", _micros),
    (pa.types.is_decimal, "n", _decimals),
    (lambda t: pa.types.is_binary(t) or pa.types.is_large_binary(t), "x", lambda c: _listed(c, bytes.hex)),
)
