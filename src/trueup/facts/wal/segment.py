"""One file of the log. Only the process that made it writes it; every process may read it."""

from __future__ import annotations

import fcntl
import os
import threading
import uuid
from typing import TYPE_CHECKING

from trueup.vocabulary import EngineError

if TYPE_CHECKING:
    from pathlib import Path

SUFFIX = ".seg"
_HEADER = b"TRUEUP-WAL-1\n"
HEADER_SIZE = len(_HEADER)


class SegmentWriter:
    """Appends frames to a segment of its own and makes them durable, many threads with one fsync.

    The file is locked for as long as its writer lives, and gets its name only once it is locked: who can lock a
    segment knows that its writer is gone.
    """

    def __init__(self, folder: Path) -> None:
        self.name = uuid.uuid4().hex + SUFFIX
        self.path = folder / self.name
        hidden = folder / f".{self.name}.new"
        self._fd = os.open(hidden, os.O_RDWR | os.O_CREAT | os.O_EXCL | os.O_APPEND | os.O_CLOEXEC, 0o644)
        fcntl.flock(self._fd, fcntl.LOCK_EX)
        os.write(self._fd, _HEADER)
        hidden.rename(self.path)
        sync_folder(folder)
        self.size = HEADER_SIZE
        self._synced = 0
        self._leading = self._failed = False
        self._turn = threading.Condition()

    def write(self, head: bytes, body: bytes) -> int:
        """Append a frame and return the offset of its end. A frame that does not fit is taken back."""
        before = self.size
        try:
            _write_all(self._fd, head)
            _write_all(self._fd, body)
        except BaseException:
            os.ftruncate(self._fd, before)
            raise
        self.size = before + len(head) + len(body)
        return self.size

    def sync(self, end: int) -> None:
        """Return once everything up to `end` is on disk. Threads that wait together share one fsync.

        Raises EngineError once an fsync failed: the kernel then forgets what it could not write, and a second
        fsync that succeeds would prove nothing.
        """
        while True:
            with self._turn:
                while self._synced < end and self._leading:
                    self._turn.wait()
                if self._synced >= end:
                    return
                if self._failed:
                    raise EngineError(
                        "the disk refused a batch; it is not stored safely", where=str(self.path), do="check the disk"
                    )
                self._leading, upto = True, self.size
            self._lead(upto)

    def _lead(self, upto: int) -> None:
        done = 0
        try:
            os.fdatasync(self._fd)
            done = upto
        finally:
            with self._turn:
                self._leading, self._failed = False, not done
                self._synced = max(self._synced, done)
                self._turn.notify_all()

    def close(self) -> None:
        """Let the segment go; once it is drained anyone may drop it."""
        self.sync(self.size)
        os.close(self._fd)


def _write_all(fd: int, data: bytes) -> None:
    view = memoryview(data)
    while view:
        view = view[os.write(fd, view) :]


def sync_folder(folder: Path) -> None:
    """Make the names in a folder durable."""
    fd = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(fd)
    finally:
        os.close(fd)


def is_abandoned(path: Path) -> bool:
    """Whether no process writes this segment any more."""
    fd = os.open(path, os.O_RDONLY | os.O_CLOEXEC)
    try:
        fcntl.flock(fd, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    finally:
        os.close(fd)
    return True
