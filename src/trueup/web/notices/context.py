"""What every page knows of notices."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from trueup.web.notices.queries import unread_count


def notices(request: HttpRequest) -> dict[str, Any]:
    """`unread`: how many notices the member has not read, counted only where a page asks."""
    actor = getattr(request, "actor", None)
    return {"unread": SimpleLazyObject(lambda: unread_count(actor)) if actor else 0}
