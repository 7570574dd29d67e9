"""The fact store: append a batch once and for good, read any state of it as known at any moment."""

from __future__ import annotations

import datetime as dt
import logging
from dataclasses import dataclass
from typing import TYPE_CHECKING, Self

from trueup.facts.background import BackgroundDrainer
from trueup.facts.compact import FEW, WEEK
from trueup.facts.derived.keeper import Keeper
from trueup.facts.derived.state import Derived
from trueup.facts.drain import Drainer, foreign_lake, store_id
from trueup.facts.engine.choose import engine_for
from trueup.facts.lake.delta import Lake
from trueup.facts.lake.storage import Storage, place_of
from trueup.facts.record import CommitRecord
from trueup.facts.registry import KnownBatch, Registry, batch_name
from trueup.facts.snapshot import Snapshot
from trueup.facts.tables import RAW, is_raw
from trueup.facts.view import View
from trueup.facts.wal.frame import Batch, encode_body
from trueup.facts.wal.log import WriteAheadLog
from trueup.vocabulary import EngineError, FactError, IdempotencyConflict, did_you_mean

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from pathlib import Path

    import pyarrow as pa

    from trueup.facts.engine.protocol import Engine
    from trueup.facts.wal.frame import Body
    from trueup.facts.wal.index import Entry

ROOT = ".trueup"
LARGE = 1024 * 1024
"""Bytes of log from which on a lake is the quicker one to read: some 40,000 observations."""
_logger = logging.getLogger("trueup.facts")


@dataclass(frozen=True, slots=True)
class Receipt:
    """A batch is on disk. `already` says that it was before; `seq` numbers its first row."""

    batch: str
    key: str
    digest: str
    rows: int
    seq: int
    already: bool


