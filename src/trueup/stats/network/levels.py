"""The links of a network grouped level by level, by what they bound, so that a level is one array operation."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from trueup.stats.arrays import Bools, Floats, Ints
from trueup.stats.network.model import ELAPSED, FF, FS, SF, SS, Network

Ints32 = npt.NDArray[np.int32]


@dataclass(frozen=True)
class Bounds:
    """The links that bound one side of the activities of a level, those of one activity side by side.

    Moments stand in 2n rows: finishes in rows 0 to n - 1, starts in rows n to 2n - 1.
    """

    bounded: Ints  # (activities,) places, within the level, of the activities that have such links
    offsets: Ints  # (activities,) where the links of each begin
    source: Ints  # (links,) the row of moments that the bound is reckoned from
    lag: Floats  # (links, 1)
    calendar: Ints32  # (links, 1) the lag's
    by_the_clock: Bools  # (links, 1) every day counts, or there is no lag


@dataclass(frozen=True)
class Level:
    """Activities that no link joins, and what bounds their starts and their finishes."""

    rows: Ints
    starts: Bounds
    finishes: Bounds


def ahead(net: Network) -> tuple[Level, ...]:
    """For the forward pass: each activity is bounded by those it waits for."""
    source = net.before + net.n * np.isin(net.kind, (SS, SF))
    starts = np.isin(net.kind, (FS, SS))
    return _levels(net, net.after, source, starts, ~starts)


def back(net: Network) -> tuple[Level, ...]:
    """For the backward pass, last level first: each is bounded by those that wait for it, unless they are done."""
    source = net.after + net.n * np.isin(net.kind, (FS, SS))
    open_ = ~net.done[net.after]
    finishes = open_ & np.isin(net.kind, (FS, FF))
    starts = open_ & np.isin(net.kind, (SS, SF)) & ~np.isfinite(net.started[net.before])
    return _levels(net, net.before, source, starts, finishes)[::-1]


def _levels(net: Network, bounded: Ints32, source: Ints, starts: Bools, finishes: Bools) -> tuple[Level, ...]:
    place = np.empty(net.n, dtype=np.int64)
    place[net.order] = np.arange(net.n)
    sides = [_bounds(net, np.flatnonzero(side), place[bounded], source) for side in (starts, finishes)]
    spans = zip(net.levels[:-1], net.levels[1:], strict=True)
    rows = (net.order[low:high].astype(np.int64) for low, high in spans)
    return tuple(Level(*level) for level in zip(rows, *sides, strict=True))


def _bounds(net: Network, links: Ints, place: Ints, source: Ints) -> Iterator[Bounds]:
    """One for each level; `place` is where the bounded activity of each link stands in the order."""
    links = links[np.argsort(place[links], kind="stable")]
    cuts = np.searchsorted(place[links], net.levels)
    for low, high, first in zip(cuts[:-1], cuts[1:], net.levels[:-1], strict=True):
        here = links[low:high]
        bounded, offsets = np.unique(place[here] - first, return_index=True)
        lag, calendar = net.lag[here][:, None], net.lag_calendar[here][:, None]
        by_the_clock = (calendar == ELAPSED) | (lag == 0)
        yield Bounds(bounded, offsets, source[here], lag, np.maximum(calendar, 0), by_the_clock)
