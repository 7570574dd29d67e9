"""Who may report which payments: a customer all of them, a provider what it invoices and credits itself."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.utils import timezone

from trueup.agreements.documents import Agreement
from trueup.web.assessments.state import today
from trueup.web.documents.access import Place, agreement_place
from trueup.web.documents.books import open_book
from trueup.web.documents.models import Book
from trueup.web.parties.access import Actor, NotFound

BILLS = ("invoiced", "credited")
KINDS = ("planned", *BILLS, "paid")


@dataclass(frozen=True, slots=True)
class Scope:
    """Who reports (`seat` and its `part`), under which agreement; `names` are those of its sides."""

    place: Place
    agreement: Agreement
    seat: str
    part: str
    names: dict[str, str]
    currency: str
    fiscal_year_start: int
    today: dt.date

    @property
    def book(self) -> Book:
        """The book."""
        return self.place.book

    @property
    def kinds(self) -> tuple[str, ...]:
        """The kinds of payments that the seat may report."""
        return KINDS if self.part == "customer" else BILLS

    @property
    def payees(self) -> tuple[str, ...]:
        """Whom the payments that it may report are for."""
        return self.agreement.providers if self.part == "customer" else (self.seat,)


def scope_of(actor: Actor | None, book: str, agreement: str) -> Scope:
    """What the actor may report under an agreement in force. Raises NotFound and Refused as `agreement_place`."""
    place = agreement_place(actor, book, agreement, "evidence.report")
    documents, seat = open_book(book).book, place.seat_for("evidence.report")
    if agreement not in documents.agreements:
        raise NotFound(f"no version of the agreement {agreement!r} is in force yet")
    latest, definition = documents.agreements[agreement].latest, documents.definition
    sides = (latest.customer, *latest.providers)
    names = {each: documents.parties[each].name for each in sides if each in documents.parties}
    currency = (latest.pricing.currency if latest.pricing else None) or definition.currency
    day = today(definition.time_zone, timezone.now())
    return Scope(place, latest, seat, place.seats[seat], names, currency, definition.fiscal_year_start, day)
