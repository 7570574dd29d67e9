"""What the party that asks does on the pages of a survey."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST

from trueup.vocabulary import TrueupError
from trueup.web.parties.access import ActorRequest, NotFound, Refused
from trueup.web.site.door import seated
from trueup.web.site.export import Table, download
from trueup.web.surveys.access import Asking, asking
from trueup.web.surveys.actions import settle
from trueup.web.surveys.actions.fielding import times_of
from trueup.web.surveys.actions.invite import Invited, hand_out
from trueup.web.surveys.actions.invite import invite as ask
from trueup.web.surveys.forms import InviteForm, LinksForm

LINKS = ("name", "email", "customer", "language", "link", "not_asked", "may_be_asked_from")


@require_http_methods(["GET", "HEAD", "POST"])
@seated
def invite(request: ActorRequest, book: str, id: str, wave: str) -> HttpResponse:
    """Ask the people of a list: by letter, or with a file of links in return."""
    place = _place(request, book, id, wave)
    form = InviteForm(place.survey, request.POST or None, request.FILES or None)
    error: TrueupError | None = None
    if request.method == "POST" and form.is_valid():
        try:
            by = form.cleaned_data["by"]
            found = ask(request.actor, book, id, wave, form.sheets, by)
            return _links(place, wave, found) if by == "links" and found.asked else _asked(request, place, wave, found)
        except (NotFound, Refused):
            raise
        except TrueupError as wrong:
            error = wrong
    return _shown(request, "invite", place, wave, form, error)


@require_http_methods(["GET", "HEAD", "POST"])
@seated
def links(request: ActorRequest, book: str, id: str, wave: str) -> HttpResponse:
    """Links without names, as a file: shown this once."""
    place = _place(request, book, id, wave)
    form = LinksForm(place.survey, request.POST or None)
    error: TrueupError | None = None
    if request.method == "POST" and form.is_valid():
        try:
            said = form.cleaned_data
            found = hand_out(request.actor, book, id, wave, said["count"], language=said["language"],
                             customer=said["customer"])  # fmt: skip
            return _links(place, wave, found)
        except (NotFound, Refused):
            raise
        except TrueupError as wrong:
            error = wrong
    return _shown(request, "links", place, wave, form, error)


def _place(request: ActorRequest, book: str, id: str, wave: str) -> Asking:
    place = asking(request.actor, book, id, role="editor", scope="write")
    times_of(place, wave)
    return place


def _shown(
    request: ActorRequest, name: str, place: Asking, wave: str, form: Any, error: TrueupError | None
) -> HttpResponse:
    told = {"place": place, "wave": wave, "form": form, "error": error}
    return render(request, f"surveys/{name}.html", told, status=422 if error or form.errors else 200)


def _asked(request: ActorRequest, place: Asking, wave: str, found: Invited) -> HttpResponse:
    """What became of the list. Sent again, nobody is asked twice: the page needs no redirect."""
    return render(request, "surveys/invited.html", {"place": place, "wave": wave, "found": found})


def _links(place: Asking, wave: str, found: Invited) -> HttpResponse:
    rows: list[tuple[object, ...]] = [
        (each.person.name or each.person.person, each.person.email, each.person.customer, each.person.language,
         each.link, None, None)
        for each in found.asked
    ]  # fmt: skip
    rows += [
        (each.person.name or each.person.person, each.person.email, each.person.customer, each.person.language, None,
         each.why, each.free_on)
        for each in found.held
    ]  # fmt: skip
    return download(f"{place.id}-{wave}-links", Table(LINKS, rows), "csv")


@require_POST
@seated
def links_anew(request: ActorRequest, book: str, id: str, wave: str) -> HttpResponse:
    """New links for those who were given one and have not finished."""
    found = settle.links_anew(request.actor, book, id, wave)
    return _links(asking(request.actor, book, id), wave, found)


@require_POST
@seated
def remind(request: ActorRequest, book: str, id: str, wave: str) -> HttpResponse:
    """A letter now to everybody who has not finished."""
    n = settle.remind(request.actor, book, id, wave)
    told = ngettext("%(n)d reminder is on its way", "%(n)d reminders are on their way", n) % {"n": n}
    messages.success(request, told)
    return redirect("survey", book=book, id=id)


@require_POST
@seated
def close(request: ActorRequest, book: str, id: str, wave: str) -> HttpResponse:
    """Close a wave before its day."""
    settle.close(request.actor, book, id, wave)
    messages.success(request, _("The wave is closed. What was answered in part is on its way into the facts."))
    return redirect("survey", book=book, id=id)


@require_POST
@seated
def revoke(request: ActorRequest, book: str, id: str, invitation: int) -> HttpResponse:
    """Take an invitation back."""
    row = settle.revoke(request.actor, book, id, invitation)
    messages.success(request, _("The invitation is taken back: its links lead nowhere."))
    return redirect("survey-people", book=book, id=id, wave=row.fielding.wave)


@require_POST
@seated
def erase(request: ActorRequest, book: str, id: str, invitation: int) -> HttpResponse:
    """Forget whom an invitation was for."""
    wave = settle.erase(request.actor, book, id, invitation)
    messages.success(request, _("Address and name are deleted."))
    return redirect("survey-people", book=book, id=id, wave=wave)
