"""The links of a network in groups, by what they bound, so that a group is one array operation.

A pass takes them level by level. Where all moments are known already any groups will do, and a long chain need not be
many of them.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
import numpy.typing as npt

from trueup.stats.arrays import Bools, Floats, Ints
from trueup.stats.network.model import ELAPSED, FF, FS, SF, SS, Network

Ints32 = npt.NDArray[np.int32]
RUN = 1_024
"""Activities: enough that numpy is busy, few enough that so many futures of their links fit in memory."""


@dataclass(frozen=True)
class Bounds:
    """The links that bound one side of the activities of a level, those of one activity side by side.

    Moments stand in 2n rows: finishes in rows 0 to n - 1, starts in rows n to 2n - 1.
    """

    bounded: Ints  # (activities,) places, within the group, of the activities that have such links
    offsets: Ints  # (activities,) where the links of each begin
    source: Ints  # (links,) the row of moments that the bound is reckoned from
    lag: Floats  # (links, 1)
    calendar: Ints32  # (links, 1) the lag's
    by_the_clock: Bools  # (links, 1) every day counts, or there is no lag


@dataclass(frozen=True)
class Level:
    """Some activities, and what bounds their starts and their finishes."""

    rows: Ints
    starts: Bounds
    finishes: Bounds


def runs_of(net: Network) -> Ints32:
    """Where groups of at most so many activities begin in the order, whatever links join them."""
    return np.append(np.arange(0, net.n, RUN), net.n).astype(np.int32)


def ahead(net: Network, groups: Ints32) -> tuple[Level, ...]:
    """For the forward pass: each activity is bounded by those it waits for."""
    source = net.before + net.n * np.isin(net.kind, (SS, SF))
    starts = np.isin(net.kind, (FS, SS))
    return _levels(net, groups, net.after, source, starts, ~starts)


def back(net: Network, groups: Ints32) -> tuple[Level, ...]:
    """For the backward pass, last level first: each is bounded by those that wait for it, unless they are done."""
    source = net.after + net.n * np.isin(net.kind, (FS, SS))
    open_ = ~net.done[net.after]
    finishes = open_ & np.isin(net.kind, (FS, FF))
    starts = open_ & np.isin(net.kind, (SS, SF)) & ~np.isfinite(net.started[net.before])
    return _levels(net, groups, net.before, source, starts, finishes)[::-1]


def _levels(
    net: Network, groups: Ints32, bounded: Ints32, source: Ints, starts: Bools, finishes: Bools
) -> tuple[Level, ...]:
    place = np.empty(net.n, dtype=np.int64)
    place[net.order] = np.arange(net.n)
    sides = [_bounds(net, groups, np.flatnonzero(side), place[bounded], source) for side in (starts, finishes)]
    rows = (net.order[low:high].astype(np.int64) for low, high in pairwise(groups))
    return tuple(Level(*level) for level in zip(rows, *sides, strict=True))


def _bounds(net: Network, groups: Ints32, links: Ints, place: Ints, source: Ints) -> Iterator[Bounds]:
    """One for each group; `place` is where the bounded activity of each link stands in the order."""
    links = links[np.argsort(place[links], kind="stable")]
    cuts = np.searchsorted(place[links], groups)
    for low, high, first in zip(cuts[:-1], cuts[1:], groups[:-1], strict=True):
        here = links[low:high]
        bounded, offsets = np.unique(place[here] - first, return_index=True)
        lag, calendar = net.lag[here][:, None], net.lag_calendar[here][:, None]
        by_the_clock = (calendar == ELAPSED) | (lag == 0)
        yield Bounds(bounded, offsets, source[here], lag, np.maximum(calendar, 0), by_the_clock)
