"""How often a member may ask, by django-ninja's throttling."""

from __future__ import annotations

import os
import threading

from django.http import HttpRequest
from ninja.throttling import SimpleRateThrottle

RATE = os.environ.get("TRUEUP_API_RATE", "600/min")


class MemberRate(threading.local, SimpleRateThrottle):
    """So many requests of a member in any stretch of the period; counted in each process of the server.

    The library keeps the request at hand on the throttle itself, so each thread has a throttle of its own.
    """

    def get_cache_key(self, request: HttpRequest) -> str | None:
        """The member, whichever token or session it comes with."""
        actor = getattr(request, "actor", None)
        return f"api-rate-{actor.member}" if actor else None
