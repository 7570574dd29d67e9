"""Cycles among links, each with its path: one pass, depth first, without recursion."""

from __future__ import annotations

from collections.abc import Iterable, Iterator


def cycles(edges: Iterable[tuple[str, str]]) -> Iterator[tuple[str, ...]]:
    """For each edge that closes a circle in a depth-first walk: the way round, its first id repeated at the end.

    No edge does so just where there is no cycle. O(nodes + edges + lengths of the ways).
    """
    onward: dict[str, list[str]] = {}
    for source, target in edges:
        onward.setdefault(source, []).append(target)
    done: set[str] = set()
    for start in onward:
        if start not in done:
            yield from _from(start, onward, done)


def _from(start: str, onward: dict[str, list[str]], done: set[str]) -> Iterator[tuple[str, ...]]:
    way, place = [start], {start: 0}
    waiting = [iter(onward[start])]
    while waiting:
        there = next(waiting[-1], None)
        if there is None:
            waiting.pop()
            here = way.pop()
            del place[here]
            done.add(here)
        elif there in place:
            yield (*way[place[there] :], there)
        elif there not in done:
            place[there] = len(way)
            way.append(there)
            waiting.append(iter(onward.get(there, ())))
