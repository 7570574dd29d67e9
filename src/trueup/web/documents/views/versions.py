"""A document's versions: read one against the one before and against the first, sign it, reject it, withdraw it."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from trueup.jobs.job_map import JobMap
from trueup.ledger.statement import Signature as Signed
from trueup.web.documents import actions, queries
from trueup.web.documents.views.common import actor_of, address_of, addresses
from trueup.web.documents.wording import worded


@require_GET
def history(request: HttpRequest, book: str, kind: str, id: str) -> HttpResponse:
    """Every version, the latest first; the first promise is never missing."""
    found = queries.history(actor_of(request), book, kind, id)
    versions = [(each, address_of(book, kind, id, "version", number=each.number)) for each in found.versions]
    context = {"history": found, "versions": versions, "pages": addresses(book, kind, id)}
    return render(request, "documents/history.html", context)


@require_GET
def version(request: HttpRequest, book: str, kind: str, id: str, number: int) -> HttpResponse:
    """One version: what it says, what it changes, who has signed it, and what a signature would be under."""
    actor = actor_of(request)
    found = queries.reading(actor, book, kind, id, number)
    context = {
        "reading": found,
        "differences": [each for each in (found.previous, found.first) if each is not None],
        "to_sign": queries.statements(actor, found),
        "pages": addresses(book, kind, id, number),
        "job_map": worded(found.document, found.parties) if isinstance(found.document, JobMap) else (),
    }
    return render(request, "documents/version.html", context)


@require_POST
def sign(request: HttpRequest, book: str, kind: str, id: str, number: int) -> HttpResponse:
    """Sign what the page showed: by the server, or with the signature that the member's own key has made."""
    text, signature = request.POST.get("statement", ""), request.POST.get("signature", "").strip()
    signed = Signed(text, signature) if text or signature else None
    digest = request.POST.get("digest", "")
    done = actions.sign(actor_of(request), book, kind, id, number, digest, signed)
    in_force = done.state == "in_force"
    messages.success(request, _("Signed: it is in force.") if in_force else _("Signed. It waits for the others."))
    return redirect(address_of(book, kind, id, "version", number=number))


@require_POST
def reject(request: HttpRequest, book: str, kind: str, id: str, number: int) -> HttpResponse:
    """Refuse to sign, and say why."""
    actions.reject(actor_of(request), book, kind, id, number, request.POST.get("reason", ""))
    messages.success(request, _("Rejected. Every party sees your reason."))
    return redirect(address_of(book, kind, id, "history"))


@require_POST
def withdraw(request: HttpRequest, book: str, kind: str, id: str, number: int) -> HttpResponse:
    """Take a proposal of my party back."""
    actions.withdraw(actor_of(request), book, kind, id, number)
    messages.success(request, _("Withdrawn."))
    return redirect(address_of(book, kind, id, "history"))
