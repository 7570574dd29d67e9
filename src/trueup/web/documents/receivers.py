"""Seats of books are offered and taken by invitations, which know nothing of books: here is what they ask.

And sources land documents, whose parties and agreements get their seats here.
"""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from trueup.web.documents import books, seating
from trueup.web.documents.access import book_place
from trueup.web.documents.actions.seats import bind
from trueup.web.documents.models import Book, Seat
from trueup.web.parties.access import Actor, NotFound, Refused


def offer(sender: object, *, actor: Actor, book: str, seat: str, **_more: Any) -> str:
    """The name of a free seat, if the actor owns the book. Raises NotFound, Refused."""
    place = book_place(actor, book, "book.own")
    found = Seat.objects.filter(book=place.book, local_id=seat).first()
    if found is None:
        raise NotFound(_("there is no seat %(seat)r in this book") % {"seat": seat})
    if found.party_id is not None:
        raise Refused(_("this seat is taken"))
    return found.name


def take(sender: object, *, actor: Actor, book: str, seat: str, party: int, **_more: Any) -> bool:
    """Bind the seat to its new holder. Raises NotFound, Refused."""
    bind(book, seat, party)
    return True


def seat_what_landed(sender: object, *, book: str, **_more: Any) -> None:
    """After a load: parties and agreements among what has landed get seats and parts."""
    opened = books.open_book(book)
    with opened.store.snapshot() as snapshot:
        if not snapshot.has("documents"):
            return
    with transaction.atomic():
        row = Book.objects.select_for_update().get(slug=book)
        seating.seat(row, books.open_book(book).book, seating.proposed_agreements(row))
