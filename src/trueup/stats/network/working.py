"""Networks with one calendar, played in working time: there every day is a working day, and a pass costs no look-up.

What comes out is turned back into elapsed time: a finish is the first moment at which its work is done. That is the
same as with the calendar wherever no date of the network lies within days off, which is asked first.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Protocol

import numpy as np

from trueup.stats.arrays import Floats, Ints, frozen
from trueup.stats.network.choose import passes_over
from trueup.stats.network.model import ELAPSED, Network
from trueup.stats.network.wide import Outcome


class Player(Protocol):
    """What playing futures needs of passes."""

    def last_finish(self, duration: Floats, wait: Floats | None = None) -> Floats:
        """When all is over."""
        ...

    def outcomes(self, duration: Floats, group: Ints, groups: int, *, shares: bool = True) -> Outcome:
        """What the futures come to."""
        ...


def player_over(net: Network, futures: int) -> Player:
    """What plays so many futures of a network: in working time where that is the same."""
    if net.straight or not _same_in_working_time(net):
        return passes_over(net, futures)
    return WorkingTime(net, futures)


class WorkingTime:
    """As the passes of the network, through those of the same network in working time."""

    def __init__(self, net: Network, futures: int) -> None:
        self._calendars, self._row = net.calendars, int(net.calendar[0])
        self._passes = passes_over(in_working_time(net), futures)

    def last_finish(self, duration: Floats, wait: Floats | None = None) -> Floats:
        """As Wide.last_finish."""
        return self._elapsed(self._passes.last_finish(duration, wait))

    def outcomes(self, duration: Floats, group: Ints, groups: int, *, shares: bool = True) -> Outcome:
        """As Wide.outcomes."""
        found = self._passes.outcomes(duration, group, groups, shares=shares)
        some = np.isfinite(found.by_group)
        by_group = np.where(some, self._elapsed(np.where(some, found.by_group, 0.0)), -np.inf)
        return replace(found, total=self._elapsed(found.total), by_group=by_group)

    def _elapsed(self, work: Floats) -> Floats:
        return self._calendars.first(self._row, work)


def in_working_time(net: Network) -> Network:
    """The network with all moments as the working days before them, in the one calendar it has."""
    moments = ("earliest", "floor_finish", "latest", "started", "finished")
    worked = {name: frozen(_worked(net, getattr(net, name))) for name in moments}
    return replace(
        net,
        straight=True,
        lag_calendar=frozen(np.full_like(net.lag_calendar, ELAPSED)),
        resume=float(_worked(net, np.array([net.resume]))[0]),
        **worked,  # type: ignore[arg-type]
    )


def _worked(net: Network, moments: Floats) -> Floats:
    known = np.isfinite(moments)
    work = net.calendars.before(int(net.calendar[0]), np.where(known, moments, 0.0))
    return np.where(known, work, moments)


def _same_in_working_time(net: Network) -> bool:
    """One calendar, lags in no other, and no date within days off."""
    rows = np.unique(np.concatenate([net.calendar, net.lag_calendar[net.lag != 0]]))
    if len(rows) != 1:
        return False
    dates = np.concatenate([net.earliest, net.floor_finish, net.finished, [net.resume]])
    known = dates[np.isfinite(dates)]
    calendars, row = net.calendars, int(rows[0])
    return bool((np.abs(calendars.first(row, calendars.before(row, known)) - known) < 1e-9).all())
