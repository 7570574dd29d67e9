"""What a criterion says on a day, and how that changes over time."""

from __future__ import annotations

import datetime as dt
import itertools
from bisect import bisect_right
from collections.abc import Callable
from dataclasses import dataclass, field

from trueup.horizons.results import HorizonScore, ItemResult, ProvidersOwn, Rater
from trueup.vocabulary import Grade, Insufficient, said


@dataclass(frozen=True, slots=True)
class Figure:
    """What a criterion says: a score, or why there is none; whose word it is, since when, and until when it holds.

    `words` that are no score and have no day (`on`) say that nobody has answered yet.
    """

    score: HorizonScore | None
    insufficient: str | None = None
    rater: Rater | None = None
    by: str = ""
    grade: Grade | None = None
    on: dt.date | None = None
    stale_on: dt.date | None = None
    overridden: ProvidersOwn | None = None
    items: tuple[ItemResult, ...] = ()
    reasons: tuple[str, ...] = ()

    def stale(self, day: dt.date) -> bool:
        """Whether it no longer holds when the day begins."""
        return self.stale_on is not None and self.stale_on <= day


def nothing(what: str, need: int = 1) -> Figure:
    """Nobody has said anything yet."""
    return Figure(None, Insufficient(what, 0, need).words)


def lacking(reason: str) -> Figure:
    """There is no figure, and why."""
    return Figure(None, reason)


def unanswered() -> Figure:
    """Nobody has answered."""
    return nothing(said("an answer"))


@dataclass(frozen=True)
class Timeline:
    """The figures of a criterion over time. `days` are those from which another may hold, in order."""

    days: tuple[dt.date, ...]
    reckon: Callable[[dt.date], Figure]
    _known: dict[int, Figure] = field(default_factory=dict)

    def at(self, day: dt.date) -> Figure:
        """The figure as the day begins: reckoned once for all days on which nothing changed."""
        index = bisect_right(self.days, day)
        if index not in self._known:
            self._known[index] = self.reckon(self.days[index - 1] if index else day)
        return self._known[index]

    def turns(self) -> tuple[dt.date, ...]:
        """The days on which its figure changes, or goes stale before it does."""
        following = itertools.chain(self.days[1:], [dt.date.max])
        stale = ((self.at(day).stale_on, later) for day, later in zip(self.days, following, strict=False))
        return tuple(sorted({*self.days, *(day for day, later in stale if day is not None and day < later)}))
