"""How much each activity may slip, and which link drives it."""

from __future__ import annotations

import numpy as np

from trueup.stats.arrays import Bools, Floats
from trueup.stats.network.model import Network
from trueup.stats.network.passes import Times
from trueup.stats.network.single import Single
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


class Drivers:
    """Which link makes each activity begin when it does; building it once serves any number of activities."""

    def __init__(self, net: Network, times: Times) -> None:
        self._net, self._single = net, Single(net)
        self._times = times.start.tolist(), times.begin.tolist(), times.finish.tolist()

    def of(self, i: int) -> int | None:
        """The link of the network (its row in `before`, `kind`, `lag`) that drives activity i; None: none.

        Of several that do, one from an activity that is not done, and of those the first that was given.
        """
        net = self._net
        if net.done[i]:
            return None
        driving = [int(net.indptr[i]) + place for place in self._single.binding(i, self._times)]
        return min(driving, key=lambda link: (bool(net.done[net.before[link]]), int(net.given[link])), default=None)
