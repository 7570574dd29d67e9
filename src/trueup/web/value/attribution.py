"""The panel of what was caused: actual against counterfactual, effect by period, assumptions with their marks."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from trueup.agreements.results import Span
from trueup.report import words
from trueup.report.html.figure import Charts, Table
from trueup.report.html.markup import Markup
from trueup.report.language import say
from trueup.value.attribution_charts import against, effects
from trueup.value.results_attribution import AttributionResult, Found, ObjectiveAttribution
from trueup.web.agreements.panel import At
from trueup.web.value.computing import ATTRIBUTION
from trueup.web.value.queries import kept

METHODS = {
    "none": gettext_lazy("before against after"),
    "interrupted_series": gettext_lazy("interrupted time series"),
    "control": gettext_lazy("difference in differences"),
    "synthetic_control": gettext_lazy("synthetic control"),
    "synthetic_did": gettext_lazy("synthetic difference in differences"),
    "structural": gettext_lazy("structural model with controls"),
    "stepped": gettext_lazy("stepped roll-out"),
    "randomised": gettext_lazy("drawn by lot"),
}
ASSUMPTIONS = {
    "declared_before": gettext_lazy("Declared before the result"),
    "no_anticipation": gettext_lazy("No anticipation"),
    "controls_unaffected": gettext_lazy("Controls unaffected"),
    "parallel_trends": gettext_lazy("Parallel trends"),
    "pre_fit": gettext_lazy("Fit before the start"),
    "convex_hull": gettext_lazy("Within the range of its controls"),
    "stable_relation": gettext_lazy("Stable relation"),
    "autocorrelation": gettext_lazy("Neighbouring errors"),
    "balance": gettext_lazy("Balanced groups"),
    "no_co_intervention": gettext_lazy("Nothing else happened"),
    "measurement_unchanged": gettext_lazy("Measured in one way"),
}


def caused(at: At) -> Mapping[str, Any] | None:
    """Each objective that has a worth or a counterfactual, as it was computed last."""
    if at.result is None:
        return None
    told = kept(at.place, ATTRIBUTION)
    result = told.read(AttributionResult) if told is not None else None
    return {
        "told": told,
        "result": result,
        "address": f"/agreements/{at.book}/{at.agreement}/value",
        "objectives": [_objective(each, result.currency, at.page.charts) for each in result.objectives]
        if result
        else [],
    }


def _objective(each: ObjectiveAttribution, currency: str, charts: Charts) -> dict[str, Any]:
    return {
        "told": each,
        "late": each.chosen_after is not None,
        "found": _found(each.found, each, currency, charts) if each.found else None,
        "after": _found(each.chosen_after, each, currency, charts) if each.chosen_after else None,
        "plain": _span(each.before_after.average, each.unit),
        "rungs": _rungs(each),
    }


def _found(found: Found, each: ObjectiveAttribution, currency: str, charts: Charts) -> dict[str, Any]:
    return {
        "told": found,
        "method": METHODS.get(found.method, found.method),
        "average": _span(found.average, each.unit),
        "percent": _span(found.percent, "%"),
        "money": "" if found.money is None else _amounts(found, currency),
        "at_grade": [(grade, words.amount(amount)) for grade, amount in found.at_grade.items()],
        "assumptions": [(ASSUMPTIONS.get(one.name, words.plain(one.name)), one) for one in found.assumptions],
        "weights": [(words.place(one.slice), words.share(one.weight)) for one in found.weights],
        "pictures": _pictures(found, each, charts) if found.periods else [],
    }


def _amounts(found: Found, currency: str) -> str:
    money = found.money
    assert money is not None, "callers check"
    low, expected, high = (words.amount(end) for end in (money.low, money.expected, money.high))
    return _("%(expected)s %(currency)s (%(low)s to %(high)s)") % {
        "expected": expected, "currency": currency, "low": low, "high": high,
    }  # fmt: skip


def _span(found: Span | None, unit: str) -> str:
    if found is None:
        return ""
    low, high = (words.number(round(end, 4)) for end in (found.low, found.high))
    expected = words.quantity(round(found.expected, 4), unit)
    return _("%(expected)s (%(low)s to %(high)s)") % {"expected": expected, "low": low, "high": high}


def _pictures(found: Found, each: ObjectiveAttribution, charts: Charts) -> Sequence[Markup]:
    """The actual against what it would have been; the effect of each period; the numbers of both behind them."""
    told = _("Points are actuals. The line after the start is what would have been without the agreement, with 95 %.")
    unit = {"unit": each.unit}
    rows = [
        (words.period(one.period), words.number(one.actual), _span(one.without, ""), _span(one.effect, ""),
         say(one.grade.name))
        for one in found.periods
    ]  # fmt: skip
    columns = (_("Period"), _("Actual (%(unit)s)") % unit, _("Without it"), _("Caused"), _("Weakest input"))
    before = [(words.period(one.period), words.number(one.actual), "", "", "") for one in found.before]
    numbers = Table(columns, [*before, *rows], frozenset({1, 2, 3}))
    first = charts.figure(against(found, each.unit, say), _("Actual and counterfactual"), told, numbers)
    said = _("Improvement that the agreement caused in each period, with its 95 % interval; above the line is better.")
    second = charts.figure(
        effects(found, each.unit, say), _("Caused, by period"), said, Table(columns, rows, numbers.numeric)
    )
    return first, second


def _rungs(each: ObjectiveAttribution) -> list[tuple[object, object]]:
    if each.proposal is None:
        return []
    return [(METHODS.get(rung.method, rung.method), rung) for rung in each.proposal.rungs]
