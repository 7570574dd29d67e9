"""Which tasks that need people stand behind which, so that people are never handed back against the plan's order."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import TypeVar

from trueup.delivery.containment.problem import FS, SS, Wait

T = TypeVar("T", int, str)


def ordered_pairs(waits: Sequence[Wait], needy: Iterable[int]) -> tuple[tuple[int, int], ...]:
    """Pairs of tasks that need something, the second behind the first by waits which stand whatever is chosen.

    Left out are those that waits without a lead keep in order anyway.
    """
    standing = [wait for wait in waits if not wait.dropped_by]
    all_, strict = _after(standing), _after([wait for wait in standing if _keeps_order(wait)])
    tasks = set(needy)
    return tuple(
        (first, second)
        for first in sorted(tasks)
        for second in sorted((behind(first, all_) - behind(first, strict)) & tasks)
    )


def _keeps_order(wait: Wait) -> bool:
    return wait.kind in (FS, SS) and wait.lag >= 0 and not wait.led_by


def _after(waits: Iterable[Wait]) -> dict[int, list[int]]:
    found: dict[int, list[int]] = {}
    for wait in waits:
        found.setdefault(wait.before, []).append(wait.after)
    return found


def behind(first: T, after: Mapping[T, Iterable[T]]) -> set[T]:
    """Everything that stands behind one, given what directly comes after each."""
    seen: set[T] = set()
    left = [first]
    while left:
        for each in after.get(left.pop(), ()):
            if each not in seen:
                seen.add(each)
                left.append(each)
    return seen
