"""The form at /a/TOKEN: plain pages without account, cookie or script; whoever has the link answers.

There is no session, so nothing that a forged request could ride on: what a form may do, its address says. A browser
that tells that a form was sent from another site is refused nevertheless.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils import translation
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_safe

from trueup.report.language import Language, speaking
from trueup.web.parties.access import NotFound
from trueup.web.surveys.answering import guesses, keep
from trueup.web.surveys.answering.reading import Page, read
from trueup.web.surveys.paper import words
from trueup.web.surveys.visits import Visit, visit

HEADERS = {
    "Referrer-Policy": "no-referrer",
    "X-Robots-Tag": "noindex, nofollow, noarchive",
    "Cache-Control": "no-store, private",
}
STATUS = {"early": 200, "done": 200, "closed": 410}
View = Callable[..., HttpResponse]


def _by_token(view: View) -> View:
    """A page for who has a token. Others get what a wrong address gets, and after many of them are told to wait."""

    @csrf_exempt
    @wraps(view)
    def page(request: HttpRequest, token: str, **kwargs: Any) -> HttpResponse:
        answer = _answered(view, request, token, **kwargs)
        for name, value in HEADERS.items():
            answer[name] = value
        return answer

    return page


def _answered(view: View, request: HttpRequest, token: str, **kwargs: Any) -> HttpResponse:
    if guesses.too_many(request):
        answer = render(request, "surveys/answer/wait.html", status=429)
        answer["Retry-After"] = str(guesses.SECONDS)
        return answer
    if request.method == "POST" and request.headers.get("Sec-Fetch-Site") in ("cross-site", "same-site"):
        return render(request, "surveys/answer/missing.html", status=403)
    try:
        found = visit(token)
    except NotFound:
        guesses.note(request)
        return render(request, "surveys/answer/missing.html", status=404)
    with translation.override(found.speaks), speaking(Language(found.speaks, translation.gettext)):
        try:
            return view(request, token, found, **kwargs)
        except keep.Over:
            return _to(token)


@require_http_methods(["GET", "HEAD", "POST"])
@_by_token
def door(request: HttpRequest, token: str, found: Visit) -> HttpResponse:
    """Where a link leads: the beginning, or where somebody stopped."""
    if found.standing != "open":
        return _stands(request, token, found)
    if request.method == "HEAD":  # a mail scanner that only looks opens nothing
        return HttpResponse()
    found = found if found.sheet else keep.begin(found)
    if request.method == "POST":
        keep.speak(found, request.POST.get("language", ""))
        return _to(token)
    if found.sheet is not None and found.sheet.started_at is not None:
        return _to(token, min(found.next_page, len(found.paper.pages)))
    return _shown(request, "welcome", token, found, opening=found.paper.opening(found.language))


@require_http_methods(["GET", "HEAD", "POST"])
@_by_token
def page(request: HttpRequest, token: str, found: Visit, number: int) -> HttpResponse:
    """One page of the form: shown as it was left, kept when it is sent."""
    if found.standing != "open" or found.sheet is None:
        return _to(token)
    last = len(found.paper.pages)
    if not 1 <= number <= min(found.next_page, last):
        return _to(token, min(found.next_page, last))
    if request.method == "POST":
        return _sent(request, token, found, number)
    keep.show(found, number)
    return _asked(request, token, found, number)


def _sent(request: HttpRequest, token: str, found: Visit, number: int) -> HttpResponse:
    """On, back, in another language, or kept meanwhile by the script: by the button that sent the page."""
    given = read(request.POST.dict(), found.paper.pages[number - 1], found.survey.scale)
    if given.errors and "draft" not in request.POST:
        return _asked(request, token, found, number, given)
    if request.POST.keys() & {"draft", "language", "back"}:
        return _meanwhile(request, token, found, number, given)
    found.invitation.sheet = keep.save(found, number, given, whole=True)
    if number < len(found.paper.pages):
        return _to(token, number + 1)
    if found.next_page <= number:
        return _to(token, found.next_page)
    keep.finish(found)
    return _to(token, "thanks")


def _meanwhile(request: HttpRequest, token: str, found: Visit, number: int, given: Page) -> HttpResponse:
    """Keep what was ticked on a page that is not sent yet, and go where the button says."""
    keep.save(found, number, given, whole=False)
    if "draft" in request.POST:
        return HttpResponse(status=204)
    keep.speak(found, request.POST.get("language", ""))
    return _to(token, max(1, number - 1) if "back" in request.POST else number)


def _asked(request: HttpRequest, token: str, found: Visit, number: int, given: Page | None = None) -> HttpResponse:
    assert found.sheet is not None
    answers = found.sheet.answers | (dict(given.answers) if given else {})
    errors = given.errors if given else {}
    importance, satisfaction = found.paper.points(found.language)
    told = {
        "sections": found.paper.sections(number, found.language, answers, errors),
        "errors": errors,
        "importance": importance,
        "satisfaction": satisfaction,
        "number": number,
        "pages": len(found.paper.pages),
        "done": number - 1,
    }
    return _shown(request, "page", token, found, status=422 if errors else 200, **told)


@require_safe
@_by_token
def thanks(request: HttpRequest, token: str, found: Visit) -> HttpResponse:
    """After the last page."""
    if found.standing == "open":
        return _to(token)
    return _shown(request, "thanks", token, found) if found.standing == "done" else _stands(request, token, found)


@require_http_methods(["GET", "HEAD", "POST"])
@_by_token
def no_more(request: HttpRequest, token: str, found: Visit) -> HttpResponse:
    """Be left alone from now on: by the page, or by one click in the mail program (RFC 8058)."""
    if request.method == "POST":
        keep.decline(found)
    declined = request.method == "POST" or found.invitation.declined_at is not None
    return _shown(request, "no-more", token, found, declined=declined)


def _stands(request: HttpRequest, token: str, found: Visit) -> HttpResponse:
    """Too early, answered already, or closed."""
    return _shown(request, "stands", token, found, status=STATUS[found.standing])


def _shown(
    request: HttpRequest, name: str, token: str, found: Visit, *, status: int = 200, **more: Any
) -> HttpResponse:
    told = {"visit": found, "token": token, "words": words(found.language), **more}
    answer = render(request, f"surveys/answer/{name}.html", told, status=status)
    answer["Content-Language"] = found.speaks
    return answer


def _to(token: str, where: int | str = "") -> HttpResponse:
    """See other: sent again by a reload, nothing happens twice."""
    return HttpResponseRedirect(f"/a/{token}/{where}" if where else f"/a/{token}", status=303)
