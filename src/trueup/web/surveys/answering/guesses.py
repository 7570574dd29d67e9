"""How often an address may try links that lead nowhere. Counted in each process of the server."""

from __future__ import annotations

from django.conf import settings
from django.core.cache import cache
from django.http import HttpRequest

from trueup.vocabulary.digest import digest

MOST = 30
"""Wrong links from one address within `SECONDS`. A token has 256 random bits: the limit keeps guesses cheap for us."""
SECONDS = 600


def too_many(request: HttpRequest) -> bool:
    """Whether the address has tried enough for now; to be asked before anything is looked up."""
    return int(cache.get(_key(request), 0)) >= MOST


def note(request: HttpRequest) -> None:
    """One more that led nowhere."""
    key = _key(request)
    if not cache.add(key, 1, SECONDS):
        cache.incr(key)


def _key(request: HttpRequest) -> str:
    return f"answer-guesses-{digest(_address(request))[:32]}"


def _address(request: HttpRequest) -> str:
    """As the proxies that this server trusts tell it."""
    proxies = settings.ALLAUTH_TRUSTED_PROXY_COUNT
    told = [each.strip() for each in request.headers.get("X-Forwarded-For", "").split(",") if each.strip()]
    return told[-proxies] if proxies and len(told) >= proxies else str(request.META.get("REMOTE_ADDR", ""))
