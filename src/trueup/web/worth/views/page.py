"""The list of improvements, and the page of one."""

from __future__ import annotations

from decimal import Decimal
from functools import partial
from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from trueup.report.html.figure import Charts
from trueup.report.theme import config
from trueup.web.documents.sittings import sitting
from trueup.web.documents.views.common import address_of
from trueup.web.kept.page import kept
from trueup.web.parties.access import ActorRequest, NotFound, Refused, require
from trueup.web.site.door import seated
from trueup.web.worth import figures, queries
from trueup.web.worth.forms import Budget, NewImprovement
from trueup.web.worth.queries import GOING, JUDGED, Holding, Seen


@require_safe
@seated
def index(request: ActorRequest) -> HttpResponse:
    """Every improvement that is the seat's own or shown to it, and what to do with a budget."""
    return kept(request, partial(_listed, request), on=(JUDGED, GOING))


def _listed(request: ActorRequest) -> HttpResponse:
    charts, form = Charts(), Budget(request.GET or None)
    every = queries.holdings(request.actor)
    under_way = queries.going({each.book.slug for each in every if each.rows})
    shown = [
        _shown(each, form.amount(), charts) | {"going": under_way.get(each.book.slug)} for each in every if each.rows
    ]
    context = {
        "shown": shown,
        "writable": [each for each in every if each.may_write],
        "form": form,
        "new": NewImprovement(),
    }
    drawn = charts.json(config()) if charts.drawn else None
    return render(request, "worth/list.html", {**context, "charts": drawn}, status=422 if form.errors else 200)


def _shown(each: Holding, budget: Decimal | None, charts: Charts) -> dict[str, Any]:
    best, names = queries.best(each, budget), _names(each)
    return {
        "holding": each,
        "best": best,
        "chosen": [names.get(option, option) for option in best.options] if best else [],
        "frontier": figures.frontier(best, each.currency, names, charts) if best else None,
        "past": figures.predicted(each.whole.followed, charts) if each.whole else None,
    }


def _names(each: Holding) -> dict[str, str]:
    """What people call the options of all improvements, by improvement/option."""
    documents = [row.document for row in each.rows]
    return {f"{one.id}/{option.id}": f"{option.name} ({one.name})" for one in documents for option in one.options}


@require_safe
@seated
def show(request: ActorRequest, book: str, id: str) -> HttpResponse:
    """The answer in a sentence, and everything it rests on."""
    found = queries.seen(request.actor, book, id)
    return kept(request, partial(_made, request, found), on=(JUDGED, GOING))


@require_safe
@seated
def state(request: ActorRequest, book: str, id: str) -> HttpResponse:
    """How far the judging is, as a piece of the page that asks again until it ends."""
    found = queries.seen(request.actor, book, id)
    answer = render(request, "worth/under-way.html", {"seen": found})
    if found.going is None:
        answer.headers["HX-Refresh"] = "true"
    return answer


def _made(request: ActorRequest, seen: Seen) -> HttpResponse:
    charts, currency = Charts(), seen.holding.currency
    found, document = seen.judgement.found, seen.judgement.document
    context: dict[str, Any] = {
        "seen": seen,
        "found": found,
        "document": document,
        "currency": currency,
        "edit": address_of(seen.holding.book.slug, "improvement", document.id, "edit"),
        "versions": address_of(seen.holding.book.slug, "improvement", document.id, "history"),
    }
    if found is not None:
        titles = {option.id: option.title for option in found.options}
        past = (
            [each for each in seen.holding.whole.followed if each.improvement == document.id]
            if (seen.holding.whole)
            else []
        )
        context |= {
            "distribution": figures.distribution(found, currency, charts),
            "tornado": figures.tornado(found, currency, charts),
            "information": figures.information(found, currency, charts),
            "frontier": figures.frontier(found.best, currency, titles, charts) if len(found.options) > 1 else None,
            "past": figures.predicted(past, charts),
            "optimism": seen.holding.whole.optimism if seen.holding.whole else (),
        }
    return render(
        request, "worth/improvement.html", {**context, "charts": charts.json(config()) if charts.drawn else None}
    )


@require_POST
@seated
def begin(request: ActorRequest, book: str) -> HttpResponse:
    """Begin a new one of the own party's; then the editor."""
    actor, party = require(request.actor), request.POST.get("party", "")
    here = sitting(actor, book)
    if here is None or here.seats.get(party) not in ("customer", "provider"):
        raise NotFound(f"there is no book {book!r}")
    if not actor.is_at_least("editor"):
        raise Refused("only an editor of the party may do this", do="ask one of them")
    form = NewImprovement(request.POST)
    if not form.is_valid():
        return render(request, "worth/begin.html", {"form": form, "book": book, "party": party}, status=422)
    return redirect(address_of(book, "improvement", f"{party}:{form.cleaned_data['name']}", "edit"))
