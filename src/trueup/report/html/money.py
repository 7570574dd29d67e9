"""Value against cost: the waterfall from what was promised to what remains, and what it cost."""

from __future__ import annotations

from trueup.agreements.results import Value
from trueup.agreements.waterfall import value_waterfall, waterfall
from trueup.report import summary, words
from trueup.report.html.context import Context
from trueup.report.html.figure import Table, data_table
from trueup.report.html.markup import Markup, tag, user


def worth(value: Value, page: Context) -> Markup:
    """The heading, one sentence, the waterfall, and the costs behind a fold."""
    rows = [(row["what"], row["exactly"]) for row in waterfall(value)]
    figure = page.charts.figure(
        value_waterfall(value),
        f"From promised to proved, in {value.currency}",
        _description(value),
        Table(("Step", value.currency), rows, frozenset({1})),
    )
    heading = tag("h4", "Value against cost")
    return tag("div", heading, tag("p", _sentence(value)), _notes(value), figure, _costs(value, page), class_="worth")


def _sentence(value: Value) -> str:
    verb = {"created": "is created", "not_created": "is not created", "undetermined": "cannot be told from its cost"}
    spread = summary.interval(value.net)
    net = words.money(value.net.expected, plus=True)
    return f"Value {verb[value.status]}: net {net} {value.currency}{f' ({spread})' if spread else ''}.{_payback(value)}"


def _payback(value: Value) -> str:
    if value.payback is None:
        return ""
    if value.payback == "never":
        return " At this rate it never pays back."
    if value.payback == "not_yet":
        return " It has not paid back yet."
    return f" It paid back on {words.day(value.payback)}."


def _notes(value: Value) -> Markup | None:
    ranges = (value.realised, value.attributed, value.net)
    notes = dict.fromkeys(found.note for found in (*ranges, value) if found is not None and found.note)
    return tag("p", user("; ".join(notes), "span"), class_="quiet") if notes else None


def _description(value: Value) -> str:
    return (
        f"{words.money(value.potential)} promised in all, {words.money(value.potential_to_date)} to date, "
        f"{words.money(value.realised.expected)} realised, {words.money(value.at_required_grade.expected)} at the "
        f"grade agreed on, {words.money(value.cost)} of cost to date"
    )


def _costs(value: Value, page: Context) -> Markup | None:
    if not value.costs:
        return None
    rows = [
        (
            line.what,
            page.name(line.party or ""),
            words.amount(line.to_date),
            "open" if line.total is None else words.amount(line.total),
        )
        for line in value.costs
    ]
    columns = ("Cost", "Paid to", f"To date ({value.currency})", f"In all ({value.currency})")
    return tag("details", tag("summary", "What it costs"), data_table(Table(columns, rows, frozenset({2, 3}))))
