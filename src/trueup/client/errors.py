"""What a server answers when it does not do what it was asked.

RemoteError
├── AccessDenied     the token is none, or does not allow it (401, 403)
├── NotThere         there is no such thing, or it is not yours to see (404)
├── Contradiction    what you saw is no longer what is there (409)
├── NotAccepted      the request is wrong; carries every issue at its place (400, 413, 415, 422)
└── Unavailable      no answer in time, or a failure of the server (429, 5xx)
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from trueup.vocabulary import TrueupError


@dataclass(frozen=True, slots=True)
class RemoteIssue:
    """One thing that is wrong with a request: a JSON Pointer into the body or document, or a line and a column."""

    message: str
    pointer: str | None = None
    parameter: str | None = None
    level: str | None = None
    line: str | None = None
    column: str | None = None
    value: str | None = None
    suggestion: str | None = None
    code: str | None = None

    def __str__(self) -> str:
        place = self.pointer or self.parameter or ", ".join(each for each in (self.line, self.column) if each)
        hint = f" ({self.suggestion})" if self.suggestion else ""
        return f"{place + ': ' if place else ''}{self.message}{hint}"


class RemoteError(TrueupError):
    """A request that was not done. `status` is the HTTP status, None without an answer; `issues` say what is wrong."""

    def __init__(
        self,
        what: str,
        *,
        where: str | None = None,
        do: str | None = None,
        status: int | None = None,
        issues: Sequence[RemoteIssue] = (),
    ) -> None:
        self.status, self.issues = status, tuple(issues)
        listing = "".join(f"\n  {issue}" for issue in self.issues[:20])
        more = len(self.issues) - 20
        rest = f"\n  ... and {more} more" if more > 0 else ""
        super().__init__(what + listing + rest, where=where, do=do)


class AccessDenied(RemoteError):
    """The token is unknown, expired or revoked, or its member, role or scopes do not allow this."""


class NotThere(RemoteError):
    """There is no such thing, or it is not for this token: from outside both look the same."""


class Contradiction(RemoteError):
    """Somebody else was faster: read again what is there."""


class NotAccepted(RemoteError):
    """The request is wrong: `issues` has every mistake at its place."""


class Unavailable(RemoteError):
    """No answer, or a failure of the server. With the same key, the request may be sent again without harm."""


_KINDS: dict[int, type[RemoteError]] = {401: AccessDenied, 403: AccessDenied, 404: NotThere, 409: Contradiction}


def error_of(status: int, problem: Mapping[str, Any], where: str) -> RemoteError:
    """The error for a problem (RFC 9457) that a server answered with."""
    kind = _KINDS.get(status) or (NotAccepted if status < 500 and status != 429 else Unavailable)
    names = RemoteIssue.__dataclass_fields__
    issues = [
        RemoteIssue(**{name: value for name, value in each.items() if name in names})
        for each in problem.get("issues") or ()
    ]
    return kind(
        str(problem.get("detail") or f"the server answered {status}"),
        where=problem.get("where") or where,
        do=problem.get("do"),
        status=status,
        issues=issues,
    )
