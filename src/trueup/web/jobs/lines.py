"""What other pages say of jobs in a line: Today, and the agreement that promises an outcome."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from trueup.book import Book as Documents
from trueup.jobs.job_map import JobMap, Outcome
from trueup.jobs.results import Measured, Score
from trueup.jobs.survey import Survey
from trueup.web.documents.access import Place
from trueup.web.documents.books import open_book
from trueup.web.documents.models import Book
from trueup.web.jobs.models import Told
from trueup.web.jobs.parts import Groups
from trueup.web.jobs.queries import MapRow, maps
from trueup.web.parties.access import Actor
from trueup.web.site.marks import Mark

MEASURES = ("importance", "satisfaction", "opportunity")
TOLD = Mark(f"SELECT count(*), max(computed_at) FROM {Told._meta.db_table}")  # noqa: S608 - the name of our own table
"""Another one whenever something was computed of any book: what pages rest on that show these lines."""
TOLD_OF_BOOK = Mark(
    f"""SELECT count(*), max(computed_at) FROM {Told._meta.db_table} AS told
        JOIN {Book._meta.db_table} AS book ON book.id = told.book_id WHERE book.slug = %(book)s"""  # noqa: S608
)
"""The same of one book."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """An outcome that is promised, or that a promised KPI measures from the inside: where a score is to be found."""

    objective: str
    kpi: str
    survey: Survey
    job_map: JobMap
    outcome: Outcome
    group: str | None
    measure: str


@dataclass(frozen=True, slots=True)
class OutcomeLine:
    """The same with what the last wave says. `promised`: the panel itself gives the actuals of the objective."""

    objective: str
    kpi: str
    statement: str
    group: str | None
    measure: str
    measured: Measured
    opportunity: Measured | None
    wave: str
    n: int
    promised: bool
    address: str | None
    kpi_name: str


def every(actor: Actor) -> tuple[MapRow, ...]:
    """The job maps that the actor sees, where anything was computed of a book of its party."""
    return tuple(row for row in maps(actor) if row.told)


def of_agreement(place: Place, kpis: Mapping[str, str]) -> tuple[OutcomeLine, ...]:
    """The outcomes behind the objectives of an agreement; `kpis` are objective -> KPI."""
    book = open_book(place.book.slug).book
    wanted = list(_wanted(book, kpis))
    if not wanted:
        return ()
    latest = _latest(place, {each.survey.id for each in wanted})
    lines = (_line(place, book, each, latest[each.survey.id]) for each in wanted if each.survey.id in latest)
    return tuple(line for line in lines if line is not None)


def _wanted(book: Documents, kpis: Mapping[str, str]) -> Iterator[Wanted]:
    for survey in (versions.latest for versions in book.surveys.values()):
        versions = book.job_maps.get(survey.job_map)
        if versions is None:
            continue
        outcomes = [placed.outcome for placed in versions.latest.placed()]
        for objective, kpi in kpis.items():
            yield from _of_kpi(book, survey, versions.latest, outcomes, objective, kpi)


def _of_kpi(
    book: Documents, survey: Survey, job_map: JobMap, outcomes: Sequence[Outcome], objective: str, kpi: str
) -> Iterator[Wanted]:
    panel = book.kpis[kpi].latest.panel if kpi in book.kpis else None
    for each in outcomes:
        if panel is not None and panel.survey == survey.id and panel.outcome == each.id:
            yield Wanted(objective, kpi, survey, job_map, each, panel.group, panel.measure)
        elif each.kpi == kpi and (not survey.outcomes or each.id in survey.outcomes):
            yield Wanted(objective, kpi, survey, job_map, each, None, "satisfaction")


def _latest(place: Place, surveys: set[str]) -> dict[str, dict[str, Groups]]:
    """The scores of the last wave of each survey, by key: in one question."""
    rows = Told.objects.filter(book=place.book, survey__in=surveys, part="scores").exclude(body="")
    found: dict[str, dict[str, Groups]] = {}
    for survey, by, body in rows.values_list("survey", "by", "body"):
        groups, known = Groups.model_validate_json(body), found.setdefault(survey, {})
        last, before = groups.everybody.sample.last, known[by].everybody.sample.last if by in known else None
        if before is None or (last is not None and last > before):
            known[by] = groups
    return found


def _line(place: Place, book: Documents, wanted: Wanted, latest: Mapping[str, Groups]) -> OutcomeLine | None:
    key, _eq, _value = (wanted.group or "").partition("=")
    groups = latest.get(key)
    scores = next((each for each in groups.groups if each.group == wanted.group), None) if groups else None
    score = next((each for each in scores.scores if each.outcome == wanted.outcome.id), None) if scores else None
    measured = _measure(score, wanted.measure)
    if scores is None or score is None or measured is None:
        return None
    panel = book.kpis[wanted.kpi].latest.panel
    promised = panel is not None and panel.survey == wanted.survey.id
    seen = promised or "customer" in place.parts or _same_project(place, book, wanted.job_map)
    address = f"/jobs/{place.book.slug}/{wanted.job_map.id}?survey={wanted.survey.id}" if seen else None
    return OutcomeLine(
        wanted.objective, wanted.kpi, score.statement, wanted.group, wanted.measure, measured, score.opportunity,
        scores.wave, measured.n, promised, address, book.kpis[wanted.kpi].latest.name,
    )  # fmt: skip


def _measure(score: Score | None, name: str) -> Measured | None:
    by_name = {} if score is None else dict(zip(MEASURES, _measures(score), strict=True))
    return by_name.get(name)


def _measures(score: Score) -> tuple[Measured | None, Measured | None, Measured | None]:
    return score.importance, score.satisfaction, score.opportunity


def _same_project(place: Place, book: Documents, job_map: JobMap) -> bool:
    """Whether the map is seen through the agreement's project."""
    versions = book.agreements.get(place.agreement or "")
    return versions is not None and job_map.project is not None and versions.latest.project == job_map.project
