"""Reporting actuals: one, or many from a spreadsheet."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from trueup.web.evidence.actions.report import preview, report
from trueup.web.evidence.forms import PasteForm, ReportForm
from trueup.web.evidence.scope import Scope, scope_of
from trueup.web.evidence.views.desk import Desk
from trueup.web.parties.access import ActorRequest
from trueup.web.site.door import seated


@require_http_methods(["GET", "HEAD", "POST"])
@seated
def one(request: ActorRequest, book: str, id: str) -> HttpResponse:
    """One actual, new or corrected."""
    return DESK.one(request, book, id)


@require_http_methods(["GET", "HEAD", "POST"])
@seated
def many(request: ActorRequest, book: str, id: str) -> HttpResponse:
    """Rows pasted or uploaded: shown as they would be taken in, and taken in when confirmed."""
    return DESK.many(request, book, id)


def _told(scope: Scope) -> dict[str, Any]:
    return {"here": "evidence", "agreement": scope.documents.agreements[scope.agreement].latest}


def _thanks(n: int) -> str:
    return ngettext("%(n)d actual was recorded", "%(n)d actuals were recorded", n) % {"n": n}


DESK = Desk(
    scope_of, ReportForm, PasteForm, preview, report, _told, _thanks, back="evidence", frame="evidence/frame.html",
    single="evidence/one.html", lines="evidence/preview-lines.html",
)  # fmt: skip
