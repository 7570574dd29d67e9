"""Strengths, weaknesses and the heat map: where it runs better or worse, by stage and provider."""

from __future__ import annotations

from trueup.report import charts, words
from trueup.report.html.context import Context
from trueup.report.html.figure import Table, data_table
from trueup.report.html.markup import Markup, tag, user
from trueup.report.language import say
from trueup.scorecard.model import Finding, HeatCell, Scorecard

TOP = 12


def findings(scorecard: Scorecard, page: Context) -> Markup:
    """Two lists, then the map. Improvement *might* be worth it where it is weak: might."""
    return tag(
        "section",
        tag("h2", "Strengths and weaknesses"),
        tag("p", f"Against promise and past. {scorecard.multiplicity}.", class_="quiet"),
        tag("div", _list("Strengths", scorecard.strengths), _list("Weaknesses", scorecard.weaknesses), class_="pair"),
        _heat(scorecard, page) if scorecard.heat else None,
        id="strengths",
    )


def _list(title: str, found: tuple[Finding, ...]) -> Markup:
    if not found:
        return tag("div", tag("h3", title), tag("p", "None that stands out from chance.", class_="quiet"))
    items = [tag("li", user(finding.words, "span"), tag("small", _figures(finding))) for finding in found[:TOP]]
    more = tag("p", f"{len(found) - TOP:,} more in the JSON.", class_="quiet") if len(found) > TOP else None
    return tag("div", tag("h3", title), tag("ol", items, class_="findings"), more)


def _figures(finding: Finding) -> str:
    spread = f"{words.number(finding.low)} to {words.quantity(finding.high, finding.unit)}"
    chance = f"n = {finding.n:,}, adjusted p = {finding.p_adjusted:.2g}"
    return f"against its {finding.against}: 95 % interval {spread}, {chance}"


def _heat(scorecard: Scorecard, page: Context) -> Markup:
    rows = [_cell(cell, page) for cell in scorecard.heat]
    known = [cell for cell in scorecard.heat if cell.kept is not None]
    description = f"{len(scorecard.heat):,} cells of stage and provider, {len(known):,} with enough data"
    table = Table(("Stage", "Provider", "Kept", "KPIs", "Actuals"), rows, frozenset({2, 3, 4}))
    caption = "How often the promise was kept lately, by stage and provider"
    return page.charts.figure(charts.heat_map(scorecard.heat, page.parties), caption, description, table, key())


def _cell(cell: HeatCell, page: Context) -> tuple[str, ...]:
    reached = "not known" if cell.kept is None else words.share(cell.kept)
    return words.plain(cell.stage), page.name(cell.provider), reached, f"{cell.kpis:,}", f"{cell.n:,}"


def key() -> Markup:
    """What the shades of a heat map mean."""
    names = [word for _, word in charts.BANDS] + [charts.REACHED]
    items = [
        tag("li", tag("svg", tag("rect", x=0, y=0, width=24, height=12, class_=f"band-{i}"), viewBox="0 0 24 12",
                      class_="key"), say(name))
        for i, name in enumerate(names, start=1)
    ]  # fmt: skip
    return tag("ul", items, class_="legend", aria_hidden="true")


def claims(scorecard: Scorecard) -> Markup:
    """What publishers say of their own results, recomputed."""
    found = scorecard.claims
    total = found.agree + found.conflict + found.not_comparable
    if not total:
        text = tag("p", "No source of this book says of its own results whether they were met.", class_="quiet")
        return tag("section", tag("h2", "Claims"), text, id="claims")
    sentence = (
        f"Of {words.counted(total, 'claim')}, {found.agree:,} agree with the recomputation, {found.conflict:,} "
        f"conflict with it, and {found.not_comparable:,} cannot be compared."
    )
    classes = [tag("li", f"{words.plain(name)}: {count:,}") for name, count in found.by_class.items()]
    return tag("section", tag("h2", "Claims"), tag("p", sentence), tag("ul", classes) if classes else None,
               _conflicts(scorecard), id="claims")  # fmt: skip


def _conflicts(scorecard: Scorecard) -> Markup | None:
    conflicts = scorecard.claims.conflicts
    if not conflicts:
        return None
    rows = [
        (item.kpi, item.period, str(item.slice), item.claim, item.recomputed, words.number(item.actual), item.target,
         item.reason, item.source_ref or "")
        for item in conflicts[:50]
    ]  # fmt: skip
    columns = ("KPI", "Period", "Slice", "Claimed", "Recomputed", "Actual", "Target", "Why", "Where it stands")
    more = len(conflicts) - len(rows)
    note = tag("p", f"{more:,} more: trueup claims BOOK.", class_="quiet") if more > 0 else None
    title = f"The {words.counted(len(rows), 'conflict')}"
    return tag("details", tag("summary", title), data_table(Table(columns, rows, frozenset({5})), "Conflicts"), note)
