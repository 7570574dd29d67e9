"""The pictures of an improvement, each with its numbers in a table behind it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal

from django.utils.translation import gettext as _

from trueup.report import words
from trueup.report.html.figure import Charts, Table
from trueup.report.html.markup import Markup
from trueup.report.language import say
from trueup.value import worth_charts as charts
from trueup.value.results_worth import BestSet, Followed, ImprovementWorth


def distribution(found: ImprovementWorth, currency: str, on: Charts) -> Markup:
    """The net benefit over all draws."""
    told = _("How often each net benefit comes in %(n)s draws; losses apart from gains.") % {
        "n": words.amount(Decimal(found.net.n))
    }
    rows = [(words.amount(each.low), words.amount(each.high), words.share(each.share)) for each in found.histogram]
    table = Table((_("from"), _("to"), _("share")), rows, frozenset({0, 1, 2}))
    return on.figure(charts.distribution(found, currency, say), _("Net benefit"), told, table)


def tornado(found: ImprovementWorth, currency: str, on: Charts) -> Markup | None:
    """What moves it."""
    if not found.tornado:
        return None
    told = _("Each input from its 10 % to its 90 % point, all others at their medians; the widest first.")
    rows = [
        (words.told(each.label), words.number(each.low), words.number(each.high), words.amount(each.at_low),
         words.amount(each.at_high), words.share(each.share))
        for each in found.tornado
    ]  # fmt: skip
    columns = (_("Input"), _("from"), _("to"), _("net benefit there"), _("and there"), _("share of the variance"))
    table = Table(columns, rows, frozenset(range(1, 6)))
    return on.figure(charts.swings(found, currency, say), _("What moves it"), told, table)


def information(found: ImprovementWorth, currency: str, on: Charts) -> Markup | None:
    """What knowing is worth."""
    known = [each for each in found.information if each.worth > 0]
    if not known:
        return None
    told = _("What knowing an input exactly before deciding would be worth, with two standard errors.")
    rows = [
        (words.told(each.label), words.amount(each.worth), words.amount(each.stderr)) for each in (found.evpi, *known)
    ]
    table = Table((_("To know"), _("is worth"), _("standard error")), rows, frozenset({1, 2}))
    return on.figure(charts.information(found, currency, say), _("What knowing is worth"), told, table)


def frontier(best: BestSet, currency: str, names: Mapping[str, str], on: Charts) -> Markup | None:
    """What a budget buys; `names` is what people call the options."""
    if len(best.frontier) < 2:
        return None
    told = _("The best set at every budget: each step is one that more money changes.")
    rows = [
        (
            words.amount(step.budget),
            words.amount(step.expected),
            ", ".join(names.get(each, each) for each in step.options) or _("nothing"),
        )
        for step in best.frontier
    ]
    table = Table((_("Budget"), _("expected net benefit"), _("buys")), rows, frozenset({0, 1}))
    return on.figure(charts.frontier(best, currency, say, names), _("What a budget buys"), told, table)


def predicted(found: Sequence[Followed], on: Charts) -> Markup | None:
    """Past options, predicted against realised."""
    if not any(each.ratio is not None for each in found):
        return None
    told = _("Realised over predicted effect of past options; at 1 it came as predicted.")
    rows = [
        (each.title, words.day(each.since), words.number(each.predicted),
         "" if each.realised is None else words.number(each.realised), words.money(each.predicted_cost),
         "" if each.realised_cost is None else words.money(each.realised_cost),
         words.told(each.insufficient or each.basis))
        for each in found
    ]  # fmt: skip
    columns = (_("Option"), _("since"), _("predicted"), _("realised"), _("cost as predicted"), _("cost"), _("basis"))
    table = Table(columns, rows, frozenset({2, 3, 4, 5}))
    return on.figure(charts.predicted(found, say), _("Predicted and realised"), told, table)
