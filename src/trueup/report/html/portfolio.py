"""All agreements at once: the matrix of promise against worth, and the table of every one."""

from __future__ import annotations

from collections.abc import Collection

from trueup.agreements.results import AgreementResult, Value
from trueup.report import charts, summary, words
from trueup.report.html.context import Context
from trueup.report.html.figure import Table
from trueup.report.html.markup import Markup, tag, user
from trueup.report.html.signs import badge, evidence_bar, sparkline
from trueup.report.signs import VERDICTS
from trueup.scorecard.model import Scorecard

FILTERED = 15


def portfolio(scorecard: Scorecard, page: Context, sections: Collection[str]) -> Markup:
    """`sections` are the ids of the agreements that have a section of their own on this page."""
    if not scorecard.agreements:
        return tag("section", tag("h2", "Portfolio"), _empty(), id="portfolio")
    return tag(
        "section",
        tag("h2", "Portfolio"),
        _matrix(scorecard, page) if charts.placed(scorecard) else None,
        _unplaced(scorecard),
        _filter() if len(scorecard.agreements) > FILTERED else None,
        _table(scorecard, page, sections),
        id="portfolio",
    )


def _empty() -> Markup:
    return tag(
        "p",
        "There is no agreement yet. Write down what customer and provider agreed on, as a document of ",
        tag("code", "kind: agreement"),
        " in the book's folder, and assess the book again.",
    )


def _matrix(scorecard: Scorecard, page: Context) -> Markup:
    rows = [
        (agreement.title, VERDICTS[agreement.verdict].word, words.share(summary.kept(agreement) or 0.0),
         words.number(round(summary.return_on_cost(agreement) or 0.0, 2)))
        for agreement in charts.placed(scorecard)
    ]  # fmt: skip
    return page.charts.figure(
        charts.portfolio_matrix(scorecard),
        "Is the promise kept, and is it worth it?",
        f"Each of {words.counted(len(rows), 'agreement')} by how far its promise is kept and by the value realised for "
        "each unit of cost. Right and above the line is where all want to be.",
        Table(("Agreement", "Verdict", "Promise kept", "Value per unit of cost"), rows, frozenset({2, 3})),
    )


def _unplaced(scorecard: Scorecard) -> Markup | None:
    shown = {agreement.id for agreement in charts.placed(scorecard)}
    missing = [agreement.title for agreement in scorecard.agreements if agreement.id not in shown]
    if not missing:
        return None
    names = Markup.join([user(title) for title in missing[:5]], ", ")
    more = f" and {len(missing) - 5:,} more" if len(missing) > 5 else ""
    return tag("p", "Not in the picture, because nothing can be said yet of promise or cost: ", names, more, ".",
               class_="quiet")  # fmt: skip


def _filter() -> Markup:
    return tag(
        "p",
        tag(
            "label",
            "Show agreements with ",
            tag("input", type="search", id="filter", placeholder="a name or a verdict"),
        ),
        tag("output", id="found", for_="filter", class_="quiet"),
        class_="filter",
        hidden=True,
    )


_COLUMNS = ("Agreement", "Verdict", "P(success)", "Value realised", "Cost to date", "Net", "Evidence", "Latest actuals")


def _table(scorecard: Scorecard, page: Context, sections: Collection[str]) -> Markup:
    head = [tag("th", name, scope="col", class_="number" if 2 <= i <= 5 else None) for i, name in enumerate(_COLUMNS)]
    body = [_row(agreement, page, agreement.id in sections) for agreement in summary.ranked(scorecard.agreements)]
    caption = tag("caption", f"Amounts in {scorecard.currency} as of {words.day(scorecard.as_of)}")
    return tag("table", caption, tag("thead", tag("tr", head)), tag("tbody", body), class_="agreements")


def _row(agreement: AgreementResult, page: Context, has_section: bool) -> Markup:
    value = agreement.value
    name = user(agreement.title)
    linked = tag("a", name, href=f"#{charts.anchor(agreement)}") if has_section else name
    probability = summary.chance(agreement)
    chance = "" if probability is None else words.share(probability)
    cells = (
        tag("th", linked, tag("small", page.names(agreement.providers)), scope="row"),
        _cell("Verdict", badge(VERDICTS[agreement.verdict])),
        _cell("P(success)", chance, number=True),
        _cell("Value realised", _realised(value), number=True),
        _cell("Cost to date", words.money(value.cost), number=True),
        _cell("Net", words.money(value.net.expected, plus=True), number=True),
        _cell("Evidence", evidence_bar(agreement.grade_mix)),
        _cell("Latest actuals", _line(agreement) or ""),
    )
    return tag("tr", cells)


def _realised(value: Value) -> str:
    """What was realised; below it, where a counterfactual is agreed on, what of it was caused."""
    realised = words.money(value.realised.expected)
    if value.attributed is None:
        return realised
    return tag("span", realised, tag("small", f"{words.money(value.attributed.expected)} attributed"))


def _cell(label: str, content: str, *, number: bool = False) -> Markup:
    return tag("td", content, data_label=label, class_="number" if number else None)


def _line(agreement: AgreementResult) -> Markup | None:
    measured = next((objective for objective in agreement.objectives if objective.points), None)
    if measured is None:
        return None
    values = [point.actual for point in measured.points[-36:]]
    last = words.quantity(values[-1], measured.unit)
    return sparkline(values, f"{measured.title}: {len(values)} actuals, the last {last}")
