"""What the book knows already of a relationship's criteria: objectives, KPIs, incidents and surveys, each read once."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from trueup.agreements.promise import SeriesKey
from trueup.agreements.versions import known
from trueup.book.book import Book
from trueup.facts import Snapshot
from trueup.horizons.figure import Timeline, lacking
from trueup.horizons.scoring.asked import Asked
from trueup.horizons.scoring.kpi import kpi_timeline
from trueup.horizons.scoring.objective import Promised, objective_timeline
from trueup.horizons.scoring.survey import WaveSays, survey_timeline
from trueup.horizons.stakeholders import Stakeholders
from trueup.jobs.survey import Survey, Wave
from trueup.kpis.series import Series
from trueup.scorecard.value_readings import Readings
from trueup.vocabulary import Grade, Moment, said

NO_SEED = 0
"""Nothing that a ladder rests on is drawn by lot."""


@dataclass(frozen=True)
class Figures:
    """The figures that the criteria of a document's versions are bound to, as of a moment."""

    book: Book
    snapshot: Snapshot
    moment: Moment
    versions: Sequence[Stakeholders]

    def timeline(self, document: Stakeholders, about: Asked) -> Timeline:
        """What a measured criterion says over time."""
        criterion = about.criterion
        if criterion.objective is not None:
            return self._objective(document, about)
        if criterion.survey is not None:
            return survey_timeline(about, tuple(self._waves(criterion.survey, criterion.outcome or "")))
        kpi = str(criterion.kpi or criterion.incidents)
        return kpi_timeline(about, self._readings.kpis[kpi], self._series[kpi, criterion.slice])

    def _objective(self, document: Stakeholders, about: Asked) -> Timeline:
        if document.agreement is None:
            return Timeline((), lambda _: lacking(said("the relationship has no agreement that could promise it")))
        versions = known(self.book.agreement(document.agreement).all, self.moment)
        if not versions:
            return Timeline((), lambda _: lacking(said("the agreement was not known at this moment")))
        year = self.book.definition.fiscal_year_start
        return objective_timeline(about, Promised(versions, self._readings.kpis, self._series, year))

    @cached_property
    def _readings(self) -> Readings:
        return Readings(self.book, self.snapshot, self.moment, Grade.reported, NO_SEED)

    @cached_property
    def _series(self) -> Mapping[SeriesKey, Series]:
        """The actuals of every KPI and objective of all versions, asked for together."""
        return self._readings.read(list(dict.fromkeys(self._keys())))

    def _keys(self) -> Iterator[SeriesKey]:
        for document in self.versions:
            for _, criterion in document.criteria():
                if criterion.kpi or criterion.incidents:
                    yield str(criterion.kpi or criterion.incidents), criterion.slice
                elif criterion.objective and document.agreement:
                    yield from self._promised(document.agreement, criterion.objective)

    def _promised(self, agreement: str, objective: str) -> Iterator[SeriesKey]:
        for version in known(self.book.agreement(agreement).all, self.moment):
            for each in version.objectives:
                if each.id == objective:
                    yield each.kpi, each.slice

    def _waves(self, survey: str, outcome: str) -> Iterator[WaveSays]:
        """The waves of a survey that are over and in which somebody rated the outcome, as answered in time."""
        from trueup.scorecard.panels import Panels

        if survey not in self.book.surveys or not self.book.survey(survey).known(self.moment.known_at):
            return
        for wave in self._over(self.book.survey(survey).known(self.moment.known_at)):
            panels = Panels(self.book, self.snapshot, replace(self.moment, as_of=wave.closes), NO_SEED)
            asked = panels.survey(survey, wave.id)
            counts = panels.counts(asked, wave.id)
            if outcome in counts.outcomes:
                yield WaveSays(
                    wave=wave.id,
                    closed=wave.closes,
                    counts=counts,
                    frame=panels.frame(asked, wave.id),
                    party=asked.party or "",
                    grade=panels.grade(asked),
                    fewest=int(asked.minimum_group) if asked.anonymous else 1,
                )

    def _over(self, versions: Sequence[Survey]) -> Iterator[Wave]:
        waves = {wave.id: wave for version in versions for wave in version.waves}
        return (wave for wave in waves.values() if wave.closes <= self.moment.as_of)
