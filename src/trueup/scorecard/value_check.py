"""Statements recomputed from the moment they name: equal, or where they differ."""

from __future__ import annotations

from trueup.scorecard.opened import OpenBook
from trueup.scorecard.value_settle import recomputed
from trueup.value.recount import compared
from trueup.value.results_statement import Checked, Difference
from trueup.value.statement import Statement
from trueup.vocabulary import InputError


def check_statement(book: OpenBook, statement: Statement) -> Checked:
    """Draw a statement up again as of its own moment and compare every figure. One that cannot be differs."""
    try:
        with book.values(statement.as_of, known_at=statement.known_at) as values:
            return compared(statement, recomputed(values, statement))
    except InputError as refused:
        wrong = Difference(path="period", stated=statement.period.label, recomputed=str(refused))
        return Checked(statement=statement.id, digest=statement.digest, equal=False, differences=(wrong,))
