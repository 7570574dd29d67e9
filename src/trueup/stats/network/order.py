"""The order of activities, level by level (Kahn 1962), or the path of a cycle."""

from __future__ import annotations

from collections.abc import Iterator

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

    A level holds the activities whose longest chain of links from the start is equally long. On plain lists: a chain
    has as many levels as activities, and an array operation a level would cost more.
    """
    waiting: list[int] = np.bincount(after, minlength=n).tolist()
    freed_by: list[list[int]] = [[] for _ in range(n)]
    for b, a in zip(before.tolist(), after.tolist(), strict=True):
        freed_by[b].append(a)
    order, begins = list[int](), [0]
    level = [i for i in range(n) if not waiting[i]]
    while level:
        order += level
        begins.append(len(order))
        level = sorted(_freed(level, freed_by, waiting))
    if len(order) < n:
        raise Cycle(_cycle(np.flatnonzero(waiting), before, after))
    return np.array(order, dtype=np.int32), np.array(begins, dtype=np.int32)


def _freed(level: list[int], freed_by: list[list[int]], waiting: list[int]) -> Iterator[int]:
    """Those whose last link from a level that is over comes free; counts down how many links each waits for."""
    for i in level:
        for after in freed_by[i]:
            waiting[after] -= 1
            if not waiting[after]:
                yield after


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
