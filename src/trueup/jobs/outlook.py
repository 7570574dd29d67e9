"""A forward look: which outcome will be an unmet need at the next wave, with its uncertainty."""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from statistics import NormalDist

import numpy as np

from trueup.jobs.results import Measured, Outlook, Scores
from trueup.jobs.survey import Survey
from trueup.stats.pooled_trend import FEWEST_ROUNDS, FEWEST_SERIES, Ahead, ahead
from trueup.vocabulary import Insufficient, Said, said

UNMET, MOST = 10.0, 20.0
EDGE = 0.01
"""Shares of the 20 points closer to none or all than this are taken as this: their log odds have no end."""
_DAYS = 365.25


@dataclass(frozen=True, slots=True)
class Told:
    """The scores of everybody in one wave, and the day in the middle of its answers."""

    scores: Scores
    day: dt.date


def next_day(survey: Survey, told: Sequence[Told]) -> dt.date:
    """The middle of the first wave that is still to come; without one, after as long as waves lie apart."""
    last = told[-1].day
    coming = [wave.opens + (wave.closes - wave.opens) / 2 for wave in survey.waves if wave.opens > last]
    return min(coming) if coming else last + (last - told[0].day) / max(len(told) - 1, 1)


def outlooks(told: Sequence[Told], at: dt.date, level: float = 0.95) -> tuple[Outlook, ...]:
    """Each outcome of the last wave at the day `at`, what is most likely to become an unmet need first."""
    values = [{score.outcome: score.opportunity for score in each.scores.scores} for each in told]
    names = [score.outcome for score in told[-1].scores.scores] if told else []
    lasting = [name for name in names if all(each.get(name) is not None for each in values)]
    statements = {score.outcome: score.statement for score in told[-1].scores.scores} if told else {}
    found = _ahead(told, [[each[name] for each in values] for name in lasting], at)
    rows = []
    for name in names:
        if isinstance(found, Insufficient) or name not in lasting:
            rows.append(_nothing(name, statements[name], found, len(told)))
        else:
            rows.append(_outlook(name, statements[name], lasting.index(name), found, values[-1], len(told), level))
    return tuple(sorted(rows, key=lambda row: (not row.becoming, -(row.p_unmet or 0.0), row.outcome)))


def _ahead(told: Sequence[Told], rows: Sequence[Sequence[Measured | None]], at: dt.date) -> Ahead | Insufficient:
    if len(told) < FEWEST_ROUNDS:
        return Insufficient("where it is heading", len(told), FEWEST_ROUNDS)
    days = np.array([(each.day - told[0].day).days / _DAYS for each in told])
    pairs = [[_odds(measured) for measured in row if measured is not None] for row in rows]
    if not pairs:
        return Insufficient("where it is heading", 0, FEWEST_SERIES)
    values, errors = np.array(pairs).transpose(2, 0, 1)
    return ahead(values, errors, days, (at - told[0].day).days / _DAYS)


def _odds(measured: Measured) -> tuple[float, float]:
    """The opportunity as log odds of its 20 points, which no line leads out of, and the standard error of that."""
    share = min(max(measured.value / MOST, EDGE), 1 - EDGE)
    error = (measured.high - measured.low) / 2 / NormalDist().inv_cdf((1 + measured.level) / 2)
    return math.log(share / (1 - share)), error / MOST / (share * (1 - share))


def _points(odds: float) -> float:
    return MOST / (1 + math.exp(-odds))


def _nothing(outcome: str, statement: str, found: Ahead | Insufficient, waves: int) -> Outlook:
    why: Said | Insufficient = found if isinstance(found, Insufficient) else said("not asked in every wave")
    return Outlook(
        outcome=outcome,
        statement=statement,
        opportunity=None,
        p_unmet=None,
        becoming=False,
        basis=said("{n} waves", n=waves),
        insufficient=_needs(waves) if isinstance(why, Insufficient) else why,
    )


def _needs(waves: int) -> Said:
    if waves < FEWEST_ROUNDS:
        return said("{have} waves, and where it is heading takes {need}", have=waves, need=FEWEST_ROUNDS)
    return said("too few outcomes were asked in every wave to tell how much outcomes trend at all")


def _outlook(
    outcome: str,
    statement: str,
    index: int,
    found: Ahead,
    now: Mapping[str, Measured | None],
    waves: int,
    level: float,
) -> Outlook:
    mean, sd = float(found.mean[index]), float(found.sd[index])
    half = NormalDist().inv_cdf((1 + level) / 2) * sd
    chance = 1 - NormalDist(mean, sd).cdf(math.log(UNMET / (MOST - UNMET)))
    current = now[outcome]
    assert current is not None
    measured = Measured(
        value=_points(mean),
        low=_points(mean - half),
        high=_points(mean + half),
        level=level,
        n=waves,
        method="trend of each outcome, drawn towards that of all",
    )
    return Outlook(
        outcome=outcome,
        statement=statement,
        opportunity=measured,
        p_unmet=chance,
        becoming=current.value <= UNMET and chance > 0.5,
        basis=said("{n} waves, each outcome's own trend, drawn towards that of all, if it goes on", n=waves),
    )
