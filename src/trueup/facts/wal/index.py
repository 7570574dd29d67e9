"""What every segment of the log holds, kept up to date by reading only what is new."""

from __future__ import annotations

import os
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import pyarrow as pa

from trueup.facts.wal.frame import Batch, decode_body, parse
from trueup.facts.wal.segment import HEADER_SIZE, SUFFIX

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from pathlib import Path


@dataclass(frozen=True, slots=True, eq=False)
class Entry:
    """A batch in the log, and where: `body` and `end` are offsets in the segment."""

    batch: Batch
    segment: SegmentView
    body: int
    end: int

    def tables(self) -> dict[str, pa.Table]:
        """The rows of the batch, as admitted; decoded once and kept while the batch is in the log."""
        if self.body not in self.segment.decoded:
            data = _read(self.segment.fd, self.body, self.end)
            self.segment.decoded[self.body] = decode_body(self.batch, data)
        return self.segment.decoded[self.body]


@dataclass(slots=True, eq=False)
class SegmentView:
    """A segment as read so far: up to `scanned` every frame is known, up to `synced` it is known to be durable."""

    path: Path
    fd: int
    scanned: int
    synced: int = 0
    entries: list[Entry] = field(default_factory=list)
    decoded: dict[int, dict[str, pa.Table]] = field(default_factory=dict)

    def scan(self) -> list[Entry]:
        """Read the whole frames that appeared since the last scan, and return them."""
        size = os.fstat(self.fd).st_size
        if size <= self.scanned:
            return []
        data, start, found = memoryview(_read(self.fd, self.scanned, size)), 0, []
        while frame := parse(data, start):
            entry = Entry(frame.batch, self, self.scanned + frame.body, self.scanned + frame.end)
            found.append(entry)
            start = frame.end
        self.scanned += start
        self.entries.extend(found)
        return found

    def sync(self) -> None:
        """Make durable what was scanned: a batch that is read must not vanish in a power failure."""
        if self.synced < self.scanned:
            upto = self.scanned
            os.fdatasync(self.fd)
            self.synced = upto

    def forget(self, seq: int) -> None:
        """Drop the batches below `seq` from memory: the lake has them."""
        self.entries = [entry for entry in self.entries if entry.batch.seq >= seq]
        kept = {entry.body for entry in self.entries}
        self.decoded = {body: tables for body, tables in self.decoded.items() if body in kept}

    def close(self) -> None:
        """Let the file go."""
        os.close(self.fd)


def _read(fd: int, start: int, end: int) -> bytes:
    parts, at = [], start
    while at < end and (part := os.pread(fd, end - at, at)):
        parts.append(part)
        at += len(part)
    return b"".join(parts)


class LogIndex:
    """All batches in the log by key, in the order of their numbers. Not for several threads at once."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._segments: dict[str, SegmentView] = {}
        self._by_key: dict[str, Entry] = {}
        self.next_seq = 0
        self.clock = 0

    def refresh(self, drained: Mapping[str, int]) -> None:
        """Read what is new. `drained` says up to which offset of a segment the lake has everything."""
        names = _segment_names(self._folder)
        for name in self._segments.keys() - names:
            self._drop(self._segments.pop(name))
        for name in sorted(names):
            view = self._segments.get(name) or self._open(name, drained.get(name, HEADER_SIZE))
            for entry in view.scan() if view else ():
                self._add(entry)

    def _open(self, name: str, start: int) -> SegmentView | None:
        try:
            fd = os.open(self._folder / name, os.O_RDONLY | os.O_CLOEXEC)
        except FileNotFoundError:  # drained and dropped since the listing
            return None
        self._segments[name] = SegmentView(self._folder / name, fd, start)
        return self._segments[name]

    def _add(self, entry: Entry) -> None:
        batch = entry.batch
        self._by_key[batch.key] = entry
        self.next_seq = max(self.next_seq, batch.end)
        if batch.stamped:
            self.clock = max(self.clock, batch.recorded_at)

    def _drop(self, view: SegmentView) -> None:
        for entry in view.entries:
            self._by_key.pop(entry.batch.key, None)
        view.close()

    def find(self, key: str) -> Entry | None:
        """The batch with this idempotency key, if the log has it."""
        return self._by_key.get(key)

    def since(self, seq: int) -> list[Entry]:
        """The batches from row number `seq` on, in order."""
        entries = (entry for view in self._segments.values() for entry in view.entries if entry.batch.seq >= seq)
        return sorted(entries, key=lambda entry: entry.batch.seq)

    def forget(self, seq: int) -> None:
        """Drop from memory what the lake has: batches below `seq`."""
        for key in [key for key, entry in self._by_key.items() if entry.batch.seq < seq]:
            del self._by_key[key]
        for view in self._segments.values():
            view.forget(seq)

    def views(self) -> Iterable[SegmentView]:
        """The segments, as read so far."""
        return self._segments.values()

    def close(self) -> None:
        """Let all files go."""
        for view in self._segments.values():
            view.close()
        self._segments.clear()
        self._by_key.clear()


def _segment_names(folder: Path) -> set[str]:
    try:
        return {name for name in os.listdir(folder) if name.endswith(SUFFIX) and not name.startswith(".")}
    except FileNotFoundError:
        return set()
