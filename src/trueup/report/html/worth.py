"""Whether improvements are worth it, as one offline HTML file: answers, pictures, and every number in a table."""

from __future__ import annotations

from collections.abc import Iterator

from trueup.report import words
from trueup.report.html.figure import Charts, Table
from trueup.report.html.markup import Markup, tag, user
from trueup.report.html.page import document
from trueup.value import worth_charts as charts
from trueup.value.results_worth import BestSet, ImprovementWorth, PartyWorth, Worths


def render(book: str, found: Worths) -> str:
    """One file; a section for each improvement, then what a budget buys and what became of past options."""
    drawn = Charts()
    sections = [part for party in found.parties for part in _party(party, found.currency, drawn)]
    head = tag("header", tag("h1", "Worth the effort"), tag("p", user(book), class_="quiet"))
    return document(f"{book}: worth the effort", Markup.join((head, tag("main", sections))), drawn)


def _party(party: PartyWorth, currency: str, drawn: Charts) -> Iterator[Markup]:
    yield from (tag("section", _improvement(each, currency, drawn)) for each in party.improvements)
    for each in party.unjudged:
        yield tag("section", tag("h2", user(each.title)), tag("p", each.insufficient))
    if party.best is not None and len(party.improvements) > 1:
        yield tag(
            "section", tag("h2", "What a budget buys"), tag("p", party.best.proof), _money(party.best, currency, drawn)
        )
    if any(each.ratio is not None for each in party.followed):
        yield tag("section", tag("h2", "Predicted and realised"), _past(party, drawn), _optimism(party))


def _improvement(found: ImprovementWorth, currency: str, drawn: Charts) -> list[Markup]:
    parts = [
        tag("h2", user(found.title)),
        tag("p", found.words, class_="decisive"),
        tag("ul", [tag("li", reason) for reason in found.reasons]),
        drawn.figure(charts.distribution(found, currency), "Net benefit", found.words, _bins(found)),
        _tornado(found, currency, drawn),
        _information(found, currency, drawn),
        tag("ul", [tag("li", note) for note in (*found.notes, *found.assumptions)]),
    ]
    return [part for part in parts if part is not None]


def _bins(found: ImprovementWorth) -> Table:
    rows = [(words.amount(each.low), words.amount(each.high), words.share(each.share)) for each in found.histogram]
    return Table(("from", "to", "share"), rows, frozenset({0, 1, 2}))


def _tornado(found: ImprovementWorth, currency: str, drawn: Charts) -> Markup | None:
    if not found.tornado:
        return None
    rows = [
        (each.label, words.number(each.low), words.number(each.high), words.amount(each.at_low),
         words.amount(each.at_high), words.share(each.share))
        for each in found.tornado
    ]  # fmt: skip
    columns = ("input", "from", "to", "net benefit there", "and there", "share of variance")
    table = Table(columns, rows, frozenset(range(1, 6)))
    return drawn.figure(charts.swings(found, currency), "What moves it", "The widest first.", table)


def _information(found: ImprovementWorth, currency: str, drawn: Charts) -> Markup | None:
    known = [each for each in found.information if each.worth > 0]
    if not known:
        return None
    rows = [(each.label, words.amount(each.worth), words.amount(each.stderr)) for each in (found.evpi, *known)]
    table = Table(("to know", "is worth", "standard error"), rows, frozenset({1, 2}))
    return drawn.figure(charts.information(found, currency), "What knowing is worth", "The most first.", table)


def _money(best: BestSet, currency: str, drawn: Charts) -> Markup:
    rows = [(words.amount(step.budget), words.amount(step.expected), ", ".join(step.options)) for step in best.frontier]
    table = Table(("budget", "expected net benefit", "options"), rows, frozenset({0, 1}))
    return drawn.figure(charts.frontier(best, currency), "What a budget buys", "More money, more benefit.", table)


def _past(party: PartyWorth, drawn: Charts) -> Markup:
    rows = [
        (each.title, words.day(each.since), words.number(each.predicted),
         "" if each.realised is None else words.number(each.realised), each.insufficient or each.basis)
        for each in party.followed
    ]  # fmt: skip
    table = Table(("option", "since", "predicted", "realised", "basis"), rows, frozenset({2, 3}))
    return drawn.figure(charts.predicted(party.followed), "Realised over predicted", "1 is as predicted.", table)


def _optimism(party: PartyWorth) -> Markup:
    return tag("ul", [tag("li", each.words) for each in party.optimism])
