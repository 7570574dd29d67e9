"""Recomputing a statement on the server, from the moment that it names."""

from __future__ import annotations

from trueup.scorecard.value_check import check_statement
from trueup.value.results_statement import Checked
from trueup.web.documents.books import open_book
from trueup.web.parties.access import Actor
from trueup.web.statements.queries import stated


def recount(actor: Actor | None, book: str, id: str) -> Checked:
    """The statement against its recomputation. Raises NotFound."""
    found = stated(actor, book, id)
    return check_statement(open_book(book), found.statement)
