"""What one link asks of the activity that waits, and whether it is what holds it back."""

from __future__ import annotations

from trueup.delivery.schedule import NONE_LEFT, Schedule
from trueup.stats.network.model import ELAPSED, FF, SF, SS


def asked_by(planned: Schedule, link: int) -> float:
    """The moment before which the link lets its activity neither start (FS, SS) nor finish (FF, SF)."""
    network, times = planned.compiled.network, planned.early
    before, kind, lag = int(network.before[link]), int(network.kind[link]), float(network.lag[link])
    source = float((times.start if kind in (SS, SF) else times.finish)[before])
    row = int(network.lag_calendar[link])
    if row == ELAPSED or lag == 0:
        return source + lag
    own = planned.compiled.times[row]
    return own.done(own.before(source) + lag)


def drives(planned: Schedule, link: int) -> bool:
    """Whether its activity could begin earlier without the link."""
    network, times = planned.compiled.network, planned.early
    after = int(network.after[link])
    held = float((times.finish if network.kind[link] >= FF else times.begin)[after])
    return planned.compiled.working_days(after, asked_by(planned, link), held) <= NONE_LEFT
