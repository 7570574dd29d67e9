"""The answers of a wave for the party that asks: as `trueup jobs export` releases them, never of a group too small."""

from __future__ import annotations

from trueup.jobs import tidy
from trueup.scorecard.exported import Released, answers_of
from trueup.vocabulary import Insufficient
from trueup.web.documents.books import open_book
from trueup.web.site.export import Table


def answers(book: str, survey: str, wave: str) -> Released | Insufficient:
    """Every answer that has landed; Insufficient where an anonymous wave has too few people to show any."""
    with open_book(book).panels() as panels:
        return answers_of(panels, survey, wave)


def table(found: Released, *, wide: bool) -> Table:
    """A row a rated outcome, or (`wide`) a row a respondent."""
    if wide:
        made = tidy.wide(found.answers, found.outcomes)
        return Table(made.columns, made.rows)
    return Table(*tidy.long(found.answers, found.outcomes))
