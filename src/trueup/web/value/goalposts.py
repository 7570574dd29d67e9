"""Moved goalposts over all agreements that somebody sees: by provider, by month, by agreement."""

from __future__ import annotations

from functools import partial

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from trueup.value.goalposts_lines import read_by
from trueup.web.kept.page import kept
from trueup.web.parties.access import ActorRequest
from trueup.web.site.door import seated
from trueup.web.value import promises

BY = ("provider", "agreement", "month")


@require_safe
@seated
def show(request: ActorRequest) -> HttpResponse:
    """What was made easier, for whom and when; each agreement one click away."""
    return kept(request, partial(_made, request))


def _made(request: ActorRequest) -> HttpResponse:
    by = read_by(request.GET.get("by") or BY[0])
    found = [each for each in promises.moved_by(request.actor, by) if each.result.agreements]
    return render(request, "value/goalposts-page.html", {"found": found, "by": by, "every": BY})
