"""What Today says of operating models in a line: what they lack, and where third parties fail."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from django.db.models import QuerySet

from trueup.operating_model.failing import Failing
from trueup.web.documents.access import Place
from trueup.web.documents.books import open_book
from trueup.web.documents.sittings import Sitting, sittings
from trueup.web.operating_model.models import Mapped
from trueup.web.operating_model.told import Told
from trueup.web.parties.access import Actor
from trueup.web.site.once import once
from trueup.web.written import written


@dataclass(frozen=True, slots=True)
class Line:
    """What a model says to the customer whose it is: `gaps` of its `elements` for those who may write it, and the
    interactions with third parties at which touchpoints failed lately."""

    title: str
    address: str
    gaps: int
    elements: int
    failing: tuple[Failing, ...]


def every(actor: Actor) -> tuple[Line, ...]:
    """What the models of the actor's own party say, over all books; those that say nothing are left out."""
    here = {each.book.pk: each for each in sittings(actor)}
    rows = sorted(told(tuple(here)), key=lambda row: (here[row.book_id].book.slug, row.model))
    return tuple(line for row in rows for line in _line(actor, here[row.book_id], row))


@once
@written
def told(books: tuple[int, ...]) -> QuerySet[Mapped]:
    """What was kept of the models of these books, but for their maps."""
    return Mapped.objects.filter(book__in=books).defer("body")


def _line(actor: Actor, here: Sitting, row: Mapped) -> Iterator[Line]:
    versions = open_book(here.book.slug).book.operating_models.get(row.model)
    if versions is None or not row.told or here.seats.get(versions.latest.customer) != "customer":
        return
    said, document = Told.model_validate_json(row.told), versions.latest
    gaps = said.gaps if Place(actor, here.book, None, here.seats).may("book.edit") else 0
    if gaps or said.failing:
        address = f"/model/{here.book.slug}/{document.id}"
        yield Line(document.name, address, gaps, said.elements, said.failing)
