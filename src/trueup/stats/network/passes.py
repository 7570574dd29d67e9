"""The critical path method: early and late times (Kelley & Walker 1959).

An activity is one stretch of work: where a link or a date holds its finish back, it begins later. Work under way goes
on from `resume`, once those it waits for let it (retained logic); what is done stays as it was.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from trueup.stats.arrays import Floats, checked
from trueup.stats.network.model import Network
from trueup.stats.network.single import Single
from trueup.vocabulary import InputError


@dataclass(frozen=True)
class Times:
    """When each activity starts and finishes, in elapsed days; `begin` is when the work that is left goes on.

    `begin` is `start` for all but activities under way.
    """

    start: Floats
    finish: Floats
    begin: Floats


def forward(net: Network, duration: npt.ArrayLike) -> Times:
    """The earliest times. `duration` (n,) in working days: of what is left, for activities under way.

    Raises InputError for durations that are negative, infinite or NaN.
    """
    begin, finish = map(np.array, Single(net).forward(_durations(net, duration).tolist()))
    return Times(np.where(net.under_way, net.started, begin), finish, begin)


def backward(net: Network, duration: npt.ArrayLike, end: float | None = None) -> Times:
    """The latest times so that all is over by `end` (None: by the earliest finish) and by each latest finish."""
    lengths = _durations(net, duration)
    if end is None:
        end = float(forward(net, duration).finish.max(initial=net.resume))
    begin, finish = map(np.array, Single(net).backward(lengths.tolist(), end))
    return _told(net, lengths, begin, finish)


def _told(net: Network, duration: Floats, begin: Floats, finish: Floats) -> Times:
    """Late times as people say them: the work is over on Friday evening, though Monday morning would do."""
    calendars, c = net.calendars, net.calendar
    over = np.where(duration > 0, calendars.first(c, calendars.before(c, finish)), finish)
    start = np.where(net.done, np.where(np.isfinite(net.started), net.started, net.finished), begin)
    return Times(start, np.where(net.done, net.finished, over), begin)


def _durations(net: Network, duration: npt.ArrayLike) -> Floats:
    lengths, _ = checked(duration, name="duration")
    if lengths.shape != (net.n,):
        raise InputError(f"{lengths.size} durations for {net.n} activities", where="duration")
    if (lengths < 0).any():
        row = int(np.argmax(lengths < 0))
        raise InputError(
            f"{lengths[row]:g} working days", where=f"duration, row {row}", do="no work takes less than none"
        )
    return lengths
