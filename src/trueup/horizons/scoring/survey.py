"""An outcome of a survey: the share of those who are satisfied, of the last wave that is over.

A wave that is still open says nothing yet: its figures are not final, and watched from day to day they would show what
each of a few answered.
"""

from __future__ import annotations

import datetime as dt
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass

from trueup.horizons.figure import Figure, Timeline, lacking
from trueup.horizons.results import HorizonScore
from trueup.horizons.scoring.asked import Asked
from trueup.jobs.ratings import Counts
from trueup.stats.proportions import Proportion, wilson
from trueup.vocabulary import Grade, Insufficient, said


@dataclass(frozen=True)
class WaveSays:
    """What a wave says that is over: when it `closed`, its ratings, how many people there were to ask, who asked."""

    wave: str
    closed: dt.date
    counts: Counts
    frame: int | None
    party: str
    grade: Grade
    fewest: int


def survey_timeline(asked: Asked, waves: Sequence[WaveSays]) -> Timeline:
    """The waves of a survey that are over, by the satisfaction with the criterion's outcome."""
    over = sorted(waves, key=lambda each: (each.closed, each.wave))
    days = tuple(each.closed for each in over)

    def reckon(day: dt.date) -> Figure:
        index = bisect_right(days, day)
        return _figure(asked, over[index - 1]) if index else lacking(said("no wave of the survey is over yet"))

    return Timeline(days, reckon)


def _figure(asked: Asked, says: WaveSays) -> Figure:
    found = _satisfied(asked, says)
    return Figure(
        score=found if isinstance(found, HorizonScore) else None,
        insufficient=found.words if isinstance(found, Insufficient) else None,
        rater="measured",
        by=says.party,
        grade=says.grade,
        on=says.closed,
        stale_on=asked.stale_on(says.closed),
        reasons=(said("wave {wave}", wave=says.wave),),
    )


def _satisfied(asked: Asked, says: WaveSays) -> HorizonScore | Insufficient:
    """The weighted share of top boxes, Wilson; the interval of many out of few people is narrower (n - 1 of N - 1)."""
    counts, outcome = says.counts, asked.criterion.outcome
    least = max(asked.criterion.fewest, says.fewest)
    at = counts.outcomes.index(outcome) if outcome in counts.outcomes else None
    people = 0 if at is None else int(counts.people[0, at].sum(0)[:-1].sum())
    if at is None or people < least:
        return Insufficient(said("answers of people"), people, least)
    weight = counts.weight[0, at].sum(0)[:-1]
    given, square = float(weight.sum()), float(counts.square[0, at].sum(0)[:-1].sum())
    share = float(weight[counts.scale.threshold - counts.scale.low :].sum()) / given
    return _interval(share, given**2 / square, people, says.frame)


def _interval(share: float, effective: float, people: int, frame: int | None) -> HorizonScore:
    method = said("share satisfied (top boxes), Wilson")
    missed = 1.0 if frame is None or frame <= 1 or people > frame else (frame - people) / (frame - 1)
    if missed == 0:
        return HorizonScore(
            value=share, low=None, high=None, n=people, method=said("share satisfied (top boxes), all asked")
        )
    found = wilson(share * effective / missed, effective / missed)
    assert isinstance(found, Proportion)
    return HorizonScore(value=share, low=min(found.low, share), high=max(found.high, share), n=people, method=method)
