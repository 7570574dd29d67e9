"""What programs read of jobs, and send."""

from __future__ import annotations

import datetime as dt
from typing import Literal, Self

from ninja import Field, Schema

from trueup.jobs.job_map import JobMap
from trueup.jobs.reporting import Reported
from trueup.jobs.results import Roadmap, Scores, Segmentation, Shifts
from trueup.web.evidence.actions.land import Landed
from trueup.web.evidence.shapes import LandedBatch
from trueup.web.jobs.parts import Groups, WaveSummary
from trueup.web.jobs.queries import Kept, MapRow, Seen

KeptState = Literal["done", "under_way", "refused", "none"]


class SurveyTold(Schema):
    """A survey of a job map, and what its last wave with answers says."""

    survey: str = Field(description="the survey's id")
    title: str
    summary: WaveSummary | None


class JobMapRead(Schema):
    """A job map in a list."""

    book: str = Field(description="the slug of its book")
    book_name: str
    id: str
    job: str = Field(description="what customers try to get done")
    executor: str = Field(description="who does")
    outcomes: int = Field(description="by how many outcomes they judge it")
    surveys: list[SurveyTold]

    @classmethod
    def of(cls, row: MapRow) -> Self:
        """The row of a list."""
        told = {survey.id: summary for survey, summary in row.told}
        return cls(
            book=row.book, book_name=row.book_name, id=row.id, job=row.job_map.job, executor=row.job_map.executor,
            outcomes=row.outcomes,
            surveys=[
                SurveyTold(survey=each.id, title=each.title or each.id, summary=told.get(each.id))
                for each in row.surveys
            ],
        )  # fmt: skip


class JobMapOf(Schema):
    """A job map in force, and the surveys that ask about it."""

    book: str
    document: JobMap
    surveys: list[str] = Field(description="ids of the surveys that ask about it")

    @classmethod
    def of(cls, seen: Seen) -> Self:
        """As the actor sees it."""
        place = seen.place
        return cls(book=place.book, document=place.job_map, surveys=[each.id for each in place.surveys])


class KeptRead(Schema):
    """A result as it was computed in the background."""

    survey: str
    wave: str
    waves: list[WaveSummary] = Field(description="every wave with answers, the earliest first")
    state: KeptState = Field(description="refused: `problem` says why; none: nobody has answered")
    computed_at: dt.datetime | None
    out_of_date: bool = Field(description="whether the book has moved on; a new result is on its way")
    problem: str = Field(description="why there is no result")


class ScoresRead(KeptRead):
    """The scores of a wave."""

    result: list[Scores] | None = Field(description="everybody first, then each group")


class SegmentsRead(KeptRead):
    """The segments of a wave."""

    result: Segmentation | None


class ShiftsRead(KeptRead):
    """What changed since the wave before."""

    result: Shifts | None


class RoadmapRead(KeptRead):
    """What to work on first."""

    result: Roadmap | None


def stated(seen: Seen, kept: Kept) -> dict[str, object]:
    """What every kept result says of itself."""
    state = "done" if kept.result else "refused" if kept.problem else "under_way" if kept.under_way else "none"
    return {
        "survey": seen.survey.id if seen.survey else "",
        "wave": seen.wave,
        "waves": list(seen.waves),
        "state": state,
        "computed_at": kept.computed_at,
        "out_of_date": seen.out_of_date,
        "problem": kept.problem,
    }


def groups_of(kept: Kept) -> list[Scores] | None:
    """The scores of everybody and of each group."""
    return list(kept.result.groups) if isinstance(kept.result, Groups) else None


class FigureRead(Schema):
    """What a panel says of a KPI."""

    kpi: str
    period_start: dt.date
    period_end: dt.date
    actual: float | None
    n: int | None
    stderr: float | None
    missing_reason: str | None


class ReportRead(Schema):
    """What was reported, and the batch that holds it."""

    figures: list[FigureRead]
    batch: LandedBatch

    @classmethod
    def of(cls, rows: tuple[Reported, ...], landed: Landed) -> Self:
        """The figures in the order of the book."""
        figures = [
            FigureRead(
                kpi=row.kpi, period_start=row.period_start, period_end=row.period_end, actual=row.actual, n=row.n,
                stderr=row.stderr, missing_reason=row.missing_reason,
            )
            for row in rows
        ]  # fmt: skip
        return cls(figures=figures, batch=LandedBatch.of(landed))
