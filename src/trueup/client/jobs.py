"""Jobs through the client: job maps, scores, segments, shifts, what to work on first, and reporting a panel's word."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import Any, Literal
from urllib.parse import quote

from trueup.client.results import Answer
from trueup.client.transport import Transport
from trueup.jobs.job_map import JobMap
from trueup.jobs.results import Roadmap, Scores, Segmentation, Shifts

ROOT = "/api/v1"


class SummaryOfWave(Answer):
    """A wave in a line; opportunity over 10 is an unmet need."""

    wave: str
    first: dt.date | None
    last: dt.date | None
    respondents: int
    outcomes: int
    scored: int
    unmet: int
    sure: int
    foremost: str | None
    opportunity: float | None
    before: str | None
    notable: int | None
    becoming: int
    hidden: str | None


class SurveyOfMap(Answer):
    """A survey of a job map, and what its last wave with answers says."""

    survey: str
    title: str
    summary: SummaryOfWave | None


class JobMapRow(Answer):
    """A job map in a list."""

    book: str
    book_name: str
    id: str
    job: str
    executor: str
    outcomes: int
    surveys: tuple[SurveyOfMap, ...]


class JobMapInForce(Answer):
    """A job map, and the ids of the surveys that ask about it."""

    book: str
    document: JobMap
    surveys: tuple[str, ...]


class Computed(Answer):
    """A result as it was computed in the background; `problem` says why there is none."""

    survey: str
    wave: str
    waves: tuple[SummaryOfWave, ...]
    state: Literal["done", "under_way", "refused", "none"]
    computed_at: dt.datetime | None
    out_of_date: bool
    problem: str


class ComputedScores(Computed):
    """Everybody first, then each group."""

    result: tuple[Scores, ...] | None


class ComputedSegments(Computed):
    """The groups that share unmet needs."""

    result: Segmentation | None


class ComputedShifts(Computed):
    """What changed since the wave before."""

    result: Shifts | None


class ComputedRoadmap(Computed):
    """What to work on first."""

    result: Roadmap | None


class PanelFigure(Answer):
    """What a panel says of a KPI."""

    kpi: str
    period_start: dt.date
    period_end: dt.date
    actual: float | None
    n: int | None
    stderr: float | None
    missing_reason: str | None


class JobCalls:
    """What a client asks of jobs."""

    transport: Transport

    def job_maps(self) -> Iterator[JobMapRow]:
        """Every job map in force that the member's party sees."""
        return map(JobMapRow.of, self.transport.pages(f"{ROOT}/job-maps"))

    def job_map(self, book: str, id: str) -> JobMapInForce:
        """The document, and the surveys that ask about it."""
        return JobMapInForce.of(self.transport.get(_map(book, id)))

    def scores(self, book: str, id: str, *, survey: str = "", wave: str = "", by: str = "") -> ComputedScores:
        """Importance, satisfaction and opportunity of each outcome, of the last wave unless one is named."""
        return ComputedScores.of(self._part(book, id, "scores", survey=survey, wave=wave, by=by))

    def segments(self, book: str, id: str, *, survey: str = "", wave: str = "") -> ComputedSegments:
        """The segments, or why there are none to be trusted."""
        return ComputedSegments.of(self._part(book, id, "segments", survey=survey, wave=wave))

    def shifts(self, book: str, id: str, *, survey: str = "", wave: str = "", by: str = "") -> ComputedShifts:
        """What changed since the wave before, for whom; by "segment": of each segment."""
        return ComputedShifts.of(self._part(book, id, "shifts", survey=survey, wave=wave, by=by))

    def roadmap(self, book: str, id: str, *, survey: str = "", wave: str = "", by: str = "") -> ComputedRoadmap:
        """What to work on first, and for whom."""
        return ComputedRoadmap.of(self._part(book, id, "roadmap", survey=survey, wave=wave, by=by))

    def report_wave(self, book: str, survey: str, wave: str, *, key: str | None = None) -> tuple[PanelFigure, ...]:
        """Once a wave is over: report what it says of the KPIs that are bound to the survey."""
        path = f"{ROOT}/books/{quote(book)}/surveys/{quote(survey)}/waves/{quote(wave)}/report"
        return tuple(map(PanelFigure.of, self.transport.change("POST", path, key=key)["figures"]))

    def _part(self, book: str, id: str, part: str, **named: str) -> Any:
        return self.transport.get(f"{_map(book, id)}/{part}", **{name: value or None for name, value in named.items()})


def _map(book: str, id: str) -> str:
    return f"{ROOT}/books/{quote(book)}/job-maps/{quote(id)}"
