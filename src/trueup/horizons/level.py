"""One level on a day: its criteria together, and whether it holds.

Score: the mean of the criteria by weight, with its interval by MOVER (Zou and Donner 2008), or the weakest of them.
What has no score may be anything from 0 to 1, and so may lie what a list leaves open: both widen the interval in full,
where errors by chance partly cancel.
"""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Sequence
from dataclasses import dataclass

from trueup.horizons.figure import Figure
from trueup.horizons.results import HorizonScore, Rater, Status
from trueup.horizons.stakeholders import Criterion, HorizonLevel
from trueup.stats.mover import Term, weighted_mean
from trueup.vocabulary import Grade, Insufficient, said


@dataclass(frozen=True, slots=True)
class Found:
    """A criterion and what it says as a day begins."""

    criterion: Criterion
    figure: Figure
    stale: bool

    @property
    def weight(self) -> float:
        """Its weight in the level."""
        return float(self.criterion.weight)

    @property
    def score(self) -> HorizonScore | None:
        """Its score."""
        return self.figure.score


@dataclass(frozen=True, slots=True)
class Standing:
    """A level as a day begins."""

    level: HorizonLevel
    threshold: float
    found: tuple[Found, ...]
    score: HorizonScore | None
    status: Status

    @property
    def maintained(self) -> bool:
        """Whether it holds."""
        return self.status == "maintained"

    @property
    def scored(self) -> tuple[Found, ...]:
        """The criteria that have a score."""
        return tuple(each for each in self.found if each.score is not None)

    @property
    def stale(self) -> bool:
        """Whether an answer that it rests on is too old."""
        return any(each.stale for each in self.scored)

    @property
    def insufficient(self) -> str | None:
        """Why there is no score, and what it takes."""
        if self.score is not None:
            return None
        need = max(1, len(self.found))
        what = said("a score: no criterion is stated") if not self.found else said("a score: criteria with an answer")
        return Insufficient(what, 0, need).words

    @property
    def answered_on(self) -> dt.date | None:
        """The day of the oldest answer that it rests on."""
        return min((each.figure.on for each in self.scored if each.figure.on), default=None)

    @property
    def stale_on(self) -> dt.date | None:
        """From which day on it is stale."""
        return min((each.figure.stale_on for each in self.scored if each.figure.stale_on), default=None)

    @property
    def rater(self) -> Rater | None:
        """Whose word it is; mixed: of several sides."""
        sides = {each.figure.rater for each in self.scored if each.figure.rater}
        return "mixed" if len(sides) > 1 else next(iter(sides), None)

    @property
    def grade(self) -> Grade | None:
        """The least grade of what it rests on."""
        return min((each.figure.grade for each in self.scored if each.figure.grade), default=None)


def standing(level: HorizonLevel, threshold: float, found: Sequence[Found]) -> Standing:
    """A level from its criteria as a day begins."""
    score = score_of(level.combine, found)
    return Standing(level, threshold, tuple(found), score, _status(score, threshold, found))


def _status(score: HorizonScore | None, threshold: float, found: Sequence[Found]) -> Status:
    if score is None:
        return "unscored"
    scored = [each for each in found if each.score is not None]
    if any(each.stale for each in scored):
        return "stale"
    marks = [score, *(each.score for each in scored if each.criterion.must and each.score)]
    if not all(reaches(each.value, threshold) for each in marks):
        return "below"
    shown = len(scored) == len(found) and all(reaches(each.least, threshold) for each in marks)
    return "maintained" if shown else "not_shown"


def reaches(value: float, threshold: float) -> bool:
    """Whether a score is at the threshold: a mean of 0.6 and 0.8 reaches 0.7, whatever binary fractions make of it."""
    return value >= threshold - 1e-9


def score_of(combine: str, found: Sequence[Found]) -> HorizonScore | None:
    """The criteria together; None where none has a score."""
    scored = [each for each in found if each.score is not None]
    if not scored:
        return None
    missing = math.fsum(each.weight for each in found if each.score is None)
    return _mean(scored, missing) if combine == "mean" else _weakest(scored, missing)


def _mean(scored: Sequence[Found], missing: float) -> HorizonScore:
    """The mean of what is known; `missing` is the weight of what is not."""
    by_chance = weighted_mean([_term(each, bounds=False) for each in scored])
    total = by_chance.weight + missing
    part = by_chance.weight / total
    low = by_chance.low - _open(scored, down=True) / by_chance.weight
    high = by_chance.high + _open(scored, down=False) / by_chance.weight
    value = by_chance.value
    exact = not missing and all(each.score and each.score.low is None for each in scored)
    if exact:
        return _made(value, None, None, scored, said("weighted mean"))
    ends = max(0.0, min(part * low, value)), min(1.0, max(part * high + missing / total, value))
    return _made(value, *ends, scored, said("weighted mean, MOVER"))


def _term(found: Found, *, bounds: bool) -> Term:
    score = found.score
    assert score is not None, "only what is scored"
    if score.bounds is not bounds:
        return Term(found.weight, score.value, score.value, score.value)
    return Term(found.weight, score.value, score.least, score.most)


def _open(scored: Sequence[Found], *, down: bool) -> float:
    """How far bounds may lower or raise the weighted sum, all of them at once."""
    terms = [_term(each, bounds=True) for each in scored]
    return math.fsum(each.weight * (each.value - each.low if down else each.high - each.value) for each in terms)


def _weakest(scored: Sequence[Found], missing: float) -> HorizonScore:
    """The lowest of the criteria; what is not known may be lower still."""
    scores = [each.score for each in scored if each.score is not None]
    lowest = min(each.value for each in scores)
    if not missing and all(each.low is None for each in scores):
        return _made(lowest, None, None, scored, said("weakest criterion"))
    low = 0.0 if missing else min(each.least for each in scores)
    return _made(lowest, low, max(lowest, min(each.most for each in scores)), scored, said("weakest criterion"))


def _made(value: float, low: float | None, high: float | None, scored: Sequence[Found], method: str) -> HorizonScore:
    return HorizonScore(value=value, low=low, high=high, n=len(scored), method=method)
