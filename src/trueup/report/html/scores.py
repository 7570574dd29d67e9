"""Scores as one offline HTML file: the landscape, the opportunities, and every number in a table."""

from __future__ import annotations

from collections.abc import Sequence

from trueup.jobs import charts
from trueup.jobs.results import Measured, Score, Scores
from trueup.report import words
from trueup.report.html.figure import Charts, Table
from trueup.report.html.markup import Markup, tag, user
from trueup.report.html.page import document

COLUMNS = ("", "Outcome", "Importance", "Satisfaction", "Opportunity", "P(over 10)", "Band", "People")


def render(book: str, found: Sequence[Scores]) -> str:
    """One file; a section for everybody and for each group."""
    drawn = Charts()
    title = f"{book}: what customers still need"
    sections = [_section(scores, drawn) for scores in found]
    head = tag("header", tag("h1", "What customers still need"), tag("p", user(book), class_="quiet"))
    return document(title, Markup.join((head, tag("main", sections))), drawn)


def _section(scores: Scores, drawn: Charts) -> Markup:
    who = "Everybody" if scores.group is None else scores.group
    heading = tag("h2", user(f"{who}, {scores.survey}, wave {scores.wave}"))
    if scores.hidden:
        return tag("section", heading, tag("p", scores.hidden))
    known = [score for score in scores.scores if score.opportunity is not None]
    sample = f"{words.counted(scores.sample.respondents, 'person', 'people')}, {scores.sample.grade}."
    notes = tag("ul", [tag("li", note) for note in scores.notes])
    if not known:
        return tag("section", heading, tag("p", sample), notes)
    table = Table(COLUMNS, [_row(score) for score in scores.scores], frozenset({0, 2, 3, 4, 5, 7}))
    return tag(
        "section",
        heading,
        tag("p", sample),
        drawn.figure(charts.landscape(scores), "Importance and satisfaction", _said(known), table),
        drawn.figure(charts.opportunities(scores), "Opportunity, with its interval", _said(known), table),
        notes,
    )


def _said(known: Sequence[Score]) -> str:
    first = known[0]
    value = 0.0 if first.opportunity is None else first.opportunity.value
    return f"{words.counted(len(known), 'outcome')}; the highest opportunity, {value:.1f}, has: {first.statement}"


def _row(score: Score) -> tuple[str, ...]:
    rank = "" if score.rank is None else str(score.rank)
    figures = tuple(_figure(each) for each in (score.importance, score.satisfaction, score.opportunity))
    over = score.p_over.get("10")
    chance = "" if over is None else f"{over:.2f}"
    band = score.insufficient or " or ".join(score.bands)
    return (rank, score.statement, *figures, chance, band, f"{score.n_both:,}")


def _figure(of: Measured | None) -> str:
    return "" if of is None else f"{of.value:.2f} ({of.low:.1f} to {of.high:.1f})"
