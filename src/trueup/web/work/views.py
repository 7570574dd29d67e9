"""The page of the queue."""

from __future__ import annotations

from collections.abc import Callable
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from trueup.vocabulary import InputError
from trueup.web.parties.access import Actor, ActorRequest
from trueup.web.site.door import seated
from trueup.web.work import actions, queries


@require_safe
@seated
def work(request: ActorRequest) -> HttpResponse:
    """What runs, waits, failed and repeats. Asked by htmx, without the frame."""
    page = "work/lists.html" if request.headers.get("HX-Request") else "work/work.html"
    return render(request, page, {"work": queries.work(request.actor)})


@require_POST
@seated
def retry(request: ActorRequest, job: UUID) -> HttpResponse:
    """Try a job again."""
    return _done(request, actions.retry, job, _("It is tried again."))


@require_POST
@seated
def cancel(request: ActorRequest, job: UUID) -> HttpResponse:
    """Do not run a job."""
    return _done(request, actions.cancel, job, _("Cancelled."))


def _done(request: ActorRequest, act: Callable[[Actor | None, UUID], None], job: UUID, said: str) -> HttpResponse:
    try:
        act(request.actor, job)
    except InputError as wrong:
        messages.error(request, f"{wrong.what}. {wrong.do}")
    else:
        messages.success(request, said)
    return redirect("work")
