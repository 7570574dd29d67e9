"""The list of ladders, and the page of one."""

from __future__ import annotations

from functools import partial
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from trueup.report.html.figure import Charts
from trueup.report.theme import config
from trueup.web.documents.views.common import address_of
from trueup.web.horizons import figures, proposing, queries
from trueup.web.horizons.access import Relationship
from trueup.web.horizons.drawing import rungs
from trueup.web.horizons.queries import GOING, SCORED, Standing
from trueup.web.kept.page import kept
from trueup.web.parties.access import ActorRequest
from trueup.web.site.door import seated
from trueup.web.wins.access import reads


@require_safe
@seated
def index(request: ActorRequest) -> HttpResponse:
    """Every ladder that the seat sees, and agreements of which nobody keeps the horizons."""
    return kept(request, partial(_listed, request), on=(SCORED, GOING))


def _listed(request: ActorRequest) -> HttpResponse:
    every = queries.standings(request.actor)
    shown = [(each, rungs(each.ladder) if each.ladder else ()) for each in every]
    return render(request, "horizons/list.html", {"shown": shown, "unkept": queries.unkept(request.actor, every)})


@require_safe
@seated
def show(request: ActorRequest, book: str, id: str) -> HttpResponse:
    """The five levels with the gate, what each rests on, and how they came to stand so."""
    found = queries.seen(request.actor, book, id)
    return kept(request, partial(_made, request, found), on=(SCORED, GOING))


@require_safe
@seated
def state(request: ActorRequest, book: str, id: str) -> HttpResponse:
    """How far the scoring is, as a piece of the page that asks again until it ends."""
    found = queries.seen(request.actor, book, id)
    answer = render(request, "horizons/under-way.html", {"seen": found})
    if found.going is None:
        answer.headers["HX-Refresh"] = "true"
    return answer


def _made(request: ActorRequest, seen: Standing) -> HttpResponse:
    place, charts = seen.place, Charts()
    context = {
        "seen": seen,
        "place": place,
        "document": place.document,
        "names": place.names,
        "versions": address_of(place.slug, "stakeholders", place.id, "history"),
        "edit": address_of(place.slug, "stakeholders", place.id, "edit"),
        "wins": _wins(place),
        **_agreement(place),
        **_scored(seen, charts),
    }
    drawn = charts.json(config()) if charts.drawn else None
    return render(request, "horizons/show.html", {**context, "charts": drawn})


def _agreement(place: Relationship) -> dict[str, Any]:
    """The agreement that it is about, where the actor has a part in it."""
    name = place.document.agreement
    versions = place.documents.agreements.get(name or "")
    return {"agreement": name, "agreement_title": versions.latest.title} if versions else {"agreement": None}


def _wins(place: Relationship) -> str | None:
    """Where the sealed wins are that the actor may know of: its party's, or those whose named reader it is."""
    known = place.seals or reads(place.actor, place.book, place.id)
    return reverse("wins", args=(place.slug, place.id)) if known else None


def _scored(seen: Standing, charts: Charts) -> dict[str, Any]:
    ladder = seen.ladder
    if ladder is None:
        return {"ladder": None}
    asked = {criterion.id for _, criterion in seen.place.document.criteria() if not criterion.measured}
    return {
        "ladder": ladder,
        "rungs": rungs(ladder),
        "first": ladder.sentences[:1],
        "more": ladder.sentences[1:],
        "asked": asked,
        "proposed": proposing.proposals(seen.place) if proposing.wanting(seen.place) else None,
        "chart": figures.over_time(ladder, charts),
        "level_charts": figures.each_level(ladder, charts),
    }
