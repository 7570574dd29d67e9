"""Showing a page again while nothing has changed.

A page is a pure function of who looks, what they ask for, and what `rests` says. It is made once for each of these
and kept whole; only the token of its forms is put in anew, because it belongs to one answer. What the browser has
already is not sent again (ETag, RFC 9110, 8.8.3).
"""

from __future__ import annotations

import secrets
from collections.abc import Callable, Sequence

from django.contrib.messages import get_messages
from django.http import HttpResponse
from django.utils import timezone, translation
from django.utils.cache import get_conditional_response

from trueup.web.kept.rests import rests
from trueup.web.kept.store import Store, key_of
from trueup.web.parties.access import Actor, ActorRequest, require
from trueup.web.site.context import theme_of, token_of
from trueup.web.site.marks import Mark

STORE = Store()
PROCESS = secrets.token_hex(8)
"""What this process has shown is not what another version of the program would show."""


def kept(
    request: ActorRequest, make: Callable[[], HttpResponse], *more: object, on: Sequence[Mark] = (), **where: str
) -> HttpResponse:
    """The page that `make` makes, made anew only when something it rests on is another than when it was kept.

    Beside the reader, the address and what `rests` says of every page, it rests on `more`, and on the marks of `on`:
    these are asked in the same question, and may name what `where` gives. Messages are shown once: a page with one is
    neither kept nor taken from what is kept. Raises what `make` raises.
    """
    if len(get_messages(request)) or request.headers.get("HX-Request"):
        return make()
    actor = require(request.actor)
    key, token = _key(request, actor, (rests(actor, timezone.now(), on, **where), *more)), token_of(request)
    mark = f'W/"{key_of(key, request.META["CSRF_COOKIE"])[:32]}"'
    answer = get_conditional_response(request, etag=mark) or _again(key, token) or _made(key, token, make())
    answer.headers["ETag"] = mark
    answer.headers["Cache-Control"] = "private, no-cache"
    return answer


def _key(request: ActorRequest, actor: Actor, rests_on: tuple[object, ...]) -> str:
    """Everything that the page rests on, read before the page is made: it is never older than its key."""
    look = (translation.get_language(), timezone.get_current_timezone_name(), theme_of(request))
    who = (actor, str(request.user), getattr(request.user, "name", ""))
    return key_of(PROCESS, request.build_absolute_uri(), who, look, rests_on)


def _again(key: str, token: bytes) -> HttpResponse | None:
    parts = STORE.get(key)
    return None if parts is None else HttpResponse(token.join(parts))


def _made(key: str, token: bytes, answer: HttpResponse) -> HttpResponse:
    """Keep what was made, without the token."""
    if answer.status_code == 200:
        STORE.put(key, tuple(answer.content.split(token)))
    return answer
