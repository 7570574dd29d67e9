"""The log as its users see it: write a batch once, make it durable, read what the lake does not have yet."""

from __future__ import annotations

import fcntl
import os
import threading
import uuid
from contextlib import contextmanager
from typing import TYPE_CHECKING, NamedTuple

from trueup.facts.record import CommitRecord
from trueup.facts.wal.frame import encode_head
from trueup.facts.wal.index import Entry, LogIndex
from trueup.facts.wal.segment import HEADER_SIZE, SegmentWriter, is_abandoned, sync_folder

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from trueup.facts.wal.frame import Batch, Body

_HEAD = "head.json"
_TORN = "torn"
_ROTATE = 64 * 1024 * 1024


class Tail(NamedTuple):
    """One consistent state: the lake's record, and every batch that is not below it, in order."""

    record: CommitRecord
    entries: list[Entry]

    @property
    def seq(self) -> int:
        """The number after the last row of this state."""
        return max(self.record.seq, self.entries[-1].batch.end if self.entries else 0)


class WriteAheadLog:
    """The log in a folder: segments, a lock, and the head, a copy of the lake's commit record.

    The head is the pointer that every local reader starts from. A segment goes only after the head says that the
    lake has all of it. Usable from many threads, and after a fork.
    """

    def __init__(self, folder: Path, *, rotate: int = _ROTATE) -> None:
        self.folder = folder
        self._rotate = rotate
        self._reset()

    def _reset(self) -> None:
        self._pid = os.getpid()
        self._mutex = threading.RLock()
        self._index = LogIndex(self.folder)
        self._writer: SegmentWriter | None = None
        self._forgotten = 0
        self._head: tuple[str, CommitRecord | None] = ("", None)

    @contextmanager
    def _own(self) -> Iterator[LogIndex]:
        """Threads one at a time; a forked child starts afresh, with a segment of its own."""
        if self._pid != os.getpid():
            self._reset()
        with self._mutex:
            yield self._index

    @contextmanager
    def exclusive(self) -> Iterator[LogIndex]:
        """Hold the log against every other writer, with an index that is up to date."""
        with self._own() as index, locked(self.folder / "lock"):
            self._refresh()
            yield index

    def head(self) -> CommitRecord | None:
        """The lake's commit record as far as this folder knows; None before the first drain."""
        try:
            text = (self.folder / _HEAD).read_text()
        except FileNotFoundError:
            return None
        known, record = self._head
        if text != known:
            record = CommitRecord.from_json(text)
            self._head = (text, record)
        return record

    def set_head(self, record: CommitRecord) -> None:
        """Point readers and writers to a newer record, durably."""
        new = self.folder / f".{_HEAD}.{uuid.uuid4().hex}"
        with new.open("w") as file:
            file.write(record.to_json())
            file.flush()
            os.fsync(file.fileno())
        new.replace(self.folder / _HEAD)
        sync_folder(self.folder)

    def _refresh(self) -> CommitRecord:
        head = self.head() or CommitRecord()
        self._index.refresh(head.offsets)
        if head.seq > self._forgotten:
            self._index.forget(head.seq)
            self._forgotten = head.seq
        return head

    def write(self, index: LogIndex, make: Callable[[int, int], Batch], body: Body) -> Entry:
        """Write a frame while the log is held. `make` gets the first row's number and the latest stamped time."""
        head = self.head() or CommitRecord()
        batch = make(max(index.next_seq, head.seq), max(index.clock, head.clock))
        if self._writer is None or self._writer.size > self._rotate:
            self._rotate_writer()
        assert self._writer is not None
        try:
            self._writer.write(encode_head(batch, body), body.data)
        except BaseException:
            self._retire()  # its end may be torn: nothing may follow
            raise
        index.refresh(head.offsets)
        entry = index.find(batch.key)
        assert entry is not None
        return entry

    def _rotate_writer(self) -> None:
        self._retire()
        self._writer = SegmentWriter(self.folder)

    def _retire(self) -> None:
        writer, self._writer = self._writer, None
        if writer:
            writer.close()

    def sync(self, entry: Entry) -> None:
        """Return once the batch is on disk, whoever wrote it."""
        writer = self._writer
        if writer and entry.segment.path == writer.path:
            writer.sync(entry.end)
            entry.segment.synced = max(entry.segment.synced, entry.end)
            return
        with self._own():
            if entry.segment.synced < entry.end and entry.segment.path.exists():
                entry.segment.sync()

    def tail(self, known: CommitRecord | None = None) -> Tail:
        """A consistent state of lake and log. Takes no lock, so that no writer can hold up a reader.

        The log is read twice: a batch with a lower number was written before any batch that the first reading
        saw, so the second reading has it. What is returned is made durable first: a reader never saw what a power
        failure could take back. `known` is the record to use before the folder has a head.
        """
        with self._own() as index:
            while True:
                head = self.head() or known or CommitRecord()
                index.refresh(head.offsets)
                upto = index.next_seq
                index.refresh(head.offsets)
                for view in index.views():
                    view.sync()
                entries = [entry for entry in index.since(head.seq) if entry.batch.seq < upto]
                for entry in entries:
                    entry.tables()
                if (self.head() or known or CommitRecord()) == head:
                    return Tail(head, entries)

    def strangers(self, record: CommitRecord) -> list[str]:
        """Keys of batches that the record counts as drained although no drainer took them from this log.

        There are none unless this folder is a copy of the one that the record was made from.
        """
        with self._own() as index:
            before = self._refresh()
            return [
                entry.batch.key
                for entry in index.since(before.seq)
                if entry.batch.seq < record.seq and entry.end > record.offsets.get(entry.segment.path.name, 0)
            ]

    def undrained(self) -> int:
        """How many bytes of the log the lake does not have yet."""
        with self._own() as index:
            drained = self._refresh().offsets
            return sum(view.scanned - drained.get(view.path.name, HEADER_SIZE) for view in index.views())

    def drained_offsets(self, entries: list[Entry], before: CommitRecord) -> dict[str, int]:
        """Up to where each living segment is drained once `entries` are in the lake."""
        with self._own() as index:
            living = {view.path.name for view in index.views()}
        offsets = {name: offset for name, offset in before.offsets.items() if name in living}
        for entry in entries:
            name = entry.segment.path.name
            offsets[name] = max(offsets.get(name, HEADER_SIZE), entry.end)
        return offsets

    def drop_drained(self, record: CommitRecord) -> None:
        """Remove the segments that the lake has all of and that nobody writes any more.

        Bytes behind the last whole frame were never acknowledged; they are kept aside in `torn/`, not destroyed.
        """
        with self.exclusive() as index:
            self._release(record)
            for view in list(index.views()):
                offset = record.offsets.get(view.path.name, HEADER_SIZE)
                if view.scanned <= offset and view.path.exists() and is_abandoned(view.path):
                    _drop(view.path, offset)

    def _release(self, record: CommitRecord) -> None:
        """Let go of our own segment once it is large and drained, so that it can be dropped."""
        writer = self._writer
        if writer and writer.size > self._rotate and record.offsets.get(writer.name) == writer.size:
            self._retire()

    def empty(self, record: CommitRecord) -> bool:
        """Let our own segment go, drop what is drained and what was torn; return whether the log is empty now."""
        with self._own():
            self._retire()
        self.drop_drained(record)
        for path in (self.folder / _TORN).glob("*"):
            path.unlink()
        with self._own() as index:
            self._refresh()
            return not list(index.views())

    def close(self) -> None:
        """Let our segment go and close all files."""
        with self._own() as index:
            self._retire()
            index.close()


def _drop(path: Path, offset: int) -> None:
    if path.stat().st_size > offset:
        torn = path.parent / _TORN
        torn.mkdir(exist_ok=True)
        path.replace(torn / f"{path.name}-{offset}")
    else:
        path.unlink(missing_ok=True)


@contextmanager
def locked(path: Path, *, wait: bool = True) -> Iterator[bool]:
    """Hold an advisory lock on a file; the kernel lets it go when the process dies. Yields whether it was got."""
    path.parent.mkdir(parents=True, exist_ok=True)
    fd = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o644)
    try:
        try:
            fcntl.flock(fd, fcntl.LOCK_EX | (0 if wait else fcntl.LOCK_NB))
            got = True
        except BlockingIOError:
            got = False
        yield got
    finally:
        os.close(fd)
