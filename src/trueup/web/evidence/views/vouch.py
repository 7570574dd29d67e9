"""Verifying and attesting: choose actuals, say what was checked."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from trueup.vocabulary import TrueupError
from trueup.web.documents.access import agreement_place
from trueup.web.evidence.actions.vouch import attest, verify
from trueup.web.evidence.forms import VouchForm, chosen, merged
from trueup.web.evidence.views.page import context
from trueup.web.parties.access import ActorRequest, NotFound, Refused
from trueup.web.site.door import seated

_WAYS = {"verify": ("evidence.verify", verify), "attest": ("evidence.attest", attest)}


@require_http_methods(["GET", "HEAD", "POST"])
@seated
def vouch(request: ActorRequest, book: str, id: str, way: str) -> HttpResponse:
    """The form of `verify` or `attest`."""
    right, act = _WAYS[way]
    agreement_place(request.actor, book, id, right)
    if request.method != "POST":
        return _form(request, book, id, way, VouchForm())
    form, picked = VouchForm(request.POST), request.POST.getlist("evidence")
    if not form.is_valid():
        return _form(request, book, id, way, form, picked=picked)
    said = form.cleaned_data
    try:
        evidence = merged(chosen(text) for text in picked)
        stated = act(request.actor, book, id, evidence, said["statement"], key=said["key"])
    except (NotFound, Refused):
        raise
    except TrueupError as wrong:
        return _form(request, book, id, way, form, error=wrong, picked=picked)
    messages.success(request, _("Your statement is in the ledger."))
    return redirect("certificate", book=book, id=id, attestation=stated.id)


def _form(request: ActorRequest, book: str, id: str, way: str, form: VouchForm, **more: Any) -> HttpResponse:
    told = {**context(request, book, id), "form": form, "way": way, **more}
    return render(request, "evidence/vouch.html", told, status=422 if more else 200)
