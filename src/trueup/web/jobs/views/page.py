"""The list of job maps, and the page of one."""

from __future__ import annotations

from functools import partial
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from trueup.jobs.results import Roadmap, Scores, Segment, Segmentation, Shift, Shifts
from trueup.report.html.figure import Charts
from trueup.report.theme import config
from trueup.scorecard.panels import SEGMENT
from trueup.web.documents.sittings import own_books
from trueup.web.jobs import figures, queries
from trueup.web.jobs.parts import UNMET, Groups, is_unmet
from trueup.web.jobs.picture import picture
from trueup.web.jobs.queries import Seen
from trueup.web.kept.page import kept
from trueup.web.parties.access import ActorRequest, NotFound, require
from trueup.web.site.door import seated

LEADS = 5
"""What to work on first, in the open; the table has all."""


@require_safe
@seated
def index(request: ActorRequest) -> HttpResponse:
    """Every job map that the seat sees."""
    actor = require(request.actor)
    books = own_books(actor) if actor.is_at_least("editor") else []
    return render(request, "jobs/jobs.html", {"rows": queries.maps(actor), "books": books})


@require_safe
@seated
def show(request: ActorRequest, book: str, id: str) -> HttpResponse:
    """What customers try to get done, where it is hard for them, for whom, and what to work on first."""
    found = asked(request, book, id)
    mark = (found.computed_at, len(found.rows), found.going, found.response)
    return kept(request, partial(_made, request, found), mark)


@require_safe
@seated
def state(request: ActorRequest, book: str, id: str) -> HttpResponse:
    """How far the computation is, as a piece of the page that asks again until it ends."""
    found = asked(request, book, id)
    answer = render(request, "jobs/under-way.html", {"seen": found})
    if found.going is None:
        answer.headers["HX-Refresh"] = "true"
    return answer


def asked(request: ActorRequest, book: str, id: str) -> Seen:
    """The map with the survey, wave and key that the address names."""
    said = {name: request.GET.get(name, "") for name in ("survey", "wave", "by")}
    return queries.seen(request.actor, book, id, **said)


def _made(request: ActorRequest, found: Seen) -> HttpResponse:
    charts = Charts()
    told = _told(request, found, charts)
    asks = {each.id for each in found.place.surveys if found.place.asks(each)}
    context = {
        "seen": found,
        "place": found.place,
        "map": found.place.job_map,
        "limit": UNMET,
        "asks": asks,
        "kpis": {name: each.latest.name for name, each in found.place.standing.book.kpis.items()},
        "statements": _statements(found),
        "may_report": queries.may_report(found),
        **told,
    }
    return render(request, "jobs/job.html", {**context, "charts": charts.json(config()) if charts.drawn else None})


def _statements(found: Seen) -> dict[str, str]:
    """The outcomes of the map by id, in the reader's language."""
    every = (each.outcome for each in found.place.job_map.placed())
    return {each.id: found.words.get(each.statement, each.statement) for each in every}


def _told(request: ActorRequest, found: Seen, charts: Charts) -> dict[str, Any]:
    """Everything that rests on results."""
    groups = found.read(Groups, "scores")
    name = request.GET.get("group") or None
    scores = of_group(groups, name)
    return {
        "groups": groups.groups if groups else (),
        "group": name,
        "scores": scores,
        "unmet": [each for each in scores.scores if is_unmet(each)] if scores else [],
        "picture": picture(found.place.job_map, scores, found.words),
        "landscape": figures.landscape(scores, charts) if scores else None,
        "opportunities": figures.opportunities(scores, charts) if scores else None,
        **_ahead(found, name, charts),
        **_segments(found, charts),
    }


def of_group(groups: Groups | None, name: str | None) -> Scores | None:
    """The scores of one group; of everybody without a name. Raises NotFound for a group that is not there."""
    if groups is None:
        return None
    chosen = next((each for each in groups.groups if each.group == name), None)
    if chosen is None:
        raise NotFound(f"there is no group {name!r}")
    return chosen


def _ahead(found: Seen, name: str | None, charts: Charts) -> dict[str, Any]:
    """What to work on first, and what changed."""
    roadmap, shifts = found.read(Roadmap, "roadmap"), found.read(Shifts, "shifts")
    mine = [each for each in shifts.shifts if each.group == name] if shifts else []
    leads = roadmap.leads if roadmap else ()
    return {
        "roadmap": roadmap,
        "leads": leads[:LEADS],
        "more_leads": leads[LEADS:],
        "shifts": shifts,
        "moved": [each for each in mine if each.notable],
        "arrows": figures.arrows(shifts, mine, charts) if shifts else None,
        "outlook": figures.outlook(shifts.outlook, charts) if shifts and name is None else None,
        "becoming": [each for each in shifts.outlook if each.becoming] if shifts else [],
        "customers": [each for each in shifts.customers if each.difference][:12] if shifts else [],
    }


def _segments(found: Seen, charts: Charts) -> dict[str, Any]:
    kept_ = found.kept("segments", "")
    result = found.read(Segmentation, "segments", "")
    shifts = found.read(Shifts, "shifts", SEGMENT)
    every = result.segments if result else ()
    return {
        "segments": result,
        "segments_kept": kept_,
        "needs": [(each, figures.needs(each, charts), _shifted(shifts, each)) for each in every],
        "segment_shifts": shifts,
    }


def _shifted(shifts: Shifts | None, segment: Segment) -> list[Shift]:
    """What shifted notably for a segment since the wave before."""
    mine = f"{SEGMENT}={segment.id}"
    return [each for each in shifts.shifts if each.group == mine and each.notable] if shifts else []
