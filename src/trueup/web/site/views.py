"""What belongs to no noun: how pages look, in which language, and how Trueup knows what it says."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST, require_safe

from trueup.report.signs import STATUSES, VERDICTS
from trueup.web.site.context import THEME, THEMES

YEAR = 365 * 24 * 3600


@require_safe
def alive(request: HttpRequest) -> HttpResponse:
    """That the server answers, for whoever watches over it; what benchmarks hold pages against."""
    return HttpResponse("alive\n", content_type="text/plain")


@require_POST
def look(request: HttpRequest) -> HttpResponse:
    """Remember the language or the theme in a cookie, and go back to the page it was chosen on."""
    answer = HttpResponseRedirect(_back(request))
    if request.POST.get("theme") in THEMES:
        answer.set_cookie(THEME, request.POST["theme"], max_age=YEAR, samesite="Lax", secure=request.is_secure())
    if request.POST.get("language") in dict(settings.LANGUAGES):
        name = settings.LANGUAGE_COOKIE_NAME
        answer.set_cookie(name, request.POST["language"], max_age=YEAR, samesite="Lax", secure=request.is_secure())
    return answer


def _back(request: HttpRequest) -> str:
    """Only to this server: the address came with the form."""
    address = request.POST.get("next", "/")
    inside = url_has_allowed_host_and_scheme(address, {request.get_host()}, require_https=request.is_secure())
    return address if inside and address.startswith("/") else "/"


@require_safe
def how_do_you_know(request: HttpRequest) -> HttpResponse:
    """What the signs, grades and figures mean, and what they follow from."""
    return render(request, "site/know.html", {"verdicts": list(VERDICTS), "statuses": list(STATUSES)})
