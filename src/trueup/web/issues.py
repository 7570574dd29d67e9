"""How the API says what is wrong with a request or a document: each issue at its place."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any

from ninja import Schema
from pydantic import Field

from trueup.vocabulary import Issue


class ProblemIssue(Schema):
    """One of the things that are wrong."""

    message: str = Field(description="what is wrong")
    pointer: str | None = Field(
        default=None, description="where: a JSON Pointer into the body, or into the document in it"
    )
    parameter: str | None = Field(default=None, description="the parameter of the path, the query or the header")
    level: str | None = Field(default=None, description="error, soon (before anyone signs) or hint")
    line: str | None = Field(default=None, description="the line of the text, or the row of the batch")
    column: str | None = Field(default=None, description="the column of the row")
    value: str | None = Field(default=None, description="what was given")
    suggestion: str | None = Field(default=None, description="what may have been meant")
    code: str | None = Field(default=None, description="its name, where it has one (docs/reference/lint.md)")
    span: tuple[int, int] | None = Field(
        default=None, description="the characters of the text at the pointer: the first, from 0, and the one behind"
    )


def document_issue(issue: Issue) -> ProblemIssue:
    """An issue of a document, at its pointer and line."""
    return ProblemIssue(
        message=issue.message,
        pointer=pointer_of(issue.path) if issue.path else None,
        level=issue.level,
        line=str(issue.line) if issue.line else None,
        suggestion=issue.suggestion,
        code=issue.code,
        span=issue.span,
    )


def pointer_of(path: str) -> str:
    """A place in a document ("objectives[0].target") as a JSON Pointer ("/objectives/0/target", RFC 6901)."""
    return pointer(part for part in re.split(r"[.\[\]]+", path) if part)


def pointer(steps: Iterable[Any]) -> str:
    """A JSON Pointer to the place that the steps lead to."""
    return "".join("/" + str(step).replace("~", "~0").replace("/", "~1") for step in steps)
