"""Answering one criterion, for the side of who answers."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from trueup.horizons.stakeholders import Criterion, HorizonLevel
from trueup.vocabulary import FactError, TrueupError
from trueup.web.horizons.actions.answer import Taken
from trueup.web.horizons.actions.answer import answer as take_in
from trueup.web.horizons.confidence import waiting
from trueup.web.horizons.forms import AnswerForm
from trueup.web.horizons.lately import last_said
from trueup.web.horizons.scope import Scope, answering
from trueup.web.parties.access import ActorRequest, NotFound, Refused
from trueup.web.site.door import seated


@require_http_methods(["GET", "HEAD", "POST"])
@seated
def answer(request: ActorRequest, book: str, id: str, criterion: str) -> HttpResponse:
    """The questions of a criterion, and what comes of the answers."""
    scope = answering(request.actor, book, id)
    level, asked = _asked(scope, criterion)
    form = AnswerForm(scope, level, asked, last_said(scope, asked.id), request.POST or None)
    error: TrueupError | None = None
    if request.method == "POST" and form.is_valid():
        try:
            said = form.cleaned_data
            rows, reason = form.rows(), said.get("reason", "")
            taken = take_in(request.actor, book, id, rows, key=said["key"], how="entered", reason=reason)
            _thank(request, taken, asked)
            return redirect(f"{scope.place.address}#{level.horizon}")
        except (NotFound, Refused):
            raise
        except TrueupError as wrong:
            error = wrong
    return render(request, "horizons/answer.html", _told(scope, level, asked, form, error),
                  status=422 if error or form.errors else 200)  # fmt: skip


def _asked(scope: Scope, name: str) -> tuple[HorizonLevel, Criterion]:
    """The criterion, if it is one that people answer. Raises NotFound."""
    for level, criterion in scope.place.document.criteria():
        if criterion.id == name and not criterion.measured:
            return level, criterion
    raise NotFound(f"there is no criterion {name!r} that is answered")


def _told(
    scope: Scope, level: HorizonLevel, asked: Criterion, form: AnswerForm, error: TrueupError | None
) -> dict[str, Any]:
    return {
        "place": scope.place,
        "scope": scope,
        "level": level,
        "criterion": asked,
        "form": form,
        "error": error,
        "refusals": error.refusals if isinstance(error, FactError) else (),
        "seat_name": scope.place.names.get(scope.seat, scope.seat),
        "waiting": waiting(scope, asked.id) if asked.confidential else 0,
        "holds": scope.place.document.cadence_of(level, asked),
    }


def _thank(request: ActorRequest, taken: Taken, asked: Criterion) -> None:
    if taken.held:
        said = ngettext(
            "Thank you. %(n)d person has answered so far; answers are shown from %(fewest)d on.",
            "Thank you. %(n)d people have answered so far; answers are shown from %(fewest)d on.",
            taken.held,
        )
        messages.success(request, said % {"n": taken.held, "fewest": asked.fewest})
    elif taken.landed is not None and not taken.landed.rows:
        messages.info(request, _("Nothing new: all of it was known already."))
    else:
        messages.success(request, _("Recorded. An answer counts from the day after it was given."))
