"""How much each activity may slip, and which link drives it."""

from __future__ import annotations

import numpy as np

from trueup.stats.arrays import Bools, Floats, Ints
from trueup.stats.network.model import FF, SF, SS, Network
from trueup.stats.network.passes import Times
from trueup.stats.network.wide import CLOSE, Wide


def total_float(net: Network, early: Times, late: Times) -> Floats:
    """(n,) working days, in its own calendar, by which each may finish later without moving the end that `late` has.

    Negative: it has to gain so much. NaN: it is done.
    """
    slack = Wide(net).slack(early.finish[:, None], late.finish[:, None])[:, 0]
    return np.where(net.done, np.nan, slack)


def critical(net: Network, early: Times, late: Times) -> Bools:
    """(n,) whether a later finish moves the end, or cannot but miss a latest finish."""
    return np.asarray(total_float(net, early, late) <= CLOSE)


def free_float(net: Network, early: Times) -> Floats:
    """(n,) working days by which each may slip without moving any other, nor the end; NaN: it is done."""
    by_finish, by_start = Wide(net).room(early.begin[:, None], early.finish[:, None], early.finish.max(initial=0.0))
    return np.where(net.done, np.nan, np.minimum(by_finish, by_start)[:, 0])


def driver(net: Network, times: Times, i: int) -> int | None:
    """Which link of the network (its row in `before`, `kind`, `lag`) makes activity i begin when it does; None: none.

    Of several that do, one from an activity that is not done, and of those the first that was given.
    """
    if net.done[i]:
        return None
    links = np.arange(net.indptr[i], net.indptr[i + 1])
    driving = links[_binding(net, times, i, links)]
    if not len(driving):
        return None
    return int(min(driving, key=lambda link: (net.done[net.before[link]], net.given[link])))


def _binding(net: Network, times: Times, i: int, links: Ints) -> Bools:
    """Which of the links let activity i begin (or finish) no earlier than it does, in its calendar."""
    b, kind = net.before[links], net.kind[links]
    source = np.where((kind == SS) | (kind == SF), times.start[b], times.finish[b])
    calendars, c, lag = net.calendars, net.lag_calendar[links], net.lag[links]
    worked = calendars.first(np.maximum(c, 0), calendars.before(np.maximum(c, 0), source) + lag)
    bound = np.where((c < 0) | (lag == 0), source + lag, worked)
    held = np.where(kind >= FF, times.finish[i], times.begin[i])
    own = net.calendar[i]
    return np.asarray(calendars.before(own, bound) >= calendars.before(own, held) - CLOSE)
