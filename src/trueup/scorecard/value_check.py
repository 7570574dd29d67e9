"""Statements recomputed from the moment they name: equal, or where they differ."""

from __future__ import annotations

from pathlib import Path

from trueup.book.load import load_texts
from trueup.scorecard.opened import OpenBook
from trueup.scorecard.value_settle import recomputed
from trueup.value.recount import compared
from trueup.value.results_statement import Checked, FigureDiffers
from trueup.value.statement import Statement
from trueup.vocabulary import DocumentError, InputError


def check_statement(book: OpenBook, statement: Statement) -> Checked:
    """Draw a statement up again as of its own moment and compare every figure. One that cannot be differs."""
    try:
        with book.values(statement.as_of, known_at=statement.known_at) as values:
            return compared(statement, recomputed(values, statement))
    except InputError as refused:
        wrong = FigureDiffers(path="period", stated=statement.period.label, recomputed=str(refused))
        return Checked(statement=statement.id, digest=statement.digest, equal=False, differences=(wrong,))


def statement_at(path: Path) -> Statement:
    """The one statement in a file. DocumentError with every issue, InputError where there is none or several."""
    loaded = load_texts([(path.name, path.read_text(encoding="utf-8"))])
    found = [entry.document for entry in loaded.entries if isinstance(entry.document, Statement)]
    if loaded.issues:
        raise DocumentError(loaded.issues)
    if len(found) != 1:
        raise InputError(f"{len(found) or 'no'} statements in the file", where=str(path), do="give a file with one")
    return found[0]
