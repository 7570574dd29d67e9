"""Errors as pages: what is wrong, where, and what to do next."""

from __future__ import annotations

from collections.abc import Callable

from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from trueup.vocabulary import DocumentError, TrueupError
from trueup.web.parties.access import NotFound, Refused


class ErrorPages:
    """Turns the errors of Trueup that a view lets through into pages. The API turns its own."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        """None for what is not ours: Django's own handling follows."""
        if not isinstance(error, TrueupError) or request.path.startswith("/api/"):
            return None
        return error_page(request, error)


def error_page(request: HttpRequest, error: TrueupError) -> HttpResponse:
    """The page for an error; for a request by HTMX, the same as a fragment. Nobody is asked to sign in first."""
    if isinstance(error, NotFound):
        return missing(request) if request.user.is_authenticated else redirect_to_login(request.get_full_path())
    status = 403 if isinstance(error, Refused) else 422
    title = _("Not with your role") if isinstance(error, Refused) else _("That did not work")
    issues = error.issues if isinstance(error, DocumentError) else ()
    return _shown(request, status, {"title": title, "error": error, "issues": issues})


def missing(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """404: there is nothing here, or nothing for this reader; both look the same."""
    return _shown(request, 404, {"title": _("There is nothing here"), "missing": True})


def refused(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """403 from Django itself: a form that has expired or was sent from elsewhere."""
    return _shown(request, 403, {"title": _("This form has expired"), "stale": True})


def malformed(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """400: a request that no page of ours sends."""
    return _shown(request, 400, {"title": _("That request cannot be read"), "malformed": True})


def stale_form(request: HttpRequest, reason: str = "") -> HttpResponse:
    """403 of the guard against forged forms (CSRF_FAILURE_VIEW)."""
    return refused(request)


def broken(request: HttpRequest) -> HttpResponse:
    """500: a mistake of ours. Says nothing of its inside; that is in the server's log."""
    return render(request, "site/broken.html", status=500)


def _shown(request: HttpRequest, status: int, context: dict[str, object]) -> HttpResponse:
    fragment = request.headers.get("HX-Request") == "true" and not request.headers.get("HX-Boosted")
    template = "site/error-fragment.html" if fragment else "site/error.html"
    return render(request, template, context, status=status)
