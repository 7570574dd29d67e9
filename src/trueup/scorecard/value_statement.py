"""A statement as it was drawn up, by its id or from a file: what is exported, shown and sent."""

from __future__ import annotations

from trueup.scorecard.value_settle import Settling
from trueup.scorecard.values import Values
from trueup.value.results_statement import Settled, State
from trueup.value.settled import settled_of
from trueup.value.statement import Statement
from trueup.vocabulary import InputError


def stated(values: Values, statement: Statement) -> Settled:
    """The figures of a statement with the names of its agreement and parties. InputError where the period is gone."""
    work = Settling(values, statement.agreement)
    due = next((each for each in work.dues if each.period == statement.period), None)
    if due is None:
        what = f"{statement.period} is not a settlement period of agreement {statement.agreement!r}"
        raise InputError(what, where=f"statement {statement.id}", do="settle by the terms of the agreement")
    last = work.stated[due.period].corrected_by if due.period in work.stated else None
    state: State = "corrected" if last is not None and last != statement.id else "settled"
    return settled_of(statement, due.agreement, work.around(due, statement.rate), state)
