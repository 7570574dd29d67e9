"""What went wrong, as RFC 9457 asks: `application/problem+json`, with what, where and what to do."""

from __future__ import annotations

import json
from collections.abc import Iterable

from django.http import HttpRequest, HttpResponse
from ninja import Schema
from pydantic import Field

from trueup.vocabulary import DocumentError, FactError, Refusal, TrueupError
from trueup.web.issues import ProblemIssue, document_issue

MEDIA_TYPE = "application/problem+json"
TYPE = "/api/v1/docs#problem-"
"""Each kind of problem is described on the page of the API itself."""

KINDS: dict[int, tuple[str, str]] = {
    400: ("malformed", "The request cannot be read"),
    401: ("unauthenticated", "Nobody is known to ask"),
    403: ("refused", "This member or token may not do this"),
    404: ("not-found", "There is no such thing, or it is not yours to see"),
    405: ("method", "This address does not take this method"),
    409: ("conflict", "It contradicts what is already there"),
    413: ("too-large", "The body is too large"),
    415: ("media-type", "The body is of a type that is not read here"),
    422: ("invalid", "The request can be read and is wrong"),
    429: ("too-many", "Too many requests"),
    500: ("broken", "The server failed"),
    503: ("unavailable", "Something that the server needs is away"),
    507: ("full", "The server has no space left"),
}


class Problem(Schema):
    """The answer to a request that was not done (RFC 9457). Nothing of it was."""

    type: str = Field(description="a page about problems of this kind")
    title: str = Field(description="the kind in words")
    status: int = Field(description="the status code again")
    detail: str = Field(description="what is wrong")
    instance: str = Field(description="the path that was asked for")
    where: str | None = Field(default=None, description="where it is wrong")
    do: str | None = Field(default=None, description="what to do about it")
    issues: list[ProblemIssue] | None = Field(default=None, description="everything that is wrong, each at its place")


def problem(
    request: HttpRequest,
    status: int,
    detail: str,
    *,
    where: str | None = None,
    do: str | None = None,
    issues: Iterable[ProblemIssue] = (),
) -> HttpResponse:
    """The response that says so."""
    slug, title = KINDS.get(status, KINDS[400 if status < 500 else 500])
    body = Problem(
        type=TYPE + slug,
        title=title,
        status=status,
        detail=detail,
        instance=request.path,
        where=where,
        do=do,
        issues=list(issues) or None,
    )
    return HttpResponse(json.dumps(body.model_dump(exclude_none=True)), status=status, content_type=MEDIA_TYPE)


def problem_of(request: HttpRequest, status: int, error: TrueupError) -> HttpResponse:
    """The response for an error of ours: what, where and do are in it already."""
    detail = error.what.splitlines()[0].rstrip(":") if error.what else str(error)
    return problem(request, status, detail, where=error.where, do=error.do, issues=_issues(error))


def _issues(error: TrueupError) -> list[ProblemIssue]:
    if isinstance(error, DocumentError):
        return [document_issue(issue) for issue in error.issues]
    if isinstance(error, FactError):
        return [_of_row(refusal) for refusal in error.refusals]
    return []


def _of_row(refusal: Refusal) -> ProblemIssue:
    return ProblemIssue(
        message=refusal.reason,
        line=str(refusal.line),
        column=refusal.column,
        value=refusal.value and refusal.value[:200],
    )
