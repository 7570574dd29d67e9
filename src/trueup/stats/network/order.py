"""The order of activities, level by level (Kahn 1962), or the path of a cycle."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

Ints32 = npt.NDArray[np.int32]


class Cycle(ValueError):
    """Activities that wait for each other: each of `path` comes before the next, and the last is the first again."""

    def __init__(self, path: tuple[int, ...]) -> None:
        self.path = path
        super().__init__("activities wait for each other: " + " -> ".join(map(str, path)))


def levels_of(n: int, before: Ints32, after: Ints32) -> tuple[Ints32, Ints32]:
    """All activities, level by level, and where each level begins. Raises Cycle.

    A level holds the activities whose longest chain of links from the start is equally long.
    """
    waiting = np.bincount(after, minlength=n)
    outgoing = np.argsort(before, kind="stable")
    pointer = np.concatenate([[0], np.cumsum(np.bincount(before, minlength=n))])
    level = np.flatnonzero(waiting == 0)
    order, begins = [np.empty(0, dtype=np.int64)], [0]
    while len(level):
        order.append(level)
        begins.append(begins[-1] + len(level))
        freed = after[outgoing[_spans(pointer[level], pointer[level + 1])]]
        waiting -= np.bincount(freed, minlength=n)
        candidates = np.unique(freed)
        level = candidates[waiting[candidates] == 0]
    if begins[-1] < n:
        raise Cycle(_cycle(np.flatnonzero(waiting > 0), before, after))
    return np.concatenate(order).astype(np.int32), np.array(begins, dtype=np.int32)


def _spans(low: npt.NDArray[np.int64], high: npt.NDArray[np.int64]) -> npt.NDArray[np.int64]:
    """All whole numbers of low[0] to high[0], low[1] to high[1] and so on, as one line."""
    lengths = high - low
    first = np.repeat(low - (np.cumsum(lengths) - lengths), lengths)
    spans: npt.NDArray[np.int64] = np.arange(len(first)) + first
    return spans


def _cycle(stuck: npt.NDArray[np.int64], before: Ints32, after: Ints32) -> tuple[int, ...]:
    """Walk back from an activity that never came free: each such waits for another, so the walk meets itself."""
    blocked = set(stuck.tolist())
    waits_for = {int(a): int(b) for b, a in zip(before, after, strict=True) if int(b) in blocked}
    walk, seen = [int(stuck[0])], {int(stuck[0]): 0}
    while (prior := waits_for[walk[-1]]) not in seen:
        seen[prior] = len(walk)
        walk.append(prior)
    loop = [*walk[seen[prior] :], prior]
    return tuple(reversed(loop))