class FactStore:
    """The facts of one book. Open it with `FactStore.open`; usable from many threads and processes at once."""

    def __init__(
        self, root: Path, storage: Storage, engine: Engine, book: str, clock: Callable[[], dt.datetime]
    ) -> None:
        self.root, self.book, self.engine = root, book, engine
        self._clock = clock
        self._log = WriteAheadLog(root / "wal")
        self._lake = Lake(storage)
        self._registry = Registry(self._lake)
        self._keeper = Keeper(root)
        self._looked = False
        self._background: BackgroundDrainer | None = None

    @classmethod
    def open(
        cls,
        book_folder: Path,
        *,
        lake: str | None = None,
        engine: str | None = None,
        book: str | None = None,
        storage_options: Mapping[str, str] | None = None,
        clock: Callable[[], dt.datetime] | None = None,
    ) -> Self:
        """The facts of the book in a folder; nothing is created before the first append.

        `lake`: a path or object-store URL (the value of TRUEUP_LAKE; default: inside the book folder); `engine`:
        an `sc://host:port` of Spark Connect (TRUEUP_ENGINE; default: DuckDB); `book`: the book's id (default: the
        folder's name); `storage_options`: for the object store's client; `clock`: the time now, with its zone.
        Raises EngineError for an engine that is missing or unreachable, and for a lake that can be nowhere.
        """
        root = book_folder / ROOT
        place = place_of(lake) if lake else str((root / "lake").absolute())
        storage = Storage(place, dict(storage_options or {}))
        return cls(root, storage, engine_for(engine, root), book or book_folder.resolve().name, clock or _utc_now)

    def append(
        self,
        tables: Mapping[str, pa.Table],
        *,
        key: str,
        source: str,
        recorded_at: dt.datetime | None = None,
        row_keys: Mapping[str, Sequence[str]] | None = None,
    ) -> Receipt:
        """Store a batch in all its tables at once, durably, exactly once; return when it is on disk.

        `key` is the idempotency key: sent again with the same rows, in any order, nothing happens and the receipt
        says `already`. `recorded_at` says when the rows became known (default: now); a column of that name says
        it for each row. A column `source_ref` says where in the source a row stands. `row_keys` gives the key
        columns of raw tables.
        Raises FactError with every refused row; IdempotencyConflict when the key was used for other rows.
        """
        from trueup.facts.digest import digest_of
        from trueup.facts.door import admit, table_key

        if recorded_at is not None and recorded_at.tzinfo is None:
            raise FactError("recorded_at needs a time zone", where=source)
        admitted = admit(tables)
        keys = {name: table_key(name, k, tables[name].column_names) for name, k in (row_keys or {}).items()}
        draft = _Draft(key, digest_of(admitted), self.book, source, recorded_at, self._clock)
        entry = self._write(draft, admitted, keys)
        if isinstance(entry, KnownBatch):
            return Receipt(entry.batch, key, entry.digest, entry.rows, entry.seq, already=True)
        self._log.sync(entry[0])
        batch = entry[0].batch
        return Receipt(batch.batch, key, batch.digest, batch.rows, batch.seq, already=entry[1])

    def _write(
        self, draft: _Draft, tables: Mapping[str, pa.Table], row_keys: Mapping[str, tuple[str, ...]]
    ) -> KnownBatch | tuple[Entry, bool]:
        """The batch of the draft: in the lake, in the log, or written now (False: it was not there before)."""
        body = encode_body(tables, row_keys)
        self._refresh_registry()
        with self._log.exclusive() as index:
            self._refresh_registry()
            found = index.find(draft.key)
            known = found.batch if found else self._registry.find(draft.key)
            if known is not None and known.digest != draft.digest:
                raise _conflict(draft, known.digest)
            if found:
                return found, True
            if isinstance(known, KnownBatch):
                return known
            body = self._with_known_keys(tables, row_keys, body)
            return self._log.write(index, draft.batch(body), body), False

    def _refresh_registry(self) -> None:
        record = self._log.head() or self._attached()
        if record:
            self._registry.refresh(record)

    def _attached(self) -> CommitRecord | None:
        """Before the first drain in this folder: does the lake have facts already, and are they ours?"""
        if self._looked:
            return None
        record = self._lake.record()
        if record and record.store != store_id(self.root):
            raise foreign_lake(self._lake.storage.root)
        if record:
            self._log.set_head(record)
        self._looked = True
        return record

    def _with_known_keys(
        self, tables: Mapping[str, pa.Table], row_keys: Mapping[str, tuple[str, ...]], body: Body
    ) -> Body:
        """Check raw tables against what has landed in them; the row key given first holds for ever."""
        raw = [name for name in tables if is_raw(name)]
        if not raw:
            return body
        view = self._view()
        keys = {name: _row_key(view, name, tables[name], row_keys.get(name, ())) for name in raw}
        return encode_body(tables, keys)

    def land(
        self,
        name: str,
        table: pa.Table,
        *,
        row_key: Sequence[str] = (),
        key: str,
        source: str,
        recorded_at: dt.datetime | None = None,
    ) -> Receipt:
        """Append what a source has, as it has it, to the table `raw_<name>`.

        Columns may join later; a column keeps its type. `row_key` names the columns that identify a row
        (default: `source` and `source_ref`).
        """
        full = name if is_raw(name) else RAW + name
        return self.append({full: table}, key=key, source=source, recorded_at=recorded_at, row_keys={full: row_key})

    def snapshot(self, known_at: dt.datetime | None = None) -> Snapshot:
        """One consistent state: all batches acknowledged before, none by half; as known at a moment."""
        if known_at is not None and known_at.tzinfo is None:
            raise FactError("known_at needs a time zone")
        reached = self._cells_in_reach()
        manifest = self._keeper.layers.manifest(store_id(self.root)) if reached else None
        view = self._view()  # read after the manifest, so that it knows all that the manifest does
        derived = Derived(self._keeper, manifest, view) if manifest else None
        return Snapshot(view, self.engine.session(), known_at, derived, self._keeper.corrected if reached else None)

    def _cells_in_reach(self) -> bool:
        """Whether the engine reads files of this machine: DuckDB does, Spark where the lake itself is one."""
        has_store = (self.root / "store").exists()
        return has_store and (self.engine.name == "duckdb" or self._lake.storage.folder is not None)

    def _view(self) -> View:
        record = None if self._log.head() else self._lake.record()
        return View(self._lake, self._log.tail(record))

    def drain(self) -> CommitRecord:
        """Bring the log into the lake now. Does nothing in a folder without facts."""
        if not self._log.folder.exists():
            return CommitRecord()
        return self._drainer().drain()

    def compact(self, *, few: int = FEW) -> CommitRecord:
        """Drain, and merge the small files of tables that have more than `few`. Answers and digests stay the same."""
        return self._drainer().compact(few=few) if self._log.folder.exists() else CommitRecord()

    def tidy(self) -> None:
        """Bring the log into the lake and compact, where that pays: call it after a batch that may have been large.

        Every reader reads all of the log, and aggregates are kept of the lake only; so a log that has grown large is
        drained, and any where the lake lies elsewhere, for other machines see the lake alone. Where it cannot be
        written to now the facts stay safe in the log, and a warning says so.
        """
        here = self._lake.storage.folder == (self.root / "lake").absolute()
        if self._log.undrained() < (LARGE if here else 1):
            return
        try:
            self.compact()
        except (EngineError, OSError) as error:
            _logger.warning("the facts stay in the log for now: %s", error)

    def vacuum(self, *, hours: int = WEEK) -> list[str]:
        """Delete the files that compaction replaced at least `hours` ago; return their names.

        Raises FactError for less than a week: a reader may still use them.
        """
        if hours < WEEK:
            raise FactError("files stay for a week, for readers that still use them", do=f"give at least {WEEK} hours")
        return self._drainer().vacuum(hours=hours) if self._log.folder.exists() else []

    def erase(self, table: str, column: str, values: Sequence[str], *, key: str, reason: str) -> int:
        """Delete every row of a table whose `column` is one of `values`; return how many. Cannot be undone.

        For a person's right to be forgotten, and nothing else. The batches keep their keys and digests, and an
        empty batch under `key` says why rows are gone. Snapshots that are open elsewhere fail. Raises EngineError
        while another process writes to the log, FactError for an unknown table or column.
        """
        schema = self._view().table(table).schema
        if column not in schema.names:
            raise FactError(f"{table} has no column {column!r}", do=did_you_mean(column, schema.names))
        self.append({}, key=key, source=f"erasure: {reason}")
        return self._drainer().erase(table, column, values)

    def start_drainer(self, seconds: float = 5.0) -> BackgroundDrainer:
        """Drain and compact in the background until the store is closed (or `stop` is called)."""
        self._background = BackgroundDrainer(self.compact, seconds)
        return self._background

    def rebuild_aggregates(self) -> None:
        """Throw away what is kept beside the facts and build it again from the rows."""
        if self._log.folder.exists():
            self._drainer().rebuild()

    def _drainer(self) -> Drainer:
        return Drainer(self._log, self._lake, self._keeper, store_id(self.root))

    def adopt(self) -> CommitRecord:
        """Take over a lake that another log wrote: after a move to another machine, or when the log was lost.

        What the other log still holds never reaches the lake: its drainer is refused from now on.
        """
        self._log.folder.mkdir(parents=True, exist_ok=True)
        return self._drainer().adopt()

    def close(self) -> None:
        """Let files and engine go. What was appended is safe without it."""
        if self._background:
            self._background.stop()
        self._log.close()
        self._keeper.close()
        self.engine.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


