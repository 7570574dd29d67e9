"""When a wave is open, and which version of the survey says what it asks."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal
from zoneinfo import ZoneInfo

from trueup.jobs.asked import version_of_wave
from trueup.jobs.survey import Survey, Wave

State = Literal["early", "open", "closed"]


@dataclass(frozen=True, slots=True)
class Times:
    """A wave as instants: from the midnight of the day it opens to the midnight of the day it closes."""

    wave: Wave
    opens: dt.datetime
    closes: dt.datetime

    def state(self, now: dt.datetime, closed_at: dt.datetime | None = None) -> State:
        """Where it stands now; `closed_at` where somebody has closed it before its day."""
        if closed_at is not None or now >= self.closes:
            return "closed"
        return "early" if now < self.opens else "open"


def times(wave: Wave, zone: str) -> Times:
    """The wave's days, in the time zone of the book."""
    return Times(wave, _midnight(wave.opens, zone), _midnight(wave.closes, zone))


def _midnight(day: dt.date, zone: str) -> dt.datetime:
    return dt.datetime.combine(day, dt.time(), ZoneInfo(zone)).astimezone(dt.UTC)


def promised(versions: Iterable[Survey], wave: str) -> Survey | None:
    """The version that the people of a wave were promised: its questions, anonymity and smallest group are theirs."""
    return version_of_wave(versions, wave)
