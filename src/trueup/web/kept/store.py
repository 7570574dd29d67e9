"""What was shown last, in the memory of this process: the longest unseen goes first when there is too much."""

from __future__ import annotations

import threading
from collections import OrderedDict

from trueup.vocabulary.digest import digest

MOST = 64 * 2**20
"""Bytes of pages that a process keeps."""


class Store:
    """Texts by key, of `most` bytes together. Many threads may use it."""

    def __init__(self, most: int = MOST) -> None:
        self.most, self.size = most, 0
        self._kept: OrderedDict[str, tuple[bytes, ...]] = OrderedDict()
        self._lock = threading.Lock()

    def get(self, key: str) -> tuple[bytes, ...] | None:
        """The parts of a text, or None."""
        with self._lock:
            found = self._kept.get(key)
            if found is not None:
                self._kept.move_to_end(key)
            return found

    def put(self, key: str, parts: tuple[bytes, ...]) -> None:
        """Keep the parts of a text; one that is larger than a tenth of all is not kept."""
        if _size(parts) > self.most // 10:
            return
        with self._lock:
            self.size += _size(parts) - _size(self._kept.pop(key, ()))
            self._kept[key] = parts
            while self.size > self.most:
                self.size -= _size(self._kept.popitem(last=False)[1])

    def clear(self) -> None:
        """Keep nothing."""
        with self._lock:
            self._kept.clear()
            self.size = 0


def key_of(*parts: object) -> str:
    """One key for everything that a page rests on: other parts, another key."""
    return digest([repr(part) for part in parts])


def _size(parts: tuple[bytes, ...]) -> int:
    return sum(len(part) for part in parts)
