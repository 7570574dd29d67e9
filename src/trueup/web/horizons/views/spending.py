"""Writing down effort, for the side of who spends."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from trueup.vocabulary import FactError, TrueupError
from trueup.web.horizons.actions.spend import spend as take_in
from trueup.web.horizons.forms import EffortForm
from trueup.web.horizons.scope import spending
from trueup.web.parties.access import ActorRequest, NotFound, Refused
from trueup.web.site.door import seated


@require_http_methods(["GET", "HEAD", "POST"])
@seated
def spend(request: ActorRequest, book: str, id: str) -> HttpResponse:
    """The form, and what comes of it."""
    scope = spending(request.actor, book, id)
    form = EffortForm(scope, request.POST or None)
    error: TrueupError | None = None
    if request.method == "POST" and form.is_valid():
        try:
            take_in(request.actor, book, id, [form.row()], key=form.cleaned_data["key"], how="entered")
            messages.success(request, _("Recorded. Effort counts from the day after it was spent."))
            return redirect(f"{scope.place.address}#effort")
        except (NotFound, Refused):
            raise
        except TrueupError as wrong:
            error = wrong
    told = {
        "place": scope.place,
        "form": form,
        "error": error,
        "refusals": error.refusals if isinstance(error, FactError) else (),
        "seat_name": scope.place.names.get(scope.seat, scope.seat),
    }
    return render(request, "horizons/spend.html", told, status=422 if error or form.errors else 200)