@dataclass(frozen=True, slots=True)
class _Draft:
    """A batch before it has its place in the log."""

    key: str
    digest: str
    book: str
    source: str
    recorded_at: dt.datetime | None
    clock: Callable[[], dt.datetime]

    def batch(self, body: Body) -> Callable[[int, int], Batch]:
        """Makes the batch once the first row's number and the latest stamped time are known.

        The store's time never runs backwards, whatever the machine's clock does.
        """

        def make(seq: int, latest: int) -> Batch:
            stamped = self.recorded_at is None
            at = max(_micros(self.clock()), latest) if self.recorded_at is None else _micros(self.recorded_at)
            name = batch_name(self.key)
            return Batch(self.key, name, self.digest, self.book, self.source, seq, at, stamped, body.parts)

        return make


def _conflict(draft: _Draft, stored: str) -> IdempotencyConflict:
    return IdempotencyConflict(
        f"the key {draft.key!r} was used before for other rows (stored {stored[:12]}, sent {draft.digest[:12]})",
        where=draft.source,
        do="send a correction under a key of its own",
    )


def _row_key(view: View, name: str, table: pa.Table, given: tuple[str, ...]) -> tuple[str, ...]:
    if name not in view.tables():
        return given
    from trueup.facts.door import agree

    known = view.table(name)
    agree(name, known.schema, table.schema)
    before = view.row_key(name)
    if given and given != before:
        raise FactError(f"rows of {name} are identified by {before or 'source_ref'}, not by {given}")
    return before


def _micros(moment: dt.datetime) -> int:
    return (moment - _EPOCH) // dt.timedelta(microseconds=1)


_EPOCH = dt.datetime(1970, 1, 1, tzinfo=dt.UTC)


def _utc_now() -> dt.datetime:
    return dt.datetime.now(dt.UTC)
