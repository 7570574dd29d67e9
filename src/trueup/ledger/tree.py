"""A Merkle tree held in memory, for small logs and for those who check one."""

from __future__ import annotations

from collections.abc import Iterable

from trueup.ledger import merkle


class Tree:
    """A log of leaves that grows. Every earlier size of it can still be asked for."""

    def __init__(self, entries: Iterable[bytes] = ()) -> None:
        self._levels: list[list[bytes]] = []
        self._peaks: tuple[bytes, ...] = ()
        self.size = 0
        self.extend([merkle.leaf_hash(entry) for entry in entries])

    def append(self, entry: bytes) -> int:
        """Append one entry; return its index."""
        self.extend([merkle.leaf_hash(entry)])
        return self.size - 1

    def extend(self, leaves: list[bytes]) -> None:
        """Append entries by their leaf hashes."""
        grown = merkle.append(self.size, self._peaks, leaves)
        for row in grown.rows:
            if row.level == len(self._levels):
                self._levels.append([])
            self._levels[row.level].extend(row.hashes)
        self.size, self._peaks = grown.size, grown.peaks

    def node(self, level: int, index: int) -> bytes:
        """The hash of a perfect subtree."""
        return self._levels[level][index]

    def root(self, size: int | None = None) -> bytes:
        """The root of the first `size` leaves; of all of them when left out."""
        at = self.size if size is None else size
        return merkle.root([self.node(level, index) for level, index in merkle.frontier(at)])

    def inclusion(self, index: int, size: int | None = None) -> tuple[bytes, ...]:
        """The path from a leaf to the root of the first `size` leaves."""
        return merkle.inclusion(index, self.size if size is None else size, self.node)

    def consistency(self, old: int, new: int | None = None) -> tuple[bytes, ...]:
        """The proof that the first `new` leaves begin with the first `old`."""
        return merkle.consistency(old, self.size if new is None else new, self.node)
