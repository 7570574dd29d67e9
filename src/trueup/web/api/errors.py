"""Which error is which answer. No error leaves the API as anything but a problem."""

from __future__ import annotations

import errno
import logging
import math
from typing import Any

from django.core.exceptions import BadRequest, RequestDataTooBig, SuspiciousOperation
from django.db import InterfaceError, OperationalError
from django.http import Http404, HttpRequest, HttpResponse
from django.http.multipartparser import MultiPartParserError
from ninja import NinjaAPI
from ninja.errors import HttpError, Throttled, ValidationError

from trueup.vocabulary import EngineError, IdempotencyConflict, TrueupError
from trueup.web.api.problems import problem, problem_of
from trueup.web.documents.errors import Conflict
from trueup.web.issues import ProblemIssue, pointer
from trueup.web.parties.access import NotFound, Refused

log = logging.getLogger("trueup.api")


class Unauthenticated(TrueupError):
    """Neither a valid token nor a session came with the request."""


class UnsupportedMediaType(TrueupError):
    """The body is of a type that is not read here."""


STATUS: dict[type[TrueupError], int] = {
    Unauthenticated: 401,
    Refused: 403,
    NotFound: 404,
    Conflict: 409,
    UnsupportedMediaType: 415,
    IdempotencyConflict: 422,
    EngineError: 503,
    TrueupError: 422,
}


def status_of(error: TrueupError) -> int:
    """The status code of an error: that of the nearest class in `STATUS`."""
    return next(STATUS[kind] for kind in type(error).__mro__ if kind in STATUS)


def register(api: NinjaAPI) -> None:
    """Turn every exception of the API's operations into a problem."""
    api.add_exception_handler(TrueupError, _ours)
    api.add_exception_handler(ValidationError, _validation)
    api.add_exception_handler(HttpError, _http)
    api.add_exception_handler(Http404, _missing)
    api.add_exception_handler(RequestDataTooBig, _too_big)
    api.add_exception_handler(SuspiciousOperation, _malformed)
    api.add_exception_handler(BadRequest, _malformed)
    api.add_exception_handler(MultiPartParserError, _malformed)
    api.add_exception_handler(OperationalError, away)
    api.add_exception_handler(InterfaceError, away)
    api.add_exception_handler(OSError, _system)
    api.add_exception_handler(Exception, _broken)


def _ours(request: HttpRequest, error: Any) -> HttpResponse:
    response = problem_of(request, status_of(error), error)
    if response.status_code == 401:
        response["WWW-Authenticate"] = 'Bearer realm="trueup"'
    return response


def _validation(request: HttpRequest, error: Any) -> HttpResponse:
    issues = [_issue(each) for each in error.errors]
    count = len(issues)
    detail = f"{count} thing{'s are' if count != 1 else ' is'} wrong with the request"
    return problem(request, 422, detail, issues=issues)


def _issue(error: dict[str, Any]) -> ProblemIssue:
    source, *place = error["loc"]
    if source == "body":  # its first step is the name of a function's argument: nobody outside knows it
        return ProblemIssue(message=error["msg"], pointer=pointer(place[1:]))
    return ProblemIssue(message=error["msg"], parameter=str(place[-1]) if place else source)


def _http(request: HttpRequest, error: Any) -> HttpResponse:
    if isinstance(error.__cause__, TrueupError):  # the library wraps what the parser says
        return _ours(request, error.__cause__)
    if isinstance(error, Throttled):
        return _throttled(request, error)
    if error.status_code == 401:
        return _ours(request, Unauthenticated("no valid token came with the request", do="send Authorization: Bearer"))
    detail = f"{error}: {error.__cause__}" if isinstance(error.__cause__, ValueError) else str(error)
    return problem(request, error.status_code, detail)


def _throttled(request: HttpRequest, error: Throttled) -> HttpResponse:
    seconds = max(1, math.ceil(error.wait or 1))
    response = problem(request, 429, "too many requests", do=f"wait {seconds} s")
    response["Retry-After"] = str(seconds)
    return response


def _missing(request: HttpRequest, error: Any) -> HttpResponse:
    return problem(request, 404, "there is no such thing")


def _too_big(request: HttpRequest, error: Any) -> HttpResponse:
    return problem(request, 413, "the body is too large", do="send it in several parts")


def _malformed(request: HttpRequest, error: Any) -> HttpResponse:
    return problem(request, 400, "the request cannot be read")


def away(request: HttpRequest, error: Any) -> HttpResponse:
    """The database is away or too busy: nothing was done."""
    log.error("the database did not answer", exc_info=error)
    response = problem(request, 503, "the database does not answer", do="try again in a moment")
    response["Retry-After"] = "5"
    return response


def _system(request: HttpRequest, error: Any) -> HttpResponse:
    if error.errno in (errno.ENOSPC, errno.EDQUOT):
        log.error("no space left", exc_info=error)
        return problem(request, 507, "the server has no space left", do="tell whoever runs the server")
    return _broken(request, error)


def _broken(request: HttpRequest, error: Any) -> HttpResponse:
    """What went wrong stays in the log of the server: it may tell of others."""
    log.error("%s %s failed", request.method, request.path, exc_info=error)
    return problem(request, 500, "the server failed", do="try again; if it stays, tell whoever runs the server")
