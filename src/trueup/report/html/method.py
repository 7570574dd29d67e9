"""What is not known, and how the rest is known."""

from __future__ import annotations

from trueup.report import words
from trueup.report.html.markup import Markup, tag, user
from trueup.scorecard.model import Scorecard

SHOWN = 40


def insufficient(scorecard: Scorecard) -> Markup:
    """Where data are too few for a number, and how many it would need."""
    texts = scorecard.insufficient
    if not texts:
        body = tag("p", "Nothing that was asked lacked data.", class_="quiet")
        return tag("section", tag("h2", "Not known yet"), body, id="unknown")
    items = [tag("li", user(text, "span")) for text in texts[:SHOWN]]
    more = tag("p", f"{len(texts) - SHOWN:,} more in the JSON.", class_="quiet") if len(texts) > SHOWN else None
    intro = tag("p", "Where there is too little data Trueup gives no number, and says what it needs.")
    return tag("section", tag("h2", "Not known yet"), intro, tag("ul", items), more, id="unknown")


def method(scorecard: Scorecard) -> Markup:
    """Everything a reader needs to compute the same page again."""
    alarms = scorecard.expected_false_alarms
    facts = (
        ("Pure function", "This page follows from the signed documents and the recorded facts, as of its moment."),
        ("Documents", tag("code", scorecard.book_digest)),
        ("Method", scorecard.method),
        ("Seed", tag("code", str(scorecard.seed))),
        ("As of", f"{words.day(scorecard.as_of)}: what had begun before that day"),
        (
            "Known at",
            words.instant(scorecard.known_at) if scorecard.known_at else "everything recorded until it was made",
        ),
        (
            "Evidence",
            "reported by the provider, verified by the customer, attested by the observer; a total has the least",
        ),
        (
            "Value",
            "worth of a unit x improvement over the baseline x time; a period without an actual is worth nothing",
        ),
        ("Control charts", _alarms(alarms)),
        ("Many comparisons", scorecard.multiplicity),
        ("Forecasts", "each shows its own record: how often it was right when tried on the past"),
    )
    items = [tag("div", tag("dt", name), tag("dd", fact)) for name, fact in facts]
    return tag("section", tag("h2", "How do you know?"), tag("dl", items, class_="facts"), id="method")


def _alarms(expected: float | None) -> str:
    base = "individuals and moving range, a point beyond a limit or eight in a row on one side"
    if expected is None:
        return base
    return f"{base}; by chance alone {words.number(expected)} signals a month are to be expected in this book"
