"""Jobs for programs: job maps, scores, segments, shifts, roadmap, and reporting what a panel says."""

# No `from __future__ import annotations` here: the library reads the annotations of paged functions from elsewhere.

from typing import Annotated

from ninja import Query, Router, Status
from ninja.pagination import paginate

from trueup.scorecard.panels import SEGMENT
from trueup.web.jobs import queries
from trueup.web.jobs.actions.report import report as report_wave
from trueup.web.jobs.queries import Seen
from trueup.web.jobs.shapes import (
    JobMapOf,
    JobMapRead,
    ReportRead,
    RoadmapRead,
    ScoresRead,
    SegmentsRead,
    ShiftsRead,
    groups_of,
    stated,
)
from trueup.web.parties.access import ActorRequest

router = Router()
MAP = "/books/{book}/job-maps/{path:id}"
WAVE = Annotated[str, Query(max_length=200, description="the wave; default: the last that has answers")]
BY = Annotated[str, Query(max_length=200, description="a key of the respondents: the groups that it makes, too")]
SURVEY = Annotated[str, Query(max_length=200, description="the survey; default: the first of the map")]


@router.get("/job-maps", response=list[JobMapRead], summary="Every job map of one's party")
@paginate(key=("book", "id"))
def maps(request: ActorRequest) -> list[JobMapRead]:
    """Every job map in force that the party sees, over all books, with what the last wave of each survey says."""
    return [JobMapRead.of(row) for row in queries.maps(request.actor)]


@router.get(MAP + "/scores", response=ScoresRead, summary="Opportunity of each outcome", by_alias=True)
def scores(
    request: ActorRequest, book: str, id: str, survey: SURVEY = "", wave: WAVE = "", by: BY = ""
) -> dict[str, object]:
    """Importance, satisfaction and opportunity with intervals. Of too small a group: why nothing is shown."""
    seen = queries.seen(request.actor, book, id, survey, wave, by)
    kept = seen.kept("scores")
    return stated(seen, kept) | {"result": groups_of(kept)}


@router.get(MAP + "/segments", response=SegmentsRead, summary="Groups that share unmet needs")
def segments(request: ActorRequest, book: str, id: str, survey: SURVEY = "", wave: WAVE = "") -> dict[str, object]:
    """The segments, or why there are none to be trusted."""
    return _part(queries.seen(request.actor, book, id, survey, wave), "segments", "")


@router.get(MAP + "/shifts", response=ShiftsRead, summary="Shifts since the wave before")
def shifts(
    request: ActorRequest, book: str, id: str, survey: SURVEY = "", wave: WAVE = "", by: BY = ""
) -> dict[str, object]:
    """What changed for each outcome and group, and where it is heading; by "segment", of each segment."""
    seen = queries.seen(request.actor, book, id, survey, wave, "" if by == SEGMENT else by)
    return _part(seen, "shifts", by)


@router.get(MAP + "/roadmap", response=RoadmapRead, summary="What to work on first")
def roadmap(
    request: ActorRequest, book: str, id: str, survey: SURVEY = "", wave: WAVE = "", by: BY = ""
) -> dict[str, object]:
    """By the last wave: outcomes to work on first and for whom, steps of the job, what came of improved KPIs."""
    return _part(queries.seen(request.actor, book, id, survey, wave, by), "roadmap", by)


def _part(seen: Seen, part: str, by: str) -> dict[str, object]:
    kept = seen.kept(part, by)
    return stated(seen, kept) | {"result": kept.result}


@router.post(
    "/books/{book}/surveys/{path:id}/waves/{wave}/report", response={201: ReportRead}, summary="Report what a wave says"
)
def report(request: ActorRequest, book: str, id: str, wave: str) -> Status[ReportRead]:
    """Once a wave is over: land its figures as observations of the KPIs that are bound to the survey."""
    return Status(201, ReportRead.of(*report_wave(request.actor, book, id, wave)))


@router.get(MAP, response=JobMapOf, summary="A job map", by_alias=True)
def job_map(request: ActorRequest, book: str, id: str) -> JobMapOf:
    """The document in force, and the surveys that ask about it."""
    return JobMapOf.of(queries.seen(request.actor, book, id))
