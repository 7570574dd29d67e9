"""Draining in the background, for a process that lives long."""

from __future__ import annotations

import logging
import threading
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

_log = logging.getLogger("trueup.facts")


class BackgroundDrainer:
    """Calls `work` every few seconds in a thread until stopped. A failure is logged, kept, and tried again."""

    def __init__(self, work: Callable[[], object], seconds: float) -> None:
        self.failure: Exception | None = None
        self._work, self._seconds = work, seconds
        self._stopped = threading.Event()
        self._thread = threading.Thread(target=self._run, name="trueup-drainer", daemon=True)
        self._thread.start()

    def _run(self) -> None:
        while not self._stopped.wait(self._seconds):
            try:
                self._work()
                self.failure = None
            except Exception as error:
                self.failure = error
                _log.exception("the facts could not be drained; they are safe in the log and it is tried again")

    def stop(self) -> None:
        """Stop after the work at hand."""
        self._stopped.set()
        self._thread.join()
