"""Disputing an actual, and answering a dispute."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from trueup.agreements.documents import Evidence
from trueup.vocabulary import TrueupError
from trueup.web.evidence import queries
from trueup.web.evidence.actions.dispute import answer, dispute, reporters_of
from trueup.web.evidence.forms import FINDING_WORDS, AnswerForm, DisputeForm, chosen, decimal
from trueup.web.evidence.queries import EvidenceOf
from trueup.web.evidence.scope import scope_of
from trueup.web.evidence.statements import Disputed
from trueup.web.parties.access import ActorRequest, NotFound, Refused
from trueup.web.site.door import seated


@require_http_methods(["GET", "HEAD", "POST"])
@seated
def raise_one(request: ActorRequest, book: str, id: str) -> HttpResponse:
    """Hold an actual to be wrong."""
    scope_of(request.actor, book, id, "dispute.open")
    if request.method != "POST":
        return _dispute_form(request, book, id, DisputeForm(initial={"evidence": request.GET.get("evidence", "")}))
    form = DisputeForm(request.POST)
    if not form.is_valid():
        return _dispute_form(request, book, id, form, error=None)
    said = form.cleaned_data
    try:
        stated = dispute(
            request.actor, book, id, chosen(said["evidence"]), said["reason"],
            key=said["key"], counter=decimal(said["counter"]), enclosure=said["enclosure"].strip("\r\n"),
        )  # fmt: skip
    except (NotFound, Refused):
        raise
    except TrueupError as wrong:
        return _dispute_form(request, book, id, form, error=wrong)
    messages.success(request, _("The dispute is open. Until it is answered, both figures are shown."))
    return redirect("dispute", book=book, id=id, dispute=stated.id)


def _dispute_form(request: ActorRequest, book: str, id: str, form: DisputeForm, **more: Any) -> HttpResponse:
    found = queries.evidence(request.actor, book, id)
    about = _about(form["evidence"].value())
    told = {**_told(found, book, id), "form": form, "about": about, "named": _named(found, about), **more}
    return render(request, "evidence/dispute-open.html", told, status=422 if more else 200)


def _about(text: str) -> Evidence:
    return chosen(text)


@require_http_methods(["GET", "HEAD", "POST"])
@seated
def one(request: ActorRequest, book: str, id: str, dispute: str) -> HttpResponse:
    """A dispute, and its answer or the form for it."""
    found = queries.evidence(request.actor, book, id)
    about = _find(found, dispute)
    if request.method != "POST":
        return _page(request, book, id, found, about, AnswerForm())
    form = AnswerForm(request.POST)
    if not form.is_valid():
        return _page(request, book, id, found, about, form, error=None)
    said = form.cleaned_data
    try:
        answer(request.actor, book, id, dispute, said["finding"], actual=decimal(said["actual"]), reason=said["reason"])
    except (NotFound, Refused):
        raise
    except TrueupError as wrong:
        return _page(request, book, id, found, about, form, error=wrong)
    messages.success(request, _("The dispute is answered."))
    return redirect("dispute", book=book, id=id, dispute=dispute)


def _find(found: EvidenceOf, id: str) -> Disputed:
    about = next((each for each in found.disputed if each.dispute.id == id), None)
    if about is None:
        raise NotFound(_("there is no dispute %(id)r") % {"id": id})
    return about


def _page(
    request: ActorRequest, book: str, id: str, found: EvidenceOf, about: Disputed, form: AnswerForm, **more: Any
) -> HttpResponse:
    findings = _findings(found, about)
    form.fields["finding"].choices = [  # type: ignore[attr-defined]
        (name, word) for name, word in FINDING_WORDS.items() if name in findings
    ]
    if len(findings) < len(FINDING_WORDS):
        del form.fields["actual"]
    evidence = about.dispute.evidence
    told = {**_told(found, book, id), "each": about, "about": evidence, "named": _named(found, evidence), "form": form}
    return render(request, "evidence/dispute.html", {**told, "findings": findings, **more}, status=422 if more else 200)


def _findings(found: EvidenceOf, about: Disputed) -> tuple[str, ...]:
    """What the seat may answer: the observer anything, a party only what gives in."""
    place = found.scope.place
    if not about.open or "sign" not in place.actor.scopes:
        return ()
    if place.may("dispute.answer"):
        return tuple(FINDING_WORDS)
    if not place.may("dispute.open"):
        return ()
    seat = place.seat_for("dispute.open")
    if seat == about.dispute.by:
        return ("settled",)
    return ("upheld",) if seat in reporters_of(found.scope, about.dispute.evidence) else ()


def _told(found: EvidenceOf, book: str, id: str) -> dict[str, Any]:
    kpis = {name: each.kpi for name, each in found.scope.measured.items()}
    return {
        "book": book, "id": id, "here": "evidence", "found": found, "agreement": found.agreement, "kpis": kpis,
        "parties": found.parties,
    }  # fmt: skip


def _named(found: EvidenceOf, about: Evidence) -> dict[str, str]:
    """The KPI and the reporter (empty: anybody) as people call them."""
    measure, by = found.scope.measured.get(about.kpi), about.reported_by or ""
    return {"kpi": measure.kpi.name if measure else about.kpi, "by": found.parties.get(by, by)}
