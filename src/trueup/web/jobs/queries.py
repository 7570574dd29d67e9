"""What pages and the API read of jobs: the maps that the actor sees, and what was computed of their surveys."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from functools import cached_property
from typing import TypeVar

from django.db.models import Count, Q
from django.utils import timezone
from django.utils.translation import get_language
from django_tasks.base import TaskResultStatus

from trueup.jobs.job_map import JobMap
from trueup.jobs.reporting import bound_to
from trueup.jobs.survey import Survey, Wave
from trueup.vocabulary.result import Result
from trueup.web.assessments.state import state_now, today
from trueup.web.documents.models import Book
from trueup.web.jobs.access import JobPlace, Standing, job_place, standings
from trueup.web.jobs.language import statements, worded
from trueup.web.jobs.models import Told
from trueup.web.jobs.parts import PARTS, WaveSummary, basis_of
from trueup.web.jobs.tasks import compute_panels, find_segments
from trueup.web.parties.access import Actor, NotFound
from trueup.web.surveys.models import Fielding
from trueup.web.work.models import Job

R = TypeVar("R", bound=Result)
TASKS = (compute_panels.module_path, find_segments.module_path)


@dataclass(frozen=True, slots=True)
class Going:
    """The work on the panels of a book that waits or is under way."""

    doing: str
    done: int | None
    total: int | None


@dataclass(frozen=True, slots=True)
class Kept:
    """One result as it was kept: `result`, or the `problem` why there is none; neither: nothing was computed yet."""

    result: Result | None
    problem: str
    computed_at: dt.datetime | None
    under_way: bool


@dataclass(frozen=True, slots=True)
class Response:
    """How many were asked in a wave and have finished: for the party that asks."""

    asked: int
    finished: int

    @property
    def rate(self) -> float | None:
        """Of those asked, how many have finished."""
        return self.finished / self.asked if self.asked else None


@dataclass(frozen=True, slots=True)
class MapRow:
    """A job map in a list, with the latest wave of each of its surveys that has answers, and where its book is."""

    book: str
    book_name: str
    job_map: JobMap
    surveys: tuple[Survey, ...]
    told: tuple[tuple[Survey, WaveSummary], ...]
    zone: str

    @property
    def id(self) -> str:
        """Its id."""
        return self.job_map.id

    @property
    def address(self) -> str:
        """Its page."""
        return f"/jobs/{self.book}/{self.id}"

    @property
    def outcomes(self) -> int:
        """How many outcomes it has."""
        return sum(1 for _ in self.job_map.placed())


def maps(actor: Actor | None) -> tuple[MapRow, ...]:
    """Every job map in force that the actor sees, over all books."""
    every = standings(actor)
    latest = summaries([here.row.pk for here in every])
    return tuple(
        _row(here, versions.latest, latest)
        for here in every
        for versions in sorted(here.book.job_maps.values(), key=lambda each: each.id)
        if here.sees("job_map", versions.id)
    )


def _row(here: Standing, job_map: JobMap, latest: dict[tuple[int, str], WaveSummary]) -> MapRow:
    asked = tuple(each.latest for each in here.book.surveys.values() if each.latest.job_map == job_map.id)
    seen = tuple(each for each in asked if here.whole or here.sees("survey", each.id))
    said = tuple((each, latest[here.row.pk, each.id]) for each in seen if (here.row.pk, each.id) in latest)
    return MapRow(here.row.slug, here.row.name, job_map, seen, said, here.book.definition.time_zone)


def summaries(books: list[int]) -> dict[tuple[int, str], WaveSummary]:
    """The latest wave with answers of each survey, by book and survey: in one query."""
    rows = Told.objects.filter(book__in=books, part="summary").exclude(body="")
    found: dict[tuple[int, str], WaveSummary] = {}
    for book, survey, body in rows.values_list("book_id", "survey", "body"):
        each, known = WaveSummary.model_validate_json(body), found.get((book, survey))
        if known is None or (each.last or dt.date.min) > (known.last or dt.date.min):
            found[book, survey] = each
    return found


@dataclass(frozen=True)
class Seen:
    """A job map with what was computed of one wave of one of its surveys; `survey` None: nothing asks about it."""

    place: JobPlace
    survey: Survey | None
    wave: str
    by: str
    waves: tuple[WaveSummary, ...]
    rows: dict[tuple[str, str], Told]
    going: Going | None
    out_of_date: bool
    response: Response | None

    def kept(self, part: str, by: str | None = None) -> Kept:
        """One result, by the key that is looked at, or by another."""
        row = self.rows.get((part, self.by if by is None else by))
        return _kept(row, part, going=self.going is not None)

    def read(self, part: type[R], name: str, by: str | None = None) -> R | None:
        """One result where there is one."""
        found = self.kept(name, by).result
        return worded(found, self.words) if isinstance(found, part) else None

    @cached_property
    def words(self) -> dict[str, str]:
        """The statements of the map in the reader's language, where it has them."""
        return statements(self.place.job_map, (get_language() or "en").split("-")[0])

    @property
    def listed(self) -> Wave | None:
        """The wave as the survey has it."""
        return self.survey.wave(self.wave) if self.survey else None

    @property
    def computed_at(self) -> dt.datetime | None:
        """When the oldest of the results was computed."""
        return min((each.computed_at for each in self.rows.values()), default=None)


