"""A containment: propose it, price it, validate it, do it; predicted beside realised."""

from __future__ import annotations

from decimal import Decimal
from typing import Any, get_args

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from trueup.delivery.charts import letter
from trueup.delivery.documents import ContainmentState
from trueup.vocabulary import TrueupError
from trueup.web.delivery import queries
from trueup.web.delivery.actions.steps import propose as proposing
from trueup.web.delivery.actions.steps import step as stepping
from trueup.web.delivery.contained import Contained, contained
from trueup.web.delivery.forms import CostForm, ProposeForm, WhyForm
from trueup.web.delivery.frontiers import latest
from trueup.web.delivery.queries import Seen
from trueup.web.documents.access import plan_place
from trueup.web.documents.models import Version
from trueup.web.parties.access import ActorRequest, NotFound, Refused
from trueup.web.site.door import seated


@require_http_methods(["GET", "HEAD", "POST"])
@seated
def propose(request: ActorRequest, book: str, id: str) -> HttpResponse:
    """Propose a set of moves: those of a way that was computed, or any."""
    place = plan_place(request.actor, book, id, "version.propose")
    seen = queries.seen(place, id)
    if seen.plan is None:
        raise NotFound(f"no version of the plan {id!r} is in force yet")
    if request.method != "POST":
        return _proposing(request, seen, ProposeForm(seen.plan, initial=_chosen(request, seen)))
    form = ProposeForm(seen.plan, request.POST)
    if not form.is_valid():
        return _proposing(request, seen, form)
    said = form.cleaned_data
    try:
        version = proposing(request.actor, book, id, said["moves"], title=said["title"], why=said["why"])
    except (NotFound, Refused):
        raise
    except TrueupError as wrong:
        return _proposing(request, seen, form, wrong)
    _thank(request, version)
    return redirect("containment", book=book, id=id, containment=version.doc_id)


def _proposing(request: ActorRequest, seen: Seen, form: ProposeForm, error: TrueupError | None = None) -> HttpResponse:
    told = {"seen": seen, "book": seen.book, "id": seen.id, "form": form, "error": error, "here": "plan"}
    wrong = error is not None or form.errors
    return render(request, "delivery/propose.html", told, status=422 if wrong else 200)


def _chosen(request: ActorRequest, seen: Seen) -> dict[str, Any]:
    """The moves of the way that was clicked: its letter is on the picture."""
    wanted = request.GET.get("way", "")
    run = latest(seen.place.book, seen.id) if wanted else None
    candidates = run.frontier.candidates if run and run.frontier else ()
    for number, each in enumerate(candidates):
        if letter(number) == wanted:
            return {"moves": [move.move for move in each.moves], "title": "; ".join(m.words for m in each.moves)[:200]}
    return {}


@require_http_methods(["GET", "HEAD", "POST"])
@seated
def show(request: ActorRequest, book: str, id: str, containment: str) -> HttpResponse:
    """How far it is, what was predicted and what came of it, and the next step."""
    seen = queries.plan(request.actor, book, id)
    found = next((each for each in contained(seen) if each.id == containment), None)
    if found is None:
        raise NotFound(f"there is no containment {containment!r} of this plan")
    if request.method != "POST":
        return _shown(request, seen, found)
    return _stepped(request, seen, found)


def _stepped(request: ActorRequest, seen: Seen, found: Contained) -> HttpResponse:
    to = request.POST.get("to", "")
    if to not in get_args(ContainmentState):
        return _shown(request, seen, found, error=TrueupError(_("choose a step")))
    given, form = _given(request, seen, found, to)
    if form is not None and not form.is_valid():
        return _shown(request, seen, found, form=form, to=to)
    try:
        version = stepping(request.actor, seen.book, seen.id, found.id, to, **given(form))  # type: ignore[arg-type]
    except (NotFound, Refused):
        raise
    except TrueupError as wrong:
        return _shown(request, seen, found, form=form, to=to, error=wrong)
    _thank(request, version)
    return redirect("containment", book=seen.book, id=seen.id, containment=found.id)


def _given(request: ActorRequest, seen: Seen, found: Contained, to: str) -> tuple[Any, forms.Form | None]:
    """What a step takes beside its name, and the form that asks for it."""
    assert seen.plan is not None
    if to == "costed":
        form = CostForm(seen.plan, found.latest, queries.parties(seen.place, seen.id), request.POST)
        return lambda said: {"cost": said.cleaned_data["cost"], "pays": said.pays}, form
    if to == "withdrawn":
        return lambda said: {"why": said.cleaned_data["why"]}, WhyForm(request.POST)
    return lambda _said: {}, None


def _shown(
    request: ActorRequest,
    seen: Seen,
    found: Contained,
    *,
    form: forms.Form | None = None,
    to: str = "",
    error: TrueupError | None = None,
) -> HttpResponse:
    cost = why = None
    if "costed" in found.next and seen.plan is not None:
        names = queries.parties(seen.place, seen.id)
        cost = form if to == "costed" else CostForm(seen.plan, found.latest, names)
    if "withdrawn" in found.next:
        why = form if to == "withdrawn" else WhyForm()
    told = {
        "seen": seen, "book": seen.book, "id": seen.id, "found": found, "cost": cost, "why": why, "error": error,
        "moves": _moves(seen, found), "spent": _spent(seen), "here": "plan",
    }  # fmt: skip
    wrong = error is not None or (form is not None and form.errors)
    return render(request, "delivery/containment.html", told, status=422 if wrong else 200)


def _moves(seen: Seen, found: Contained) -> list[dict[str, Any]]:
    """Each move: what, by whom, what it costs, who pays."""
    if seen.plan is None:
        return []
    step = found.proposed if found.proposed and found.proposed.pays else found.latest
    chosen = [move for move in seen.plan.moves if move.id in step.moves]
    return [
        {
            "name": move.name or move.id,
            "by": seen.name(move.by),
            "cost": move.cost,
            "pays": seen.name(step.pays.get(move.id)) if move.id in step.pays else "",
        }
        for move in chosen
    ]


def _spent(seen: Seen) -> Decimal | None:
    """What a finished plan did cost; None before its end, and where nobody reported it."""
    if seen.result is None or not seen.result.complete:
        return None
    return next((each.ac for each in seen.result.earned if each.of == "plan"), None)


def _thank(request: ActorRequest, version: Version) -> None:
    if version.state == "in_force":
        messages.success(request, _("Done: everyone who must has signed this step."))
    else:
        messages.success(request, _("This step is proposed. It counts when everyone whom it binds has signed it."))
