"""Value against cost: the waterfall from what was promised to what remains, and what it cost."""

from __future__ import annotations

from trueup.agreements.results import Value
from trueup.agreements.waterfall import value_waterfall, waterfall
from trueup.report import summary, words
from trueup.report.html.context import Context
from trueup.report.html.figure import Table, data_table
from trueup.report.html.markup import Markup, tag, user
from trueup.report.language import noted, say


def worth(value: Value, page: Context) -> Markup:
    """The heading, one sentence, the waterfall, and the costs behind a fold."""
    rows = [(say(row["what"]), row["exactly"]) for row in waterfall(value)]
    figure = page.charts.figure(
        value_waterfall(value),
        say("From promised to proved, in {currency}", currency=value.currency),
        _description(value),
        Table((say("Step"), value.currency), rows, frozenset({1})),
    )
    heading = page.heading(say("Value against cost"))
    return tag("div", heading, tag("p", _sentence(value)), _notes(value), figure, _costs(value, page), class_="worth")


def _sentence(value: Value) -> str:
    spread = summary.interval(value.net)
    net = f"{words.money(value.net.expected, plus=True)} {value.currency}"
    said = say(_STATUS[value.status], net=f"{net} ({spread})" if spread else net)
    return f"{said}{_payback(value)}"


_STATUS = {
    "created": noted("Value is created: net {net}."),
    "not_created": noted("Value is not created: net {net}."),
    "undetermined": noted("Value cannot be told from its cost: net {net}."),
}


def _payback(value: Value) -> str:
    if value.payback is None:
        return ""
    if value.payback == "never":
        return say(" At this rate it never pays back.")
    if value.payback == "not_yet":
        return say(" It has not paid back yet.")
    return say(" It paid back on {day}.", day=words.day(value.payback))


def _notes(value: Value) -> Markup | None:
    ranges = (value.realised, value.attributed, value.net)
    notes = dict.fromkeys(found.note for found in (*ranges, value) if found is not None and found.note)
    return tag("p", user("; ".join(map(words.told, notes)), "span"), class_="quiet") if notes else None


def _description(value: Value) -> str:
    return say(
        "{potential} promised in all, {to_date} to date, {realised} realised, {settled} at the grade agreed on, "
        "{cost} of cost to date",
        potential=words.money(value.potential),
        to_date=words.money(value.potential_to_date),
        realised=words.money(value.realised.expected),
        settled=words.money(value.at_required_grade.expected),
        cost=words.money(value.cost),
    )


def _costs(value: Value, page: Context) -> Markup | None:
    if not value.costs:
        return None
    rows = [
        (
            line.what,
            page.name(line.party or ""),
            words.amount(line.to_date),
            say("open") if line.total is None else words.amount(line.total),
        )
        for line in value.costs
    ]
    columns = (
        say("Cost"),
        say("Paid to"),
        say("To date ({currency})", currency=value.currency),
        say("In all ({currency})", currency=value.currency),
    )
    return tag("details", tag("summary", say("What it costs")), data_table(Table(columns, rows, frozenset({2, 3}))))
