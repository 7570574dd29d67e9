"""The list of agreements whose fee follows value, a statement, and drawing one up."""

from __future__ import annotations

from functools import partial

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from trueup.report.html.figure import Charts
from trueup.report.theme import config
from trueup.web.kept.page import kept
from trueup.web.parties.access import ActorRequest
from trueup.web.site.door import seated
from trueup.web.statements import figures, queries
from trueup.web.statements.actions import draw_up as drawn_up
from trueup.web.statements.checking import recount


@require_safe
@seated
def index(request: ActorRequest) -> HttpResponse:
    """Every agreement with terms of a fee that the seat sees: what is ready, due and held."""
    return kept(request, partial(_listed, request), on=(queries.RECKONED,))


def _listed(request: ActorRequest) -> HttpResponse:
    return render(request, "statements/statements.html", {"rows": queries.rows(request.actor)})


@require_safe
@seated
def show(request: ActorRequest, book: str, id: str) -> HttpResponse:
    """A statement: the arithmetic of every clause, the fee function with its value, what is held, the signatures."""
    return kept(request, partial(_made, request, book, id), on=(queries.RECKONED,))


def _made(request: ActorRequest, book: str, id: str) -> HttpResponse:
    found, charts = queries.stated(request.actor, book, id), Charts()
    picture = figures.fee_function(found.settled, found.curve, charts) if found.curve else None
    context = {
        "found": found,
        "settled": found.settled,
        "book": book,
        "picture": picture,
        "charts": charts.json(config()) if charts.drawn else None,
    }
    return render(request, "statements/statement.html", context)


@require_POST
@seated
def draw_up(request: ActorRequest, book: str, id: str) -> HttpResponse:
    """Draw up the statement of a period, and show it."""
    correct = request.POST.get("correct") == "yes"
    version = drawn_up(request.actor, book, id, request.POST.get("period", ""), correct=correct)
    messages.success(request, _("The statement is drawn up and waits for the signatures of both sides."))
    return redirect("statement", book, version.doc_id)


@require_POST
@seated
def check(request: ActorRequest, book: str, id: str) -> HttpResponse:
    """Recompute a statement, and say what came of it."""
    found = recount(request.actor, book, id)
    if found.equal:
        messages.success(request, _("Recomputed from the moment that it names: every figure is the same."))
    else:
        told = "; ".join(f"{each.path}: {each.stated} / {each.recomputed}" for each in found.differences[:5])
        messages.error(request, _("The recomputation differs: %(where)s") % {"where": told})
    return redirect("statement", book, id)
