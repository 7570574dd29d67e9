"""Tables of jobs as CSV and Parquet."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from django.http import HttpResponse
from django.views.decorators.http import require_safe

from trueup.jobs.results import Measured, Roadmap, Segmentation, Shifts
from trueup.web.jobs import queries
from trueup.web.jobs.parts import Groups
from trueup.web.jobs.queries import Seen
from trueup.web.jobs.views.page import asked
from trueup.web.parties.access import ActorRequest, NotFound
from trueup.web.site.door import seated
from trueup.web.site.export import Table, download

Row = tuple[Any, ...]
LIST = ("book", "job_map", "job", "executor", "outcomes", "survey", "wave", "respondents", "unmet", "notable")


@require_safe
@seated
def listed(request: ActorRequest, format: str) -> HttpResponse:
    """Every job map of the seat, one row a survey."""
    return download("jobs", Table(LIST, list(_maps(request))), format)


def _maps(request: ActorRequest) -> Iterator[Row]:
    for row in queries.maps(request.actor):
        said = (row.book, row.id, row.job_map.job, row.job_map.executor, row.outcomes)
        yield from (
            (*said, survey.id, each.wave, each.respondents, each.unmet, each.notable) for survey, each in row.told
        )
        if not row.told:
            yield (*said, None, None, None, None, None)


@require_safe
@seated
def table(request: ActorRequest, book: str, id: str, what: str, format: str) -> HttpResponse:
    """A table of a job map: scores, shifts, roadmap, segments."""
    found = asked(request, book, id)
    if what not in _TABLES:
        raise NotFound(f"a job map has no table {what!r}")
    return download(f"{book}-{id}-{what}", _TABLES[what](found), format)


def _ends(of: Measured | None) -> Row:
    return (None, None, None) if of is None else (of.value, of.low, of.high)


def _three(name: str) -> Row:
    return name, f"{name}_low", f"{name}_high"


def _scores(found: Seen) -> Table:
    groups = found.read(Groups, "scores")
    rows = [
        (each.group, score.outcome, score.statement, score.kind, score.step, score.rank, *_ends(score.importance),
         *_ends(score.satisfaction), *_ends(score.opportunity), " | ".join(score.bands), score.p_over.get("10"),
         score.mean_importance, score.mean_satisfaction, score.n, score.n_both, score.insufficient)
        for each in (groups.groups if groups else ())
        for score in each.scores
    ]  # fmt: skip
    columns = ("group", "outcome", "statement", "kind", "step", "rank", *_three("importance"),
               *_three("satisfaction"), *_three("opportunity"), "bands", "p_over_10", "mean_importance",
               "mean_satisfaction", "n", "n_both", "insufficient")  # fmt: skip
    return Table(columns, rows)


def _shifts(found: Seen) -> Table:
    shifts = found.read(Shifts, "shifts")
    rows = [
        (shifts.before, shifts.after, each.group, each.outcome, each.statement, *_ends(each.before),
         *_ends(each.after), *_ends(each.difference), each.p, each.notable, each.insufficient)
        for each in (shifts.shifts if shifts else ())
        if shifts
    ]  # fmt: skip
    columns = ("wave_before", "wave_after", "group", "outcome", "statement", *_three("before"), *_three("after"),
               *_three("difference"), "p", "notable", "insufficient")  # fmt: skip
    return Table(columns, rows)


def _roadmap(found: Seen) -> Table:
    roadmap = found.read(Roadmap, "roadmap")
    rows = [
        (each.place, each.outcome, each.statement, each.step, each.group, each.people, *_ends(each.opportunity),
         each.p_first, each.heading, " ".join(each.kpis), " ".join(each.objectives), str(each.words))
        for each in (roadmap.leads if roadmap else ())
    ]  # fmt: skip
    columns = ("place", "outcome", "statement", "step", "group", "people", *_three("opportunity"), "p_first",
               "heading", "kpis", "objectives", "words")  # fmt: skip
    return Table(columns, rows)


def _segments(found: Seen) -> Table:
    result = found.read(Segmentation, "segments", "")
    rows = [
        (each.id, str(each.name), each.n, *_ends(each.share), each.stability, need.outcome, need.statement,
         *_ends(need.opportunity), *_ends(need.difference), need.notable)
        for each in (result.segments if result else ())
        for need in each.needs
    ]  # fmt: skip
    columns = ("segment", "name", "n", *_three("share"), "stability", "outcome", "statement", *_three("opportunity"),
               *_three("difference"), "notable")  # fmt: skip
    return Table(columns, rows)


_TABLES: dict[str, Callable[[Seen], Table]] = {
    "scores": _scores,
    "shifts": _shifts,
    "roadmap": _roadmap,
    "segments": _segments,
}
