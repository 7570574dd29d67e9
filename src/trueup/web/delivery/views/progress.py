"""Reporting progress: one activity, or many from a spreadsheet."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_http_methods

from trueup.web.delivery.actions.report import preview, report
from trueup.web.delivery.forms import PasteForm, ProgressForm
from trueup.web.delivery.reporting.scope import Scope, scope_of
from trueup.web.evidence.views.desk import Desk
from trueup.web.parties.access import ActorRequest
from trueup.web.site.door import seated


@require_http_methods(["GET", "HEAD", "POST"])
@seated
def one(request: ActorRequest, book: str, id: str) -> HttpResponse:
    """What is known of one activity."""
    return DESK.one(request, book, id)


@require_http_methods(["GET", "HEAD", "POST"])
@seated
def many(request: ActorRequest, book: str, id: str) -> HttpResponse:
    """Rows pasted or uploaded: shown as they would be taken in, and taken in when confirmed."""
    return DESK.many(request, book, id)


def _told(scope: Scope) -> dict[str, Any]:
    return {"here": "progress", "title": scope.plan.title or scope.plan.id}


def _thanks(n: int) -> str:
    return ngettext("%(n)d report was recorded", "%(n)d reports were recorded", n) % {"n": n}


DESK = Desk(
    scope_of, ProgressForm, PasteForm, preview, report, _told, _thanks, back="plan", frame="delivery/frame.html",
    single="delivery/progress.html", lines="delivery/preview-lines.html",
    then=gettext_lazy("The forecast is computed anew."),
)  # fmt: skip
