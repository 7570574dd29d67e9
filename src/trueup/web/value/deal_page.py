"""The page that simulates a deal, and its panel on the Value tab."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from trueup.report import words
from trueup.report.html.figure import Charts, Table
from trueup.report.html.markup import Markup
from trueup.report.language import say
from trueup.report.theme import config
from trueup.value.deal_charts import pay_off
from trueup.value.results_deal import Deal
from trueup.vocabulary import InputError
from trueup.web.agreements import queries
from trueup.web.parties.access import ActorRequest
from trueup.web.site.door import seated
from trueup.web.value import deals
from trueup.web.value.deal_form import DealForm
from trueup.web.value.panel import At


def deal(at: At) -> Mapping[str, Any] | None:
    """The way to the simulation; None where no fee follows value."""
    if not deals.priced(at.place, at.agreement):
        return None
    return {"address": f"/agreements/{at.book}/{at.agreement}/deal"}


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@seated
def show(request: ActorRequest, book: str, id: str) -> HttpResponse:
    """The deal over everything that may happen. What is typed is sent in the body, and kept nowhere."""
    around = queries.surroundings(request.actor, book, id)
    form = DealForm(request.POST or None)
    charts, found, problem = Charts(), None, None
    if not form.is_bound or form.is_valid():
        try:
            found = _found(request, book, id, form)
        except InputError as wrong:
            problem = wrong
    context = {
        "book": book,
        "id": id,
        "here": "value",
        "around": around,
        "form": form,
        "deal": found,
        "problem": problem,
        "picture": _picture(found, charts) if found else None,
        "charts": charts.json(config()) if charts.drawn else None,
    }
    status = 200 if found is not None or not form.is_bound else 422
    return render(request, "value/deal-page.html", context, status=status)


def _found(request: ActorRequest, book: str, id: str, form: DealForm) -> Deal:
    if not form.is_bound:
        return deals.simulate(request.actor, book, id)
    return deals.simulate(request.actor, book, id, form.stated, form.reach)


def _picture(found: Deal, on: Charts) -> Markup:
    """Both pay-off curves, with the numbers behind them."""
    told = _("What is left for each side at every value of one whole settlement period, and the fee.")
    names = (_("Value"), _("Fee"), found.customer, found.provider)
    rows = [
        (*map(words.amount, (each.value, each.fee, each.customer)),
         "–" if each.provider is None else words.amount(each.provider))
        for each in found.payoff
    ]  # fmt: skip
    table = Table(names, rows, frozenset(range(4)))
    return on.figure(pay_off(found, say), _("Pay-off"), told, table)
