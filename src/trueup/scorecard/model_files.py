"""Operating models from files of other tools, brought into the book of a folder; and out of it into such a file."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from trueup.book.book import Book
from trueup.operating_model.archimate import Beside, ModelFile, read_model, write_model
from trueup.operating_model.document import OperatingModel
from trueup.scorecard.put import put
from trueup.vocabulary import SourceError

PLACE = "operating_models"
"""The folder in a book that models are written to."""


@dataclass(frozen=True, slots=True)
class Brought:
    """What came of it: the model as the book has it now, and the file; None where it says nothing new."""

    model: OperatingModel
    file: Path | None


def read_for(
    book: Book, data: bytes, *, file: str, id: str | None, title: str | None, customer: str | None
) -> ModelFile:
    """Read a file with the parties of a book. The only customer of the book is meant where nothing else is said.

    Raises SourceError for a file that cannot be read, and for a customer that the book does not have.
    """
    parties = {party.id: party.name for party in book.parties.values()}
    customers = [party.id for party in book.parties.values() if party.role == "customer"]
    if customer is not None and customer not in parties:
        raise SourceError(f"the book has no party {customer!r}", where=file, do=f"name one of: {', '.join(parties)}")
    said = customer or (customers[0] if len(customers) == 1 else None)
    return read_model(data, file=file, id=id, title=title, customer=said, parties=parties)


def bring_in(
    book: Book, model: OperatingModel, *, now: dt.datetime, landed: Iterable[Mapping[str, Any]] = ()
) -> Brought:
    """Write a model into the book's folder, behind its earlier versions; what says nothing new is not written.

    Raises DocumentError with every error that the book would have then; nothing is written in that case.
    """
    assert book.folder is not None  # a book that was read from a folder knows it
    versions = book.operating_models.get(model.id)
    if versions is None:
        return Brought(model, put(book.folder, model, PLACE, landed))
    last = versions.all[-1]
    dated = {"version": last.version, "agreed_at": last.agreed_at}
    if model.model_copy(update=dated).digest == last.digest:
        return Brought(last, None)
    later = model.model_copy(update={"version": last.version + 1, "agreed_at": now.replace(microsecond=0)})
    return Brought(later, put(book.folder, later, PLACE, landed))


def as_archimate(book: Book, model: OperatingModel) -> bytes:
    """A model of a book in the exchange format, with the names of its parties, its agreements and desired outcomes."""
    return write_model(model, {party.id: party.name for party in book.parties.values()}, beside(book))


def beside(book: Book) -> Beside:
    """What goes along with a model: the latest version of every agreement and job map."""
    return Beside(
        agreements=tuple(each.all[-1] for each in book.agreements.values()),
        job_maps=tuple(each.all[-1] for each in book.job_maps.values()),
    )
