"""The content-security policy: nothing from outside, no script that we did not ship."""

from __future__ import annotations

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse


def policy() -> str:
    """The policy of this server: a form may lead to itself, and to where people sign in elsewhere."""
    return "; ".join(
        (
            "default-src 'self'",
            "style-src 'self' 'unsafe-inline'",  # Vega sets styles on the elements it draws
            "img-src 'self' data: blob:",
            "object-src 'none'",
            "base-uri 'none'",
            " ".join(("form-action 'self'", *settings.FORM_ACTION)),
            "frame-ancestors 'none'",
        )
    )


class ContentSecurityPolicy:
    """Puts the policy on every answer that does not bring a stricter one."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response, self.policy = get_response, policy()

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        response.headers.setdefault("Content-Security-Policy", self.policy)
        return response
