"""The Merkle tree of RFC 6962 and RFC 9162 over SHA-256: hashes, growth, proofs, and their verification.

A tree is stored as the hashes of its perfect subtrees: `(level, index)` is the subtree over the leaves
`index * 2**level` to `(index + 1) * 2**level`, so `(0, i)` is leaf i. A stored hash never changes; appending only adds.
The `peaks` of a tree are its largest perfect subtrees from left to right: all that appending has to know of it.

Hash values (RFC 9162, 2.1.1): leaf H(0x00 || data), node H(0x01 || left || right), empty tree H("").
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from hashlib import sha256
from hmac import compare_digest

from trueup.vocabulary.errors import LedgerError

HASH_SIZE = 32
LARGEST_SIZE = 2**63 - 1
EMPTY = sha256(b"").digest()

Lookup = Callable[[int, int], bytes]
"""Gives the stored hash of the perfect subtree at (level, index)."""


def leaf_hash(data: bytes) -> bytes:
    """The hash of a leaf: H(0x00 || data)."""
    return sha256(b"\x00" + data).digest()


def node_hash(left: bytes, right: bytes) -> bytes:
    """The hash of two subtrees side by side: H(0x01 || left || right)."""
    return sha256(b"\x01" + left + right).digest()


def root(peaks: Sequence[bytes]) -> bytes:
    """The root of the tree with these peaks, left to right; of no peaks, the empty tree's."""
    if not peaks:
        return EMPTY
    whole = peaks[-1]
    for peak in reversed(peaks[:-1]):
        whole = node_hash(peak, whole)
    return whole


def frontier(size: int) -> tuple[tuple[int, int], ...]:
    """Where the peaks of a tree of this size are stored: (level, index), left to right."""
    return tuple(_perfect(0, size))


# Growth


@dataclass(frozen=True, slots=True)
class Row:
    """New hashes of one level, side by side from index `start` on."""

    level: int
    start: int
    hashes: Sequence[bytes]


@dataclass(frozen=True, slots=True)
class Growth:
    """A tree after leaves were appended: its size and peaks, and every hash to be stored."""

    size: int
    peaks: tuple[bytes, ...]
    rows: tuple[Row, ...]

    @property
    def root(self) -> bytes:
        """The root of the tree as it is now."""
        return root(self.peaks)

    def nodes(self) -> Iterator[tuple[int, int, bytes]]:
        """The hashes to be stored, as (level, index, hash)."""
        for row in self.rows:
            for offset, value in enumerate(row.hashes):
                yield row.level, row.start + offset, value


def append(size: int, peaks: Sequence[bytes], leaves: Sequence[bytes]) -> Growth:
    """Append leaf hashes to the tree of `size` leaves with these peaks: two new hashes a leaf at most, on average.

    Raises LedgerError when there are not as many peaks as a tree of this size has.
    """
    if len(peaks) != size.bit_count():
        raise LedgerError(f"a tree of {size} leaves has {size.bit_count()} peaks, not {len(peaks)}")
    standing, rest, rows = list(peaks), [], []
    level, start, row = 0, size, list(leaves)
    while row:
        rows.append(Row(level, start, row))
        if start % 2:
            row, start = [standing.pop(), *row], start - 1
        if len(row) % 2:
            rest.append(row[-1])
        level, start, row = level + 1, start // 2, _paired(row)
    return Growth(size + len(leaves), (*standing, *reversed(rest)), tuple(rows))


def _paired(row: Sequence[bytes]) -> list[bytes]:
    hashed, each = sha256, iter(row)
    return [hashed(b"\x01" + left + right).digest() for left, right in zip(each, each, strict=False)]


# Proofs


def inclusion(index: int, size: int, node: Lookup) -> tuple[bytes, ...]:
    """The path from leaf `index` to the root of the first `size` leaves (RFC 9162, 2.1.3.1), leaf's sibling first.

    Asks `node` for O(log size) hashes. Raises LedgerError for a leaf that is not in the tree.
    """
    if not 0 <= index < size:
        raise LedgerError(f"there is no leaf {index} in a tree of {size}")
    path: list[bytes] = []
    start, end = 0, size
    while end - start > 1:
        middle = start + _split(end - start)
        if index < middle:
            path.append(_range(middle, end, node))
            end = middle
        else:
            path.append(_range(start, middle, node))
            start = middle
    return tuple(reversed(path))


