"""Who asks: a token in the Authorization header, or the session of a person in a browser."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponseForbidden
from django.middleware.csrf import CsrfViewMiddleware
from ninja.security import APIKeyCookie, HttpBearer

from trueup.web.api.errors import Unauthenticated
from trueup.web.parties.access import Actor, Refused
from trueup.web.parties.queries import actor_of_token


class BearerToken(HttpBearer):
    """A member's API token. A token that is sent and does not hold is an error, whatever session there is."""

    def __call__(self, request: HttpRequest) -> Any:
        if "Authorization" not in request.headers:
            return None
        actor = super().__call__(request)
        if actor is None:
            raise Unauthenticated(
                "the token is unknown, expired or revoked", do="send Authorization: Bearer with a token from Settings"
            )
        return actor

    def authenticate(self, request: HttpRequest, token: str) -> Actor | None:
        """The actor of the token; `request.actor` is the same."""
        actor = actor_of_token(token)
        request.actor = actor  # type: ignore[attr-defined]
        return actor


class SessionSeat(APIKeyCookie):
    """The seat of the person who is signed in. Changes ask for the anti-forgery token of the page (X-CSRFToken)."""

    param_name = settings.SESSION_COOKIE_NAME

    def __init__(self) -> None:
        super().__init__(csrf=False)  # the library's own check would render a page for people

    def __call__(self, request: HttpRequest) -> Any:
        if getattr(request, "actor", None) is None:
            return None
        _must_come_from_a_page_of_ours(request)
        return super().__call__(request)

    def authenticate(self, request: HttpRequest, key: str | None) -> Actor | None:
        """The actor that the middleware has found."""
        found: Actor | None = getattr(request, "actor", None)
        return found


class _Forgery(CsrfViewMiddleware):
    """Django's check, that says what it found instead of showing a page."""

    def _reject(self, request: HttpRequest, reason: str) -> HttpResponseForbidden:
        return HttpResponseForbidden(reason)


def _must_come_from_a_page_of_ours(request: HttpRequest) -> None:
    request.csrf_processing_done = False  # type: ignore[attr-defined]
    check = _Forgery(lambda _: HttpResponseForbidden())
    check.process_request(request)
    found = check.process_view(request, lambda _: HttpResponseForbidden(), (), {})
    if found is not None:
        raise Refused(found.content.decode().rstrip("."), do="send X-CSRFToken, or use a token of the API")
