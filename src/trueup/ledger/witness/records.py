"""The latest checkpoint that was cosigned for each log, in a folder: one small file a log.

Looking, judging and keeping happen under one lock, and what is kept is on disk before anyone is answered. So of two
submissions that arrive together the second is judged by what the first has left, and no log is ever rolled back.
"""

from __future__ import annotations

import fcntl
import hashlib
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from trueup.ledger.checkpoint import Checkpoint
from trueup.ledger.witness.rule import Answer
from trueup.vocabulary.errors import LedgerError


class Records:
    """The records of one witness. Several processes and threads may share the folder."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        folder.mkdir(parents=True, exist_ok=True)

    def latest(self, origin: str) -> Checkpoint | None:
        """The latest checkpoint cosigned for a log; None when there was none. Raises LedgerError for a damaged file."""
        file = self._file(origin)
        try:
            found = Checkpoint.parse(file.read_text(encoding="utf-8"))
        except FileNotFoundError:
            return None
        if found.origin != origin:
            raise LedgerError("the record is about another log", where=str(file))
        return found

    def settle(self, origin: str, judge: Callable[[Checkpoint | None], Answer]) -> Answer:
        """Ask `judge` with the latest record, and keep what its answer says is to be kept, before returning it."""
        with self._alone():
            answer = judge(self.latest(origin))
            if answer.record is not None:
                self._keep(answer.record)
            return answer

    def _file(self, origin: str) -> Path:
        return self.folder / f"{hashlib.sha256(origin.encode()).hexdigest()}.checkpoint"

    def _keep(self, record: Checkpoint) -> None:
        file = self._file(record.origin)
        fresh = file.with_suffix(".new")
        with fresh.open("w", encoding="utf-8") as out:
            out.write(record.text)
            out.flush()
            os.fsync(out.fileno())
        fresh.replace(file)
        folder = os.open(self.folder, os.O_RDONLY)
        try:
            os.fsync(folder)
        finally:
            os.close(folder)

    @contextmanager
    def _alone(self) -> Iterator[None]:
        """One at a time: each holds a file description of its own, so that threads wait for each other too."""
        with (self.folder / "lock").open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            yield