def consistency(old: int, new: int, node: Lookup) -> tuple[bytes, ...]:
    """The proof that the first `old` leaves of a tree of `new` are still what they were (RFC 9162, 2.1.4.1).

    Asks `node` for O(log new) hashes. Raises LedgerError unless 0 < old <= new.
    """
    if not 0 < old <= new:
        raise LedgerError(f"there is nothing to prove from {old} to {new} leaves", do="the earlier size is at least 1")
    path: list[bytes] = []
    start, end = 0, new
    while end != old:
        middle = start + _split(end - start)
        if old <= middle:
            path.append(_range(middle, end, node))
            end = middle
        else:
            path.append(_range(start, middle, node))
            start = middle
    if start:  # else the verifier knows it already: it is the old root
        path.append(_range(start, end, node))
    return tuple(reversed(path))


def _split(count: int) -> int:
    """The largest power of two below `count`."""
    return int(1 << ((count - 1).bit_length() - 1))


def _range(start: int, end: int, node: Lookup) -> bytes:
    return root([node(level, index) for level, index in _perfect(start, end)])


def _perfect(start: int, end: int) -> Iterator[tuple[int, int]]:
    """The largest perfect subtrees over the leaves from start to end, left to right."""
    while start < end:
        level = (end - start).bit_length() - 1
        yield level, start >> level
        start += 1 << level


# Verification


def verify_inclusion(index: int, size: int, leaf: bytes, root: bytes, path: Sequence[bytes]) -> None:
    """Check that the leaf with this hash stands at `index` of the tree of `size` leaves with this root.

    RFC 9162, 2.1.3.2. Raises LedgerError when it does not, or when the path is not exactly the one that proves it.
    """
    if not 0 <= index < size:
        raise LedgerError(f"leaf {index} cannot be in a tree of {size} leaves")
    _must_be_hashes((leaf, root))
    verify_subtree(index, index + 1, leaf, size, root, path)


def verify_consistency(old: int, new: int, old_root: bytes, new_root: bytes, path: Sequence[bytes]) -> None:
    """Check that the tree of `new` leaves begins with the tree of `old`.

    RFC 9162, 2.1.4.2. Raises LedgerError when it does not. Nothing is ever consistent with an empty tree: every tree
    is, so a proof of it proves nothing.
    """
    if not 0 < old <= new:
        raise LedgerError(f"a log of {new} leaves cannot be proved to continue one of {old}")
    verify_subtree(0, old, old_root, new, new_root, path)


def verify_subtree(start: int, end: int, part: bytes, size: int, whole: bytes, path: Sequence[bytes]) -> None:
    """Check that `part` is the hash over the leaves from start to end of the tree of `size` leaves with root `whole`.

    One rule for both proofs: a leaf is the subtree [i, i + 1), an earlier tree the subtree [0, old). The verification
    of draft-ietf-plants-merkle-tree-certs, 4.4.3, with the early end of RFC 9162. Raises LedgerError.
    """
    _must_fit(start, end, size)
    _must_be_hashes((part, whole, *path) if path else ())  # without a path, only that both are the same is claimed
    if start == end:
        _must(part == EMPTY and not path, "an empty range has the hash of an empty tree, and no path")
        return
    low, high, last = _at_first_fork(start, end - 1, size - 1, end == size)
    siblings = iter(path)
    known = part if low == high else next(siblings, None)
    _must(known is not None, "the path is too short")
    assert known is not None
    ours, theirs = known, known
    for sibling in siblings:
        _must(last > 0, "the path is too long")
        if high % 2 or high == last:
            ours = node_hash(sibling, ours) if low < high else ours
            theirs = node_hash(sibling, theirs)
            low, high, last = _until_right_child(low, high, last)
        else:
            theirs = node_hash(theirs, sibling)
        low, high, last = low >> 1, high >> 1, last >> 1
    _must(last == 0, "the path is too short")
    _must(compare_digest(ours, part), "the path does not lead from what is claimed")
    _must(compare_digest(theirs, whole), "the path does not lead to the root")


def _must_fit(start: int, end: int, size: int) -> None:
    _must(0 <= start <= end <= size <= LARGEST_SIZE, f"leaves {start} to {end} are not in a tree of {size}")
    width = 1 << max(end - start - 1, 0).bit_length()
    _must(start % width == 0, f"leaves {start} to {end} are no subtree")


def _must_be_hashes(values: Iterable[bytes]) -> None:
    _must(all(len(value) == HASH_SIZE for value in values), f"a hash has {HASH_SIZE} bytes")


def _at_first_fork(low: int, high: int, last: int, ends_together: bool) -> tuple[int, int, int]:
    """Climb while the subtree's right edge is that of its parents: there the path has nothing to add."""
    while low != high and (ends_together or high % 2):
        low, high, last = low >> 1, high >> 1, last >> 1
    return low, high, last


def _until_right_child(low: int, high: int, last: int) -> tuple[int, int, int]:
    while high and not high % 2:
        low, high, last = low >> 1, high >> 1, last >> 1
    return low, high, last


def _must(holds: bool, otherwise: str) -> None:
    if not holds:
        raise LedgerError(otherwise)
