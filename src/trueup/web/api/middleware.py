"""The frame around the API: errors that arise outside of its operations are problems too."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

from trueup.web.api.level import LEVEL
from trueup.web.api.problems import KINDS, MEDIA_TYPE, problem
from trueup.web.sources.files import LARGEST

ROOT = "/api/"
MORE = 2**20
"""What a form has beside its file. JSON has a smaller limit of its own (DATA_UPLOAD_MAX_MEMORY_SIZE)."""


class ApiMiddleware:
    """Gives every answer under /api/ its level and freshness, and every error without a problem one."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if not request.path_info.startswith(ROOT):
            return self.get_response(request)
        return _framed(self._answer(request))

    def _answer(self, request: HttpRequest) -> HttpResponse:
        if "\x00" in request.path_info:  # no name has one, and databases differ about it
            return problem(request, 404, "there is no such address")
        if "%00" in request.META.get("QUERY_STRING", ""):
            return problem(request, 400, "the query holds a NUL character")
        if _length(request) > LARGEST + MORE:
            return problem(request, 413, "the body is too large", do="send it in several parts")
        return _as_problem(request, self.get_response(request))


def _length(request: HttpRequest) -> int:
    stated = request.META.get("CONTENT_LENGTH") or "0"
    return int(stated) if stated.isascii() and stated.isdigit() else 0


def _as_problem(request: HttpRequest, response: HttpResponse) -> HttpResponse:
    if response.status_code < 400 or response.get("Content-Type") == MEDIA_TYPE:
        return response
    found = problem(request, response.status_code, KINDS.get(response.status_code, KINDS[400])[1].lower())
    for name in ("Allow", "Retry-After", "WWW-Authenticate"):
        if name in response:
            found[name] = response[name]
    return found


def _framed(response: HttpResponse) -> HttpResponse:
    response["Trueup-Api-Level"] = str(LEVEL)
    response.setdefault("Cache-Control", "private, no-cache")
    return response
