"""The fee function of a period as a picture: where floor and cap hold, and where the value lies."""

from __future__ import annotations

from trueup.report import words
from trueup.report.html.figure import Charts, Table
from trueup.report.html.markup import Markup
from trueup.report.language import say
from trueup.value.fee_chart import fee_chart
from trueup.value.fee_curve import FeeCurve
from trueup.value.results_statement import Settled


def fee_function(found: Settled, curve: FeeCurve, charts: Charts) -> Markup:
    """The fee at every value, with the value that settles, and the one that is claimed where it is disputed."""
    rows = [(words.number(point.value), words.number(point.fee)) for point in curve.points[::5]]
    return charts.figure(
        fee_chart(found, curve),
        say("What the period earns at each value, in {currency}", currency=found.currency),
        _description(found),
        Table((say("Value"), say("Fee")), rows, frozenset({0, 1})),
    )


def _description(found: Settled) -> str:
    told = say(
        "The value that settles is {value}, the fee {fee}.",
        value=words.money(found.counted),
        fee=words.money(found.fee) if found.fee is not None else "-",
    )
    if found.claimed == found.counted:
        return told
    return told + " " + say("{claimed} is claimed; what that would add is held.", claimed=words.money(found.claimed))
