"""Batches as they were sent: read back from wherever their rows are now, and recognised by their digest.

The log has a batch as it was admitted. The lake has its rows with the store's own columns; whether a row brought its
`recorded_at` itself, or got that of its batch, is not stored, but only one of the readings has the batch's digest.
"""

from __future__ import annotations

import datetime as dt
import itertools
from dataclasses import dataclass
from typing import TYPE_CHECKING

import pyarrow as pa
import pyarrow.compute as pc

from trueup.facts.digest import digest_of_hashes, row_hashes
from trueup.facts.lake.delta import BATCHES
from trueup.facts.tables import MOMENT, STORE_NAMES

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from trueup.facts.view import View
    from trueup.facts.wal.index import Entry


@dataclass(frozen=True, slots=True)
class SentBatch:
    """A batch: what its receipt said, and its rows as its digest is over them.

    `whole` is False when rows were erased since: then nobody can compute the digest again.
    """

    key: str
    batch: str
    digest: str
    source: str
    recorded_at: dt.datetime
    seq: int
    row_keys: Mapping[str, tuple[str, ...]]
    tables: Mapping[str, pa.Table]
    whole: bool


def sent_batches(view: View, names: Sequence[str]) -> list[SentBatch]:
    """The batches of these names, in order of arrival."""
    wanted = set(names)
    logged = [_of_entry(entry) for entry in view.tail.entries if entry.batch.batch in wanted]
    stored = _stored(view, sorted(wanted - {each.batch for each in logged}))
    return sorted([*stored, *logged], key=lambda each: each.seq)


def _of_entry(entry: Entry) -> SentBatch:
    batch = entry.batch
    return SentBatch(
        key=batch.key,
        batch=batch.batch,
        digest=batch.digest,
        source=batch.source,
        recorded_at=_EPOCH + dt.timedelta(microseconds=batch.recorded_at),
        seq=batch.seq,
        row_keys={part.name: part.row_key for part in batch.parts if part.row_key},
        tables=entry.tables(),
        whole=True,
    )


def _stored(view: View, names: Sequence[str]) -> Iterator[SentBatch]:
    record = view.tail.record
    if not names or record.version < 0:
        return
    columns = ["key", "batch", "digest", "source", "tables", "seq", "recorded_at"]
    for row in view.lake.read(BATCHES, record.version, columns, pc.field("batch").isin(names)).to_pylist():
        tables = {name: _rows(view, name, row["batch"]) for name in row.pop("tables").split(",") if name}
        read = _as_sent(tables, row["digest"])
        keys = {name: view.row_key(name) for name in tables if view.row_key(name)}
        yield SentBatch(**row, row_keys=keys, tables=read or _dated(tables), whole=read is not None)


def _rows(view: View, name: str, batch: str) -> pa.Table:
    """The rows of a batch in the order of their numbers."""
    version = view.tail.record.tables[name].version
    columns = view.lake.schema(name, version).names
    return view.lake.read(name, version, columns, pc.field("batch") == batch).sort_by("seq")


def _as_sent(tables: Mapping[str, pa.Table], digest: str) -> dict[str, pa.Table] | None:
    """The reading of the tables that has the digest, if any has."""
    readings = [[(name, each, row_hashes(each)) for each in _readings(table)] for name, table in tables.items()]
    for chosen in itertools.product(*readings):
        if digest_of_hashes({name: hashes for name, _, hashes in chosen}) == digest:
            return {name: table for name, table, _ in chosen}
    return None


def _dated(tables: Mapping[str, pa.Table]) -> dict[str, pa.Table]:
    """What is left of a batch: each row with the time at which it became known."""
    return {name: list(_readings(table))[1] for name, table in tables.items()}


def _readings(table: pa.Table) -> Iterator[pa.Table]:
    """Rows without a `recorded_at` of their own, and rows with one each."""
    bare = table.drop_columns([name for name in table.column_names if name in STORE_NAMES - {"source_ref"}])
    yield bare
    yield bare.append_column("recorded_at", table.column("recorded_at").cast(MOMENT))


_EPOCH = dt.datetime(1970, 1, 1, tzinfo=dt.UTC)
