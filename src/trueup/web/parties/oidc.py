"""Single sign-on by OpenID Connect, from the environment. The settings load this: it imports no models."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from urllib.parse import urlsplit

from django.core.exceptions import ImproperlyConfigured

PROVIDER = "sso"
"""The provider's id: its callback is TRUEUP_URL/accounts/oidc/sso/login/callback/."""
LOCAL = ("localhost", "127.0.0.1", "::1")


def single_sign_on(environment: Mapping[str, str]) -> tuple[dict[str, Any], list[str]]:
    """What allauth needs to know of the identity provider, and to which origins a form may lead.

    Nothing without TRUEUP_OIDC_URL. Raises ImproperlyConfigured for half of a configuration, and for a provider
    elsewhere without TLS: the id token is believed because it comes straight from it.
    """
    url = environment.get("TRUEUP_OIDC_URL", "").rstrip("/")
    if not url:
        return {}, []
    client, secret = (environment.get(name, "") for name in ("TRUEUP_OIDC_CLIENT_ID", "TRUEUP_OIDC_CLIENT_SECRET"))
    if not client or not secret:
        raise ImproperlyConfigured("TRUEUP_OIDC_URL needs TRUEUP_OIDC_CLIENT_ID and TRUEUP_OIDC_CLIENT_SECRET too")
    app = {
        "provider_id": PROVIDER,
        "name": environment.get("TRUEUP_OIDC_NAME", "OpenID Connect"),
        "client_id": client,
        "secret": secret,
        "settings": {"server_url": url},
    }
    origins = [_origin(each) for each in (url, *environment.get("TRUEUP_OIDC_ORIGINS", "").split())]
    return {"openid_connect": {"APPS": [app], "OAUTH_PKCE_ENABLED": True}}, origins


def _origin(url: str) -> str:
    parts = urlsplit(url)
    if parts.scheme != "https" and not (parts.scheme == "http" and parts.hostname in LOCAL):
        raise ImproperlyConfigured(f"single sign-on needs https, and {url!r} is not")
    return f"{parts.scheme}://{parts.netloc}"
