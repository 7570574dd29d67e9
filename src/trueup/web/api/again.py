"""Answers given again while nothing that they rest on has changed, as pages are shown again (see `trueup.web.kept`).

An operation says by `AGAIN` that it rests on nothing but what every page rests on. `gives` goes around its
function: by then the member is known and the rate is kept. `keeps` goes around the operation: there its answer is text.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from inspect import unwrap
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils import timezone, translation
from ninja.operation import Operation

from trueup.web.given import AGAIN
from trueup.web.kept.page import PROCESS, STORE
from trueup.web.kept.rests import rests
from trueup.web.kept.store import key_of
from trueup.web.parties.access import require

View = Callable[..., Any]


def keeps(run: View) -> View:
    """Around an operation (its `run`): keep its answer under the key that `gives` has found for it."""
    operation: Operation = unwrap(run).__self__
    marked = AGAIN in (operation.openapi_extra or {})

    @wraps(run)
    def keeping(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        request.may_be_again = marked  # type: ignore[attr-defined]
        answer: HttpResponse = run(request, *args, **kwargs)
        key: str | None = getattr(request, "kept_as", None)
        if key is not None and answer.status_code == 200:
            STORE.put(key, (answer.headers["Content-Type"].encode(), answer.content))
        return answer

    return keeping


def gives(view: View) -> View:
    """Around the function of an operation: the answer that is kept, or the function and a key to keep its answer by."""

    @wraps(view)
    def giving(request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        if not getattr(request, "may_be_again", False):
            return view(request, *args, **kwargs)
        key = _key(request)
        kept = STORE.get(key)
        if kept is not None:
            return HttpResponse(kept[1], content_type=kept[0].decode())
        request.kept_as = key  # type: ignore[attr-defined]
        return view(request, *args, **kwargs)

    return giving


def _key(request: HttpRequest) -> str:
    """Read before the answer is made: what is kept is never older than its key."""
    actor = require(request.actor)  # type: ignore[attr-defined]
    look = (translation.get_language(), timezone.get_current_timezone_name())
    return key_of(PROCESS, "api", request.build_absolute_uri(), actor, look, rests(actor, timezone.now()))