def _kept(row: Told | None, part: str, *, going: bool) -> Kept:
    if row is None:
        return Kept(None, "", None, going)
    result = PARTS[part].model_validate_json(row.body) if row.body else None
    return Kept(result, row.problem, row.computed_at, going)


def seen(actor: Actor | None, book: str, id: str, survey: str = "", wave: str = "", by: str = "") -> Seen:
    """A job map, with a wave of a survey of it: without one named, the first survey and the last wave with answers.

    Raises NotFound.
    """
    place = job_place(actor, book, id)
    asked = next((each for each in place.surveys if not survey or each.id == survey), None)
    if survey and asked is None:
        raise NotFound(f"there is no survey {survey!r} of the job map {id!r}")
    if asked is None:
        return Seen(place, None, "", "", (), {}, None, False, None)
    return _seen(place, asked, wave, by)


def _seen(place: JobPlace, survey: Survey, wave: str, by: str) -> Seen:
    row = place.standing.row
    rows = list(Told.objects.filter(book=row, survey=survey.id))
    told = [each for each in rows if each.part == "summary" and each.body]
    waves = sorted(
        (WaveSummary.model_validate_json(each.body) for each in told),
        key=lambda each: (each.first or dt.date.min, each.wave),
    )
    names = [each.wave for each in waves]
    if (wave and wave not in names and survey.wave(wave) is None) or by not in ("", *survey.frame.keys):
        raise NotFound(f"the survey {survey.id!r} has no wave {wave!r} by {by!r}")
    at = wave or (names[-1] if names else "")
    mine = {(each.part, each.by): each for each in rows if each.wave == at}
    roadmaps = [each.basis for each in rows if each.part == "roadmap"]
    moved = bool(roadmaps) and roadmaps[0] != basis_of(state_now(row.slug))
    response = response_of(row, survey.id, at) if at and place.asks(survey) else None
    return Seen(place, survey, at, by, tuple(waves), mine, going(row), moved, response)


def going(book: Book) -> Going | None:
    """The work on the panels of a book, if there is any."""
    alive = (TaskResultStatus.READY, TaskResultStatus.RUNNING)
    jobs = Job.objects.filter(book=book.slug, result__task_path__in=TASKS, result__status__in=alive)
    found = jobs.order_by("-alive_until").values_list("doing", "done", "total").first()
    return Going(*found) if found else None


def response_of(book: Book, survey: str, wave: str) -> Response | None:
    """How many were asked and have finished; None where nobody was asked on this server."""
    row = (
        Fielding.objects.filter(book=book, survey=survey, wave=wave)
        .annotate(
            asked=Count("invitations", filter=Q(invitations__revoked_at=None), distinct=True),
            finished=Count("sheets", filter=~Q(sheets__finished_at=None), distinct=True),
        )
        .values_list("asked", "finished")
        .first()
    )
    return Response(*row) if row else None


def may_report(found: Seen) -> bool:
    """Whether the actor may report what the wave says: who asks, when it is over and a KPI rests on it."""
    survey, wave, here = found.survey, found.listed, found.place.standing
    if survey is None or wave is None or not found.waves or survey.party is None or not found.place.asks(survey):
        return False
    if not here.actor.is_at_least("editor") or "write" not in here.actor.scopes:
        return False
    day = today(here.book.definition.time_zone, timezone.now())
    return day >= wave.closes and bool(bound_to((each.latest for each in here.book.kpis.values()), survey.id))
