"""The order of elements in their bands so that few links cross: barycentre sweeps, groups kept together.

Sugiyama, Tagawa, Toda: Methods for Visual Understanding of Hierarchical System Structures (1981). Crossings are
counted as by Barth, Mutzel, Jünger: Simple and Efficient Bilayer Cross Counting (2004). Same input, same order.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

SWEEPS = 4
Order = tuple[tuple[str, ...], ...]
"""The ids of each band in order."""


@dataclass(frozen=True, slots=True)
class Ranked:
    """What is to be put in order: `group` stays together; within it a lower `rank` comes first."""

    id: str
    group: str = ""
    rank: int = 0


def ordered(bands: Sequence[Sequence[Ranked]], links: Iterable[tuple[str, str]], fixed: int = 0) -> Order:
    """The best of some sweeps down and up; `links` between neighbouring bands count, others are left out.

    The first `fixed` bands stay as they are written, with groups together: their order means something.
    """
    above, below = _neighbours(bands, links)
    order = [tuple(each.id for each in _gathered(band)) for band in bands]
    best, fewest = tuple(order), crossings(order, below)
    for _sweep in range(SWEEPS if fewest else 0):
        for down, beside in ((True, above), (False, below)):
            for number in range(max(fixed, 1), len(bands)) if down else range(len(bands) - 2, fixed - 1, -1):
                known = _places(order[number - 1 if down else number + 1])
                order[number] = _swept(bands[number], order[number], known, beside)
            count = crossings(order, below)
            if count < fewest:
                best, fewest = tuple(order), count
    return best


def crossings(order: Sequence[Sequence[str]], below: Mapping[str, Sequence[str]]) -> int:
    """How many pairs of links cross between neighbouring bands, were each band one line."""
    total = 0
    for upper, lower in pairwise(order):
        place = {id: at for at, id in enumerate(lower)}  # noqa: A001 - what the documents call it
        ends = [at for id in upper for at in sorted(place[to] for to in below.get(id, ()) if to in place)]  # noqa: A001
        total += _inversions(ends)
    return total


def _inversions(numbers: Sequence[int]) -> int:
    met: list[int] = []
    count = 0
    for number in numbers:
        at = bisect_left(met, number + 1)
        count += len(met) - at
        met.insert(at, number)
    return count


def _neighbours(
    bands: Sequence[Sequence[Ranked]], links: Iterable[tuple[str, str]]
) -> tuple[dict[str, list[str]], dict[str, list[str]]]:
    """Of each element those it is linked with in the band above, and in the band below."""
    at = {each.id: number for number, band in enumerate(bands) for each in band}
    above: dict[str, list[str]] = {}
    below: dict[str, list[str]] = {}
    for one, other in links:
        if one in at and other in at and at[other] == at[one] + 1:
            below.setdefault(one, []).append(other)
            above.setdefault(other, []).append(one)
    return above, below


def _gathered(band: Sequence[Ranked]) -> list[Ranked]:
    """As written, with the members of a group where its first stands."""
    first: dict[str, int] = {}
    for number, each in enumerate(band):
        first.setdefault(each.group, number)
    return sorted(band, key=lambda each: (first[each.group], each.rank))


def _places(order: Sequence[str]) -> dict[str, float]:
    """Where each stands in its band, from 0 to 1: bands of different sizes lie under each other."""
    return {id: (number + 0.5) / len(order) for number, id in enumerate(order)}  # noqa: A001


def _swept(
    band: Sequence[Ranked], order: Sequence[str], known: Mapping[str, float], beside: Mapping[str, Sequence[str]]
) -> tuple[str, ...]:
    """The band by the means of its neighbours' places; who has none stays about where it stands."""
    own = _places(order)
    mean = {each.id: _mean([known[name] for name in beside.get(each.id, ())], own[each.id]) for each in band}
    members: dict[str, list[Ranked]] = {}
    for each in sorted(band, key=lambda each: own[each.id]):
        members.setdefault(each.group, []).append(each)
    groups = sorted(members.values(), key=lambda group: _mean([mean[each.id] for each in group], 0.0))
    return tuple(each.id for group in groups for each in sorted(group, key=lambda one: (one.rank, mean[one.id])))


def _mean(numbers: Sequence[float], otherwise: float) -> float:
    return sum(numbers) / len(numbers) if numbers else otherwise
