"""Taking what Trueup proposes into a draft; then the editor."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from trueup.vocabulary import InputError
from trueup.web.documents.relationships import KIND
from trueup.web.documents.views.common import address_of
from trueup.web.horizons import proposing
from trueup.web.horizons.access import relationship
from trueup.web.parties.access import ActorRequest
from trueup.web.site.door import seated


@require_POST
@seated
def begin(request: ActorRequest, book: str) -> HttpResponse:
    """The horizons of an agreement of which nobody keeps them."""
    try:
        id = proposing.begin(request.actor, book, request.POST.get("agreement", ""))  # noqa: A001 - its name
    except InputError as wrong:
        messages.error(request, f"{wrong.what}. {wrong.do or ''}")
        return redirect("horizons")
    return _to_the_editor(request, book, id)


@require_POST
@seated
def take(request: ActorRequest, book: str, id: str) -> HttpResponse:
    """Criteria for the levels that have none."""
    try:
        proposing.take(request.actor, book, id)
    except InputError as wrong:
        messages.error(request, f"{wrong.what}. {wrong.do or ''}")
        return redirect(relationship(request.actor, book, id).address)
    return _to_the_editor(request, book, id)


def _to_the_editor(request: ActorRequest, book: str, id: str) -> HttpResponse:
    messages.success(request, _("It is drafted. Change what you like, propose it, and have both sides sign."))
    return redirect(address_of(book, KIND, id, "edit"))
