"""The results that are kept of a wave, and the shape of each."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

from pydantic import Field

from trueup.jobs.results import Roadmap, Score, Scores, Segmentation, Shifts
from trueup.scorecard.assess import SEED
from trueup.scorecard.method import METHOD
from trueup.vocabulary.digest import digest
from trueup.vocabulary.result import Result

UNMET = 10.0
"""Opportunity from which on an outcome is an unmet need (Ulwick)."""
SURE = 0.95


class Groups(Result):
    """The scores of a wave: of everybody, then of each group."""

    groups: tuple[Scores, ...] = Field(description="everybody first")

    @property
    def everybody(self) -> Scores:
        """The first."""
        return self.groups[0]


class WaveSummary(Result):
    """A wave in a line, so that lists read no whole results."""

    wave: str = Field(description="the wave's id")
    first: dt.date | None = Field(description="day of the first answer")
    last: dt.date | None = Field(description="day of the last answer")
    respondents: int = Field(description="how many answered at least one question")
    outcomes: int = Field(description="how many outcomes were asked about")
    scored: int = Field(description="how many of them have a score")
    unmet: int = Field(description="how many have an opportunity over 10")
    sure: int = Field(description="how many of these are over 10 with a probability of 95 %")
    foremost: str | None = Field(description="the outcome with the highest opportunity, as it is stated")
    opportunity: float | None = Field(description="its opportunity")
    before: str | None = Field(default=None, description="the wave before, if there is one")
    notable: int | None = Field(default=None, description="outcomes that shifted notably since; null: nothing before")
    becoming: int = Field(default=0, description="outcomes that are likely to become unmet needs")
    hidden: str | None = Field(default=None, description="why nothing is shown")


PARTS: dict[str, type[Result]] = {
    "summary": WaveSummary,
    "scores": Groups,
    "shifts": Shifts,
    "roadmap": Roadmap,
    "segments": Segmentation,
}


def is_unmet(score: Score) -> bool:
    """Whether the estimate is over 10; how sure that is, `p_over` says."""
    return score.opportunity is not None and score.opportunity.value > UNMET


def summarise(found: Scores, shifts: Shifts | None) -> WaveSummary:
    """The line of a wave."""
    scored = [each for each in found.scores if each.opportunity is not None]
    unmet = [each for each in scored if is_unmet(each)]
    first = scored[0] if scored else None
    return WaveSummary(
        wave=found.wave,
        first=found.sample.first,
        last=found.sample.last,
        respondents=found.sample.respondents,
        outcomes=len(found.scores),
        scored=len(scored),
        unmet=len(unmet),
        sure=sum(each.p_over.get("10", 0) >= SURE for each in unmet),
        foremost=first.statement if first else None,
        opportunity=first.opportunity.value if first and first.opportunity else None,
        before=shifts.before if shifts else None,
        notable=notable(shifts) if shifts else None,
        becoming=sum(each.becoming for each in shifts.outlook) if shifts else 0,
        hidden=found.hidden,
    )


def notable(shifts: Shifts) -> int:
    """How many outcomes shifted notably for everybody."""
    return len(set(_moved(shifts)))


def _moved(shifts: Shifts) -> Iterable[str]:
    return (each.outcome for each in shifts.shifts if each.notable and each.group is None)


def basis_of(state: str) -> str:
    """What a roadmap is computed from: the state of the book, and the method."""
    return digest([state, SEED, METHOD])
