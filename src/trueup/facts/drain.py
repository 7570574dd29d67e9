"""The drainer: what the log holds becomes one Delta commit a table, then one commit record for all."""

from __future__ import annotations

import os
import uuid
from contextlib import suppress
from dataclasses import replace
from typing import TYPE_CHECKING

from trueup.facts.compact import FEW, WEEK, compact, vacuum
from trueup.facts.lake.heal import heal
from trueup.facts.lake.storage import sync_file
from trueup.facts.record import CommitRecord, TableState
from trueup.facts.registry import registry_rows
from trueup.facts.rows import gathered, names_in
from trueup.facts.tables import OBSERVATIONS
from trueup.facts.view import View
from trueup.facts.wal.log import Tail, locked
from trueup.facts.wal.segment import sync_folder
from trueup.vocabulary import EngineError

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from trueup.facts.derived.keeper import Keeper
    from trueup.facts.lake.delta import Lake
    from trueup.facts.wal.index import Entry
    from trueup.facts.wal.log import WriteAheadLog

_SORTED = {OBSERVATIONS.name: ("kpi", "period_start", "seq")}


class Drainer:
    """Moves the log into the lake. One at a time in a folder; any process may be it, at any moment.

    1. each table gets its rows in one commit that carries, as its transaction, the number after the last row;
       a table that already has them (a drainer died here) is left alone;
    2. `batches` gets a row a batch, in the commit that carries the record: from here on the lake has them;
    3. the log's head is set to the record: from here on local readers look there;
    4. segments that are drained and abandoned are dropped;
    5. what is derived from the rows is brought up to the record.
    Files are durable before a commit refers to them, commits before the next step.
    """

    def __init__(self, log: WriteAheadLog, lake: Lake, keeper: Keeper, store: str) -> None:
        self._log, self._lake, self._keeper, self._store = log, lake, keeper, store

    def drain(self) -> CommitRecord:
        """Bring everything in the log into the lake and return the record that says so."""
        with locked(self._log.folder / "drain.lock"):
            return self.drain_locked()

    def drain_locked(self) -> CommitRecord:
        """The same, for a caller who holds the drain lock."""
        record = self._recover()
        tail = self._log.tail(record)
        if tail.entries:
            record = self._publish(tail)
            self._log.set_head(record)
        self._log.drop_drained(record)
        self._keeper.refresh(View(self._lake, Tail(record, [])))
        return record

    def compact(self, *, few: int = FEW) -> CommitRecord:
        """Drain, merge small files, publish the merged versions, and merge what is derived."""
        with locked(self._log.folder / "drain.lock"):
            record = self.drain_locked()
            if record.version < 0:
                return record
            merged = compact(self._lake, record, few=few)
            if merged != record:
                record = self._lake.publish(registry_rows([]), merged)
                self._log.set_head(record)
            self._keeper.merge(self._store)
            return record

    def vacuum(self, *, hours: int = WEEK) -> list[str]:
        """Publish what the tables are at, then delete files that nobody has needed for a week."""
        with locked(self._log.folder / "drain.lock"):
            record = self.drain_locked()
            return vacuum(self._lake, record, hours=hours) if record.version >= 0 else []

    def erase(self, table: str, column: str, values: Sequence[str]) -> int:
        """Take rows out for good, in the lake, the log and what is derived; return how many."""
        from trueup.facts.erase import erase

        with locked(self._log.folder / "drain.lock"):
            record = self.drain_locked()
            if not self._log.empty(record):
                raise EngineError(
                    "another process holds the log open, with rows that are to be erased",
                    where=str(self._log.folder),
                    do="stop it and erase again",
                )
            if table not in record.tables:
                return 0
            erased, count = erase(self._lake, record, table, column, values)
            if count:
                record = self._lake.publish(registry_rows([]), erased)
                self._log.set_head(record)
                vacuum(self._lake, record, hours=0)
                self._keeper.rebuild(View(self._lake, Tail(record, [])))
            return count

    def rebuild(self) -> None:
        """Build the derived tables again from the rows."""
        with locked(self._log.folder / "drain.lock"):
            record = self.drain_locked()
            self._keeper.rebuild(View(self._lake, Tail(record, [])))

    def _recover(self) -> CommitRecord:
        """The record to go on from; finishes step 3 and undoes torn commits for a drainer that died."""
        head = self._log.head() or CommitRecord()
        if heal(self._lake, head):
            self._lake.reopen()
        record = self._lake.record() or head
        if record.version < 0:
            return record
        if record.store != self._store:
            raise foreign_lake(self._lake.storage.root)
        if record.version != head.version:
            strangers = self._log.strangers(record)
            if strangers:
                raise _copied_folder(strangers, self._lake.storage.root)
            self._log.set_head(record)
        return record

    def adopt(self) -> CommitRecord:
        """Make this log the owner of the lake; the record says so from its next version on."""
        with locked(self._log.folder / "drain.lock"):
            record = self._lake.record()
            if record is None or record.store == self._store:
                return record or CommitRecord()
            mine = replace(record, store=self._store, offsets={})
            record = self._lake.publish(registry_rows([]), mine)
            self._log.set_head(record)
            return record

    def _publish(self, tail: Tail) -> CommitRecord:
        tables = dict(tail.record.tables)
        for name in sorted(names_in(tail.entries)):
            tables[name] = TableState(self._write(name, tail), _row_key(tail.entries, name))
        stamps = [entry.batch.recorded_at for entry in tail.entries if entry.batch.stamped]
        record = CommitRecord(
            store=self._store,
            seq=tail.seq,
            clock=max([tail.record.clock, *stamps]),
            tables=tables,
            offsets=self._log.drained_offsets(tail.entries, tail.record),
        )
        return self._lake.publish(registry_rows([entry.batch for entry in tail.entries]), record)

    def _write(self, name: str, tail: Tail) -> int:
        """Append what the table does not have yet, and return the version that has everything."""
        covered = self._lake.covered(name)
        rows = gathered((entry for entry in tail.entries if entry.batch.seq >= covered), name)
        if rows is not None:
            return self._lake.append(name, rows, seq=tail.seq, sort=_SORTED.get(name, ()))
        found = self._lake.latest(name)
        assert found is not None
        return found.version()


def foreign_lake(where: str) -> EngineError:
    """The error for a lake whose record names another log."""
    return EngineError(
        "this lake belongs to another log, and two logs cannot share one lake",
        where=where,
        do="point TRUEUP_LAKE to a place of its own, or take the lake over with FactStore.adopt()",
    )


def _copied_folder(keys: list[str], where: str) -> EngineError:
    return EngineError(
        f"the lake moved on without this log, which holds {len(keys)} batches of its own: {', '.join(keys[:5])}",
        where=where,
        do="this book folder is a copy: remove its .trueup folder, adopt() the lake, and send these batches again",
    )


def store_id(root: Path) -> str:
    """What names this log in the lake's record; made once, by whoever comes first."""
    path = root / "store"
    if not path.exists():
        root.mkdir(parents=True, exist_ok=True)
        new = root / f".store.{uuid.uuid4().hex}"
        new.write_text(uuid.uuid4().hex)
        sync_file(new)
        with suppress(FileExistsError):
            os.link(new, path)
        new.unlink()
        sync_folder(root)
    return path.read_text()


def _row_key(entries: list[Entry], name: str) -> tuple[str, ...]:
    return next(_row_keys(reversed(entries), name))


def _row_keys(entries: Iterator[Entry], name: str) -> Iterator[tuple[str, ...]]:
    for entry in entries:
        for part in entry.batch.parts:
            if part.name == name:
                yield part.row_key
