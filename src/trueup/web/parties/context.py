"""What every page knows of who looks at it."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest


def seat(request: HttpRequest) -> dict[str, Any]:
    """`actor`, or None."""
    return {"actor": getattr(request, "actor", None)}
