"""Making a survey of a job map in one step."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from trueup.vocabulary import InputError, TrueupError
from trueup.web.assessments.state import today
from trueup.web.documents.access import book_place
from trueup.web.jobs.access import JobPlace, job_place
from trueup.web.jobs.actions.build import make
from trueup.web.jobs.actions.report import report as report_wave
from trueup.web.jobs.forms import BuildForm
from trueup.web.parties.access import ActorRequest, NotFound, Refused
from trueup.web.site.door import seated


@require_http_methods(["GET", "HEAD", "POST"])
@seated
def build(request: ActorRequest, book: str, id: str) -> HttpResponse:
    """The form, and the draft that it makes."""
    place = job_place(request.actor, book, id)
    book_place(request.actor, book, "book.edit")
    form, error = _form(request, place), None
    if request.method == "POST" and form.is_valid():
        try:
            survey = make(request.actor, book, id, form.wanted())
            messages.success(request, _("The survey is drafted. Read it, propose it, and have it signed."))
            return redirect(f"/books/{book}/documents/survey/{survey.id}/edit")
        except (NotFound, Refused):
            raise
        except TrueupError as wrong:
            error = wrong
    told = {"place": place, "map": place.job_map, "form": form, "error": error}
    return render(request, "jobs/build.html", told, status=422 if error or form.errors else 200)


def _form(request: ActorRequest, place: JobPlace) -> BuildForm:
    documents = place.standing.book
    parties = {party.id: party.name for party in documents.parties.values()}
    day = today(documents.definition.time_zone, timezone.now())
    return BuildForm(place.job_map, parties, day, request.POST or None)


@require_POST
@seated
def report(request: ActorRequest, book: str, id: str) -> HttpResponse:
    """Report what a wave that is over says of the KPIs that are bound to it."""
    job_place(request.actor, book, id)
    survey, wave = request.POST.get("survey", ""), request.POST.get("wave", "")
    try:
        rows, _landed = report_wave(request.actor, book, survey, wave)
        messages.success(request, _("%(n)d figures of the panel are reported.") % {"n": len(rows)})
    except InputError as wrong:
        messages.error(request, f"{wrong.what}. {wrong.do or ''}")
    return redirect(f"/jobs/{book}/{id}?survey={survey}&wave={wave}")
