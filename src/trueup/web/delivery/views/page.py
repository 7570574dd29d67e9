"""The list of plans, and the page of one."""

from __future__ import annotations

from functools import partial
from typing import Any
from urllib.parse import quote

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from trueup.report.html.figure import Charts
from trueup.report.theme import config
from trueup.vocabulary import Grade
from trueup.web.delivery import queries
from trueup.web.delivery.asked import asked_grade
from trueup.web.delivery.cards import cards, clocks
from trueup.web.delivery.contained import contained
from trueup.web.delivery.figures import Figures
from trueup.web.delivery.frontiers import ASKED, latest
from trueup.web.delivery.queries import Seen
from trueup.web.delivery.why import chain_to
from trueup.web.documents.sittings import own_books
from trueup.web.kept.page import kept
from trueup.web.parties.access import ActorRequest, require
from trueup.web.site.door import seated


@require_safe
@seated
def index(request: ActorRequest) -> HttpResponse:
    """Every plan in which the seat has a part."""
    return kept(request, partial(_index, request))


def _index(request: ActorRequest) -> HttpResponse:
    actor, grade = require(request.actor), asked_grade(request)
    context = {
        "rows": queries.plans(actor, grade),
        "grade": grade,
        "grades": [each.name for each in Grade],
        "books": own_books(actor) if actor.is_at_least("editor") else [],
    }
    return render(request, "delivery/plans.html", context)


@require_safe
@seated
def show(request: ActorRequest, book: str, id: str) -> HttpResponse:
    """Verdicts, timeline, futures, earned value, quality and containment of one plan."""
    return kept(request, partial(_show, request, book, id), on=(ASKED,), book=book, plan=id)


def _show(request: ActorRequest, book: str, id: str) -> HttpResponse:
    found = queries.plan(request.actor, book, id, asked_grade(request))
    context: dict[str, Any] = {
        "seen": found,
        "book": found.book,
        "id": found.id,
        "grade": found.grade,
        "grades": [each.name for each in Grade],
        "here": "plan",
        "contained": contained(found),
        "run": latest(found.place.book, id),
    }
    return render(request, "delivery/plan.html", context | (_told(request, found) if found.result else {}))


def _told(request: ActorRequest, found: Seen) -> dict[str, Any]:
    """Everything that rests on a result."""
    assert found.result is not None
    figures, run, why = Figures(found, Charts()), latest(found.place.book, found.id), request.GET.get("why", "")
    whole = request.GET.get("show") == "all"
    frontier = run.frontier if run else None
    grade = "" if found.grade == "reported" else f"grade={found.grade}&"
    pictures = {
        "timeline": figures.timeline(whole=whole, link=f"{quote(found.address)}?{grade}why="),
        "finish": figures.finish(),
        "cost": figures.cost(),
        "slip": figures.slip(),
        "criticality": figures.criticality(),
        "curve": figures.curve(),
        "ways": figures.frontier(frontier) if frontier else None,
    }
    return {
        **pictures,
        "result": found.result,
        "whole": whole,
        "cards": cards(found),
        "clocks": clocks(found),
        "chain": chain_to(found, why) if why else None,
        "frontier": frontier,
        "charts": figures.charts.json(config()),
    }
