"""Asking for the frontier of a plan, and how far it is."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from trueup.vocabulary import InputError
from trueup.web.delivery.actions.asking import ask as asking
from trueup.web.delivery.frontiers import latest
from trueup.web.documents.access import plan_place
from trueup.web.parties.access import ActorRequest
from trueup.web.site.door import seated


@require_POST
@seated
def ask(request: ActorRequest, book: str, id: str) -> HttpResponse:
    """Have it computed; the page shows how far it is."""
    try:
        asking(request.actor, book, id)
        messages.info(request, _("The ways to contain the slip are being computed. This page shows how far it is."))
    except InputError as wrong:
        messages.error(request, f"{wrong.what}. {wrong.do or ''}")
    return redirect(f"/plans/{book}/{id}#ways")


@require_safe
@seated
def state(request: ActorRequest, book: str, id: str) -> HttpResponse:
    """How far it is, as a piece of the page that asks again until it ends."""
    place = plan_place(request.actor, book, id)
    run = latest(place.book, id)
    answer = render(request, "delivery/under-way.html", {"run": run, "book": book, "id": id})
    if run is None or not run.under_way:
        answer.headers["HX-Refresh"] = "true"
    return answer
