"""Payments of an agreement: compared with the plan, row by row, as a file, and reported."""

from __future__ import annotations

from functools import partial
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_http_methods, require_safe

from trueup.report.payment_table import payment_rows
from trueup.vocabulary import MoneyError
from trueup.web.evidence.views.desk import Desk
from trueup.web.kept.page import kept
from trueup.web.parties.access import ActorRequest
from trueup.web.payments.actions import preview, report
from trueup.web.payments.forms import PasteForm, PaymentForm
from trueup.web.payments.queries import Seen, of_agreement
from trueup.web.payments.scope import Scope, scope_of
from trueup.web.site.door import seated
from trueup.web.site.export import download

MOST = 200
"""Rows that a page shows; the file has all."""


@require_safe
@seated
def show(request: ActorRequest, book: str, id: str) -> HttpResponse:
    """Planned against invoiced and paid, by fiscal year and in all, and every payment."""
    return kept(request, partial(_made, request, book, id))


def _made(request: ActorRequest, book: str, id: str) -> HttpResponse:
    seen, years, mixed = _compared(request, book, id)
    context = {
        "book": book,
        "id": id,
        "here": "value",
        "seen": seen,
        "whole": next(iter(seen.compared.lines), None),
        "years": years.compared.lines if years is not None else (),
        "mixed": mixed,
        "payments": seen.payments[-MOST:][::-1],
        "more": max(0, len(seen.payments) - MOST),
        "may_report": seen.place.may("evidence.report"),
    }
    return render(request, "payments/show.html", context)


def _compared(request: ActorRequest, book: str, id: str) -> tuple[Seen, Seen | None, MoneyError | None]:
    """In all and by year; where currencies mix without a rate, apart by currency, with what is missing."""
    try:
        return of_agreement(request.actor, book, id), of_agreement(request.actor, book, id, ("year",)), None
    except MoneyError as mixed:
        return of_agreement(request.actor, book, id, ("currency",)), None, mixed


@require_safe
@seated
def table(request: ActorRequest, book: str, id: str, format: str) -> HttpResponse:
    """Every payment as a file."""
    seen = of_agreement(request.actor, book, id, ("currency",))
    return download(f"{book}-{id}-payments", payment_rows(seen.payments), format)


@require_http_methods(["GET", "HEAD", "POST"])
@seated
def one(request: ActorRequest, book: str, id: str) -> HttpResponse:
    """One payment."""
    return DESK.one(request, book, id)


@require_http_methods(["GET", "HEAD", "POST"])
@seated
def many(request: ActorRequest, book: str, id: str) -> HttpResponse:
    """Rows pasted or uploaded: shown as they would be taken in, and taken in when confirmed."""
    return DESK.many(request, book, id)


def _told(scope: Scope) -> dict[str, Any]:
    return {"here": "value", "title": scope.agreement.title}


def _thanks(n: int) -> str:
    return ngettext("%(n)d payment was recorded", "%(n)d payments were recorded", n) % {"n": n}


DESK = Desk(
    scope_of, PaymentForm, PasteForm, preview, report, _told, _thanks, back="payments", frame="payments/frame.html",
    single="payments/one.html", lines="payments/preview-lines.html",
    then=gettext_lazy("Statements of periods that are not settled count it."),
)  # fmt: skip
