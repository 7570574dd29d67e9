"""The ladder of a relationship as of a moment: from documents and what is known of each criterion to the answer."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from trueup.horizons import gate, words
from trueup.horizons.answered import Effort
from trueup.horizons.figure import Timeline
from trueup.horizons.history import Stood, dated, days_to_look_at, lapses, looked_back, maintained_since
from trueup.horizons.level import Found, Standing, standing
from trueup.horizons.results import CriterionResult, HorizonScore, Ladder, LadderLine, LevelResult
from trueup.horizons.stakeholders import Criterion, Sides, Stakeholders
from trueup.vocabulary import Moment

Versions = Sequence[tuple[dt.date | None, Stakeholders]]
"""The versions of a document, in order, each with the day from which it judges (None: from the start)."""
Timelines = Mapping[tuple[int, str], Timeline]
"""By version of the document and criterion."""


def judging(versions: Versions, day: dt.date) -> Stakeholders:
    """The version that judges a day: the last that had been agreed by then, before any the first.

    So a threshold that is lowered later never makes good what had failed by the one before.
    """
    agreed = [each for since, each in versions if since is None or since <= day]
    return agreed[-1] if agreed else versions[0][1]


@dataclass(frozen=True)
class Relationship:
    """All that is known of a relationship at a moment.

    `versions` of the document that were known, what each criterion says over time, efforts, and how many answers are
    `to_come`: dated on the moment's day or later.
    """

    book: str
    versions: Versions
    sides: Sides
    timelines: Timelines
    efforts: Sequence[Effort]
    moment: Moment
    to_come: int = 0

    def version(self, day: dt.date) -> Stakeholders:
        """The version that judges a day."""
        return judging(self.versions, day)

    def stand(self, day: dt.date) -> tuple[Standing, ...]:
        """The five as a day begins."""
        document = self.version(day)
        return tuple(
            standing(
                level,
                float(document.threshold_of(level)),
                [self._found(document, criterion, day) for criterion in level.criteria],
            )
            for level in document.levels
        )

    def _found(self, document: Stakeholders, criterion: Criterion, day: dt.date) -> Found:
        figure = self.timelines[document.version, criterion.id].at(day)
        return Found(criterion, figure, figure.stale(day))

    def turns(self) -> set[dt.date]:
        """The days on which anything may change."""
        of_criteria = {day for timeline in self.timelines.values() for day in timeline.turns()}
        return of_criteria | {since for since, _ in self.versions if since is not None}

    def past(self) -> tuple[Stood, ...]:
        """The five on every day on which anything changed, up to the moment."""
        return looked_back(days_to_look_at(self._agreed(self.turns()), self.moment.as_of), self.stand)

    def _agreed(self, days: set[dt.date]) -> set[dt.date]:
        """Nothing is judged before anything was agreed."""
        first = self.versions[0][0]
        return days if first is None else {day for day in days if day >= first}


def ladder(known: Relationship) -> Ladder:
    """The answer as of the relationship's moment."""
    day, document, past = known.moment.as_of, known.version(known.moment.as_of), known.past()
    levels = past[-1][1]
    lowest = gate.headline(levels)
    found = lowest if isinstance(lowest, HorizonScore) else None
    reached = gate.frontier(levels)
    return Ladder(
        stakeholders=document.id,
        title=document.name,
        version=document.version,
        book=known.book,
        customer=known.sides.customer,
        providers=known.sides.providers,
        agreement=document.agreement,
        as_of=day,
        known_at=known.moment.known_at,
        levels=tuple(_level(each, day, maintained_since(past, place)) for place, each in enumerate(levels)),
        headline=found,
        insufficient=None if isinstance(lowest, HorizonScore) else lowest.words,
        all_maintained=gate.all_maintained(levels),
        failing=gate.failing(levels),
        unscored=gate.unscored(levels),
        frontier=reached,
        next=gate.first_to_work_at(levels),
        warnings=tuple(gate.warnings(levels, known.efforts, day, document.cadence)),
        lapses=lapses(past),
        history=tuple(map(dated, past)),
        to_come=known.to_come,
        sentences=words.answer(levels, reached, found),
    )


def line(known: Relationship) -> LadderLine:
    """The answer in a line, without the past."""
    document, levels = known.version(known.moment.as_of), known.stand(known.moment.as_of)
    lowest, reached = gate.headline(levels), gate.frontier(levels)
    found = lowest if isinstance(lowest, HorizonScore) else None
    return LadderLine(
        stakeholders=document.id,
        title=document.name,
        customer=known.sides.customer,
        providers=known.sides.providers,
        frontier=reached,
        headline=found,
        all_maintained=gate.all_maintained(levels),
        next=gate.first_to_work_at(levels),
        statuses=tuple(each.status for each in levels),
        words=words.answer(levels, reached, found)[0],
    )


def _level(level: Standing, day: dt.date, since: dt.date | None) -> LevelResult:
    stated = level.level
    return LevelResult(
        horizon=stated.horizon,
        number=stated.number,
        title=stated.title or "",
        status=level.status,
        maintained=level.maintained,
        score=level.score,
        insufficient=level.insufficient,
        threshold=level.threshold,
        combine=stated.combine,
        owner=stated.owner,
        rater=level.rater,
        grade=None if level.grade is None else level.grade.name,
        answered_on=level.answered_on,
        stale_on=level.stale_on,
        stale=level.stale,
        maintained_since=since,
        criteria=tuple(map(_criterion, level.found)),
        reasons=words.reasons(level, day),
    )


def _criterion(found: Found) -> CriterionResult:
    criterion, figure = found.criterion, found.figure
    return CriterionResult(
        id=criterion.id,
        what=criterion.name,
        kind=criterion.kind,
        source=criterion.objective or criterion.kpi or criterion.incidents or criterion.survey or "",
        weight=float(criterion.weight),
        must=criterion.must,
        score=figure.score,
        insufficient=figure.insufficient,
        rater=figure.rater,
        reported_by=figure.by,
        grade=None if figure.grade is None else figure.grade.name,
        answered_on=figure.on,
        stale_on=figure.stale_on,
        stale=found.stale,
        confidential=criterion.confidential,
        overridden=figure.overridden,
        items=figure.items,
        reasons=figure.reasons,
    )
