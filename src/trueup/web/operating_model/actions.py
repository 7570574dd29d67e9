"""A draft of a model from a file of another tool: to be read, changed, proposed and signed like every document."""

from __future__ import annotations

from trueup.book.write import plain
from trueup.operating_model.archimate import ExchangeReport, read_model
from trueup.web.documents.access import book_place
from trueup.web.documents.actions import save_draft
from trueup.web.documents.books import open_book
from trueup.web.documents.models_of_book import KIND
from trueup.web.parties.access import Actor


def draft_of_file(actor: Actor | None, book: str, id: str, file: bytes, name: str) -> ExchangeReport:
    """Write the file down as a draft of the model `id`. Raises NotFound, Refused, SourceError for what is no such file.

    Whose model it is: the customer's, by whose seat the actor is here.
    """
    place = book_place(actor, book, "book.edit")
    parties = {party.id: party.name for party in open_book(book).book.parties.values()}
    customer = place.seat_for("book.edit")
    read = read_model(file, file=name, id=id, customer=customer, parties=parties)
    save_draft(actor, book, KIND, id, data=plain(read.model))
    return read.report
