"""What every page knows of who looks at it."""

from __future__ import annotations

import ipaddress
from typing import Any
from urllib.parse import urlsplit, urlunsplit

from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject


def seat(request: HttpRequest) -> dict[str, Any]:
    """`actor`, or None; `passkeys`: whether a browser can keep some for this address, and if not, where it can."""
    return {"actor": getattr(request, "actor", None), "passkeys": SimpleLazyObject(lambda: passkeys(request))}


def passkeys(request: HttpRequest) -> dict[str, Any]:
    """`work`: a browser keeps passkeys for a host name, never for a number (WebAuthn level 3, 5.1.3: the effective
    domain). `address`: this page by a name, where there is one."""
    here = urlsplit(request.build_absolute_uri())
    try:
        number = ipaddress.ip_address(here.hostname or "")
    except ValueError:
        return {"work": True, "address": ""}
    named = here._replace(netloc=f"localhost:{here.port}" if here.port else "localhost")
    return {"work": False, "address": urlunsplit(named) if number.is_loopback else ""}
