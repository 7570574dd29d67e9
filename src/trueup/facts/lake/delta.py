"""Delta tables: append whole files in one commit, once; read exactly the files of a version."""

from __future__ import annotations

import json
import re
import time
import uuid
from typing import TYPE_CHECKING, Any

import pyarrow as pa

from trueup.facts.record import CommitRecord
from trueup.vocabulary import EngineError

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from deltalake import DeltaTable
    from deltalake.transaction import AddAction, CommitProperties

    from trueup.facts.lake.storage import Storage

BATCHES = "batches"
_APP = "trueup"
_RECORD = "trueup"
_REMEMBERED = 512
_SAID = 600
_CONFIGURATION: dict[str, str | None] = {"delta.appendOnly": "true", "delta.checkpointInterval": "32"}


def _in_one_line(error: Exception) -> str:
    """What an object store's client says in a coloured tree of causes, down to the first cause of all."""
    plain = re.sub(r"\x1b\[[0-9;]*m", "", str(error))
    return "; ".join(filter(None, (line.strip(" \u21b3") for line in plain.splitlines())))[:_SAID]


class Lake:
    """The tables under one root. Writing is for one process at a time (the drainer holds a lock)."""

    def __init__(self, storage: Storage) -> None:
        self.storage = storage
        self._latest: dict[str, DeltaTable] = {}
        self._versions: dict[tuple[str, int], tuple[list[str], pa.Schema]] = {}

    def open(self, table: str, version: int | None = None) -> DeltaTable | None:
        """The Delta table at a version (default: the latest), or None when there is no such table."""
        from deltalake import DeltaTable
        from deltalake.exceptions import TableNotFoundError

        if not self.storage.exists(table):
            return None
        try:
            return DeltaTable(self.storage.uri(table), version, storage_options=dict(self.storage.options))
        except TableNotFoundError:
            return None
        except (OSError, ValueError) as error:
            what = f"cannot open the fact table {table}: {_in_one_line(error)}"
            raise EngineError(what, where=self.storage.root, do="check TRUEUP_LAKE, and who may read there") from error

    def latest(self, table: str) -> DeltaTable | None:
        """The table at its latest version, kept open: reading one commit is cheaper than reading them all.

        For the drainer alone, who holds a lock; it sees what no record says yet.
        """
        if table not in self._latest:
            found = self.open(table)
            if found is None:
                return None
            self._latest[table] = found
        self._latest[table].update_incremental()
        return self._latest[table]

    def reopen(self) -> None:
        """Forget the tables kept open, after their logs were changed by hand."""
        self._latest.clear()

    def at(self, table: str, version: int) -> DeltaTable:
        """The table at a committed version. Raises EngineError when the lake lost it."""
        found = self.open(table, version)
        if found is None:
            remedy = "set TRUEUP_LAKE to where the lake lies, or restore it"
            raise EngineError(f"the fact table {table} is gone", where=self.storage.root, do=remedy)
        return found

    def files(self, table: str, version: int) -> list[str]:
        """The table's Parquet files at a version, as paths or URLs."""
        return self._noted(table, version)[0]

    def schema(self, table: str, version: int) -> pa.Schema:
        """The table's columns at a version."""
        return self._noted(table, version)[1]

    def _noted(self, table: str, version: int) -> tuple[list[str], pa.Schema]:
        return self._versions.get((table, version)) or self._take_note(table, self.at(table, version))

    def _take_note(self, table: str, opened: DeltaTable) -> tuple[list[str], pa.Schema]:
        """A version never changes, so its files and columns are read once."""
        if len(self._versions) > _REMEMBERED:  # a process that lives long sees many versions
            self._versions = {}
        files = [f"{self.storage.uri(table)}/{name}" for name in active_files(opened)]
        noted = files, pa.schema(opened.schema().to_arrow())
        self._versions[table, opened.version()] = noted
        return noted

    def read(self, table: str, version: int, columns: Sequence[str], rows: Any = None) -> pa.Table:
        """Some columns of a version, optionally only the rows that a pyarrow expression selects."""
        return self.dataset(table, version).to_table(columns=list(columns), filter=rows)

    def dataset(self, table: str, version: int, files: Sequence[str] | None = None) -> pa.dataset.Dataset:
        """A version, or some of its files, as a pyarrow dataset, wherever the lake lies."""
        import pyarrow.dataset as ds

        names = list(files or (path.rsplit("/", 1)[-1] for path in self.files(table, version)))
        schema = pa.schema([field.with_nullable(True) for field in self.schema(table, version)])
        return ds.dataset(names, schema=schema, filesystem=self.storage.filesystem(table), format="parquet")

    def record(self) -> CommitRecord | None:
        """The latest commit record, or None in a lake that has none."""
        batches = self.latest(BATCHES)
        if batches is None:
            return None
        for commit in batches.history(20):
            if _RECORD in commit:
                return CommitRecord.from_json(commit[_RECORD])
        return None

    def covered(self, table: str) -> int:
        """Up to which row number the table has rows already, committed or not."""
        found = self.latest(table)
        return (found.transaction_version(_APP) or 0) if found else 0

    def append(self, table: str, rows: pa.Table, *, seq: int, sort: Iterable[str] = ()) -> int:
        """Add rows in one commit that says "rows below `seq` are here"; return the version.

        Columns that the table does not have yet are added to it.
        """
        target = self._ready(table, rows.schema)
        order = [(name, "ascending") for name in sort]
        added = self.write(table, rows.sort_by(order) if order else rows)
        return self._commit(target, table, [added], seq=seq)

    def publish(self, batches: pa.Table, record: CommitRecord) -> CommitRecord:
        """Commit the registry's rows together with the record, and return the record with its version.

        Raises EngineError when somebody else published meanwhile.
        """
        target = self._ready(BATCHES, batches.schema)
        files = [self.write(BATCHES, batches)] if batches.num_rows else []
        stamped = _with_version(record, target.version() + 1)
        version = self._commit(target, BATCHES, files, seq=record.seq, metadata={_RECORD: stamped.to_json()})
        if version != stamped.version:
            raise self._raced()
        return stamped

    def _ready(self, table: str, schema: pa.Schema) -> DeltaTable:
        """The table, ready for rows of this schema: made if need be, widened if need be."""
        from deltalake import Schema

        found = self.latest(table) or self._made(table, schema)
        known = {field.name for field in found.schema().fields}
        extra = pa.schema([field.with_nullable(True) for field in schema if field.name not in known])
        if extra.names:
            found.alter.add_columns(list(Schema.from_arrow(extra).fields))
            found.update_incremental()
            self.storage.sync_commit(table, found.version())
        return found

    def _made(self, table: str, schema: pa.Schema) -> DeltaTable:
        from deltalake import DeltaTable, Schema

        if self.storage.folder:
            (self.storage.folder / table).mkdir(parents=True, exist_ok=True)
        made = DeltaTable.create(
            self.storage.uri(table),
            Schema.from_arrow(schema),
            configuration=_CONFIGURATION,
            storage_options=dict(self.storage.options),
        )
        self.storage.sync_commit(table, made.version())
        self._latest[table] = made
        return made

    def write(self, table: str, rows: pa.Table, *, data_change: bool = True) -> AddAction:
        """Write a durable file that no version refers to yet."""
        from deltalake.transaction import AddAction

        from trueup.facts.lake.statistics import statistics

        name = f"part-{uuid.uuid4().hex}.parquet"
        size = self.storage.write(table, name, rows)
        return AddAction(name, size, {}, int(time.time() * 1000), data_change, json.dumps(statistics(rows)))

    def _commit(
        self, target: DeltaTable, table: str, actions: list[Any], *, seq: int, metadata: Mapping[str, str] | None = None
    ) -> int:
        """Commit once. The transaction makes a second drainer fail instead of writing the same rows again."""
        from deltalake.exceptions import CommitFailedError

        properties = _properties(seq, metadata)
        try:
            target.create_write_transaction(actions, "append", target.schema(), [], commit_properties=properties)
        except CommitFailedError as error:
            raise self._raced() from error
        return self._committed(target, table)

    def _raced(self) -> EngineError:
        where, do = self.storage.root, "give each log a lake of its own"
        return EngineError("another log wrote to this lake at the same time", where=where, do=do)

    def replace(self, target: DeltaTable, table: str, actions: list[Any]) -> int:
        """Commit added and removed files that hold the same rows (compaction)."""
        from deltalake import CommitProperties

        properties = CommitProperties(max_commit_retries=1)
        target.create_write_transaction(actions, "append", target.schema(), [], commit_properties=properties)
        return self._committed(target, table)

    def _committed(self, target: DeltaTable, table: str) -> int:
        target.update_incremental()
        self.storage.sync_commit(table, target.version())
        self._take_note(table, target)
        return target.version()


def _properties(seq: int, metadata: Mapping[str, str] | None) -> CommitProperties:
    from deltalake import CommitProperties, Transaction

    return CommitProperties(
        custom_metadata=dict(metadata or {}), max_commit_retries=100, app_transactions=[Transaction(_APP, seq)]
    )


def _with_version(record: CommitRecord, version: int) -> CommitRecord:
    from dataclasses import replace

    return replace(record, version=version)


def active_files(table: DeltaTable) -> list[str]:
    """The names of the files of the version that is open, oldest first."""
    actions = pa.table(table.get_add_actions(flatten=True))
    written = zip(actions.column("modification_time").to_pylist(), actions.column("path").to_pylist(), strict=True)
    return [str(name) for _, name in sorted(written)]
