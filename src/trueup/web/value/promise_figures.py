"""The pictures of a business case and its network, each with its numbers in a table behind it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from decimal import Decimal

from django.utils.translation import gettext as _

from trueup.report import words
from trueup.report.html.figure import Charts, Table
from trueup.report.html.markup import Markup
from trueup.report.language import say
from trueup.value import case_charts as charts
from trueup.value import goalpost_charts
from trueup.value.results_case import Came, CaseFigures, CaseResult, NetworkResult
from trueup.value.results_goalposts import Goalposts

STATES = {"over": "over", "running": "running", "ahead": "ahead"}


def promised_and_came(found: CaseResult, came: Came, on: Charts) -> Markup:
    """Running sums, promised and come."""
    told = _("Benefits less costs, added up year by year: as the sealed case promised, and as they came.")
    rows = [
        (
            str(each.year) if each.period is None else words.period(each.period),
            say(STATES[each.state]),
            *(
                words.amount(amount)
                for amount in (
                    each.benefits_promised,
                    each.benefits_due,
                    each.benefits_came,
                    each.costs_due,
                    each.costs_came,
                )
            ),
        )
        for each in came.years
    ]
    columns = (
        _("Year"), "", _("benefits promised"), _("due by now"), _("came"), _("costs due by now"), _("spent"),
    )  # fmt: skip
    table = Table(columns, rows, frozenset(range(2, 7)))
    return on.figure(charts.promised_and_came(found, say), _("Promised and come"), told, table)


def scenarios(found: CaseResult, on: Charts) -> Markup:
    """The net present value of each scenario."""
    told = _("Net present value as written and risk-adjusted; the line is where eight of ten draws fall.")
    rows = [
        row
        for each in found.scenarios
        for row in (
            (words.told(each.title), *_figures(each.plain)),
            (say("{title}, risk-adjusted", title=words.told(each.title)), *_figures(each.adjusted)),
        )
    ]
    columns = ("", _("NPV"), _("return on cost"), _("rate of return"), _("payback"))
    table = Table(columns, rows, frozenset({1, 2, 3, 4}))
    return on.figure(charts.scenarios_beside(found, say), _("Scenarios"), told, table)


def _figures(found: CaseFigures) -> Sequence[str]:
    months = found.payback_months
    return (
        words.amount(found.npv),
        "–" if found.roi is None else words.share(found.roi),
        say(found.irr) if isinstance(found.irr, str) else words.share(found.irr),
        say(months) if isinstance(months, str) else _("%(n)s months") % {"n": words.number(Decimal(f"{months:.1f}"))},
    )


def standing(found: Goalposts, as_of: dt.date, on: Charts) -> Markup:
    """What stands of the first promise over time."""
    told = _("The part of the first promise that every later version still promises.")
    rows = [(words.day(each.on), str(each.version), words.amount(each.stands)) for each in found.history]
    table = Table((_("since"), _("version"), _("still stands")), rows, frozenset({1, 2}))
    return on.figure(goalpost_charts.standing(found, as_of, say), _("What stands of the first promise"), told, table)


def network(found: NetworkResult, names: dict[str, str], on: Charts) -> Markup:
    """What has to change before each benefit can come."""
    told = _("From means over changes to benefits and objectives; a box in a dashed line has a gap.")
    titles = {node.id: node.title for node in found.nodes}
    rows = [
        (
            say(charts.NAMES[node.kind]),
            node.title,
            names.get(node.owner or "", node.owner or "–"),
            ", ".join(titles.get(each, each) for each in node.enables),
            "; ".join(map(words.told, node.gaps)),
        )
        for node in found.nodes
    ]
    columns = (_("Kind"), _("what"), _("owner"), _("enables"), _("gaps"))
    return on.figure(charts.network(found, say), _("What has to change"), told, Table(columns, rows))
