"""What to work on first, and for whom: unmet needs in the order in which they are certain, with what aims at them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np

from trueup.jobs.job_map import JobMap
from trueup.jobs.results import Heading, Lead, Measured, Moved, Roadmap, Score, Scores, Shifts, StepNeed, Strategy
from trueup.vocabulary import Figure, Said, said

UNMET = 10.0
"""Opportunity above this is worth working on (Ulwick)."""
LIKELY, ALMOST_SURE = 0.5, 0.8
FIRST = "5"
"""Among how many places `p_first` looks."""


@dataclass(frozen=True)
class Links:
    """What already aims at an outcome, by its id: KPIs from the inside, and objectives as agreement/objective."""

    kpis: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    objectives: Mapping[str, tuple[str, ...]] = field(default_factory=dict)


def roadmap(
    job_map: JobMap,
    everybody: Scores,
    groups: Sequence[Scores] = (),
    *,
    shifts: Shifts | None = None,
    links: Links | None = None,
    strategies: Sequence[Strategy] = (),
    moved: Sequence[Moved] = (),
) -> Roadmap:
    """The outcomes worth working on, the surest unmet need first, and how much is unmet at each step of the job.

    A need of everybody is told once. A need of one group is told for it where everybody together does not have it.
    """
    headings = _headings(shifts)
    found = [*_of_everybody(everybody), *_of_groups(everybody, groups)]
    found.sort(key=lambda each: (-_measured(each[1]).low, -_measured(each[1]).value, each[1].outcome))
    leads = tuple(
        _lead(place, scores, score, everybody, headings, links or Links(), moved)
        for place, (scores, score) in enumerate(found, 1)
    )
    return Roadmap(
        survey=everybody.survey,
        wave=everybody.wave,
        leads=leads,
        steps=tuple(_steps(job_map, everybody)),
        strategies=tuple(strategies),
        moved=tuple(moved),
        notes=tuple(_notes(everybody, leads)),
    )


def _unmet(score: Score, least: float) -> bool:
    return score.opportunity is not None and score.p_over.get("10", 0.0) >= least


def _of_everybody(everybody: Scores) -> Iterator[tuple[Scores, Score]]:
    return ((everybody, score) for score in everybody.scores if _unmet(score, LIKELY))


def _of_groups(everybody: Scores, groups: Sequence[Scores]) -> Iterator[tuple[Scores, Score]]:
    common = {score.outcome for _, score in _of_everybody(everybody)}
    for scores in groups:
        yield from (
            (scores, score) for score in scores.scores if score.outcome not in common and _unmet(score, ALMOST_SURE)
        )


def _lead(
    place: int,
    scores: Scores,
    score: Score,
    everybody: Scores,
    headings: Mapping[tuple[str, str | None], Heading],
    links: Links,
    moved: Sequence[Moved],
) -> Lead:
    heading = headings.get((score.outcome, scores.group), "unknown")
    objectives = links.objectives.get(score.outcome, ())
    return Lead(
        place=place,
        outcome=score.outcome,
        statement=score.statement,
        step=score.step,
        group=scores.group,
        people=_people(scores, everybody),
        opportunity=_measured(score),
        p_first=score.p_rank.get(FIRST, 0.0),
        heading=heading,
        kpis=links.kpis.get(score.outcome, ()),
        objectives=objectives,
        moved=next((each.words for each in moved if each.outcome == score.outcome), None),
        words=_words(scores, score, heading, objectives),
    )


def _measured(score: Score) -> Measured:
    assert score.opportunity is not None
    return score.opportunity


def _people(scores: Scores, everybody: Scores) -> int | None:
    """How many customers the group has, by its share of those who answered."""
    frame = everybody.sample.frame
    if frame is None or scores.group is None:
        return frame
    share = scores.sample.respondents / max(everybody.sample.respondents, 1)
    return round(frame * share)


def _words(scores: Scores, score: Score, heading: Heading, objectives: Sequence[str]) -> Said:
    measured = _measured(score)
    figures = {
        "value": Figure(f"{measured.value:.1f}"),
        "low": Figure(f"{measured.low:.1f}"),
        "high": Figure(f"{measured.high:.1f}"),
        "trend": _TREND[heading],
        "promised": _PROMISED if objectives else _NOT_PROMISED,
    }
    if scores.group is None:
        return said("unmet for everybody: {value} ({low} to {high}), {trend}; {promised}", **figures)
    return said("unmet for {group}: {value} ({low} to {high}), {trend}; {promised}", group=scores.group, **figures)


_TREND: Mapping[Heading, Said] = {
    "growing": said("growing"),
    "shrinking": said("shrinking"),
    "steady": said("steady since the wave before"),
    "unknown": said("no earlier wave to compare with"),
}
_PROMISED = said("an agreement promises it")
_NOT_PROMISED = said("nobody has promised it")


def _headings(shifts: Shifts | None) -> Mapping[tuple[str, str | None], Heading]:
    found: dict[tuple[str, str | None], Heading] = {}
    for shift in shifts.shifts if shifts is not None else ():
        if shift.difference is not None:
            way: Heading = "growing" if shift.difference.value > 0 else "shrinking"
            found[shift.outcome, shift.group] = way if shift.notable else "steady"
    return found


def _steps(job_map: JobMap, everybody: Scores) -> Iterator[StepNeed]:
    for step in job_map.steps:
        mine = [score for score in everybody.scores if score.step == step.id and score.opportunity is not None]
        yield StepNeed(
            step=step.id,
            name=step.name,
            outcomes=len(step.outcomes),
            unmet=sum(_unmet(score, LIKELY) for score in mine),
            expected_unmet=sum(score.p_over.get("10", 0.0) for score in mine),
            opportunity=_mean(mine),
        )


def _mean(scores: Sequence[Score]) -> Measured | None:
    """The mean over outcomes. Its interval is the mean of theirs: right if they err together, too wide if not."""
    if not scores:
        return None
    each = [_measured(score) for score in scores]
    value, low, high = (float(np.mean([getattr(one, name) for one in each])) for name in ("value", "low", "high"))
    least = min(one.n for one in each)
    method = said("mean of its outcomes, with an interval that holds if they err together")
    return Measured(value=value, low=low, high=high, level=each[0].level, n=least, method=method)


def _notes(everybody: Scores, leads: Sequence[Lead]) -> Iterator[Said]:
    if everybody.hidden is not None:
        return
    if not leads:
        yield said("no outcome is likely to be an unmet need: look at what is overserved, or ask other customers")
    if everybody.sample.frame is None:
        yield said("how many customers there are is not said, so no lead says how many people it concerns")
