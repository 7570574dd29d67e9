"""Every router of the API, by the tag under which its operations are described."""

from __future__ import annotations

from ninja import Router

ROUTERS: dict[str, Router] = {}
