"""The page of one's own settings, shown again until the person says something else of themselves."""

from __future__ import annotations

from functools import partial

from django.http import HttpResponse
from django.views.decorators.http import require_http_methods

from trueup.web.kept.page import kept
from trueup.web.parties import queries
from trueup.web.parties.access import Actor, ActorRequest
from trueup.web.parties.views import settings


@settings.seated
@require_http_methods(["GET", "HEAD", "POST"])
def profile(request: ActorRequest, actor: Actor) -> HttpResponse:
    """Name, language, time zone. What a form answers is never kept."""
    mine = queries.profile(actor)
    make = partial(settings.profile, request, actor, mine)
    return make() if request.method == "POST" else kept(request, make, mine)
