"""What a seat may report: which KPIs, in which slices, of which periods."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from django.utils import timezone

from trueup.agreements.documents import Agreement
from trueup.book.book import Book as Documents
from trueup.kpis.documents import Kpi
from trueup.vocabulary import Slice
from trueup.web.assessments.state import today
from trueup.web.documents.access import Place, agreement_place, book_place
from trueup.web.documents.books import open_book
from trueup.web.documents.models import Book
from trueup.web.parties.access import Actor, NotFound


@dataclass(frozen=True, slots=True)
class Measured:
    """A KPI, and the slices in which it may be spoken of here."""

    kpi: Kpi
    slices: tuple[Slice, ...]

    def holds(self, where: Slice) -> bool:
        """Whether a slice lies within."""
        return any(around.contains(where) for around in self.slices)


@dataclass(frozen=True, slots=True)
class Scope:
    """Who acts, for what. `agreement` is empty for the whole book, `seat` for who may only read."""

    place: Place
    documents: Documents
    agreement: str
    seat: str
    provider: bool
    measured: dict[str, Measured]
    today: dt.date

    @property
    def book(self) -> Book:
        """The book."""
        return self.place.book

    @property
    def kpi_names(self) -> dict[str, str]:
        """What people call the KPIs of the book."""
        return {name: versions.latest.name for name, versions in self.documents.kpis.items()}

    @property
    def seat_name(self) -> str:
        """What people call who reports."""
        found = self.documents.parties.get(self.seat)
        return found.name if found else self.seat

    @property
    def enterable(self) -> dict[str, Measured]:
        """The KPIs whose actuals are typed in, uploaded or sent."""
        return {name: each for name, each in self.measured.items() if each.kpi.entered}


def scope_of(actor: Actor | None, book: str, agreement: str | None, right: str = "evidence.report") -> Scope:
    """What the actor may do under `right` towards an agreement; None: towards the whole book, as its customer.

    Raises NotFound and Refused as `agreement_place` and `book_place`.
    """
    if agreement is None:
        place = book_place(actor, book, "book.edit")
        documents = open_book(book).book
        every = {name: Measured(versions.latest, (Slice(),)) for name, versions in documents.kpis.items()}
        seat = place.seat_for("book.edit")
        return Scope(place, documents, "", seat, False, every, _today(documents))
    place = agreement_place(actor, book, agreement, right)
    documents, seat = open_book(book).book, place.seat_for(right)
    if agreement not in documents.agreements:
        raise NotFound(f"no version of the agreement {agreement!r} is in force yet")
    provider = place.seats[seat] == "provider"
    measured = measured_by(documents, documents.agreements[agreement], compared=not provider)
    return Scope(place, documents, agreement, seat, provider, measured, _today(documents))


def measured_by(documents: Documents, versions: Iterable[Agreement], *, compared: bool = False) -> dict[str, Measured]:
    """Every KPI that any version of an agreement speaks of, and the KPIs that a ratio divides, each with its slices.

    `compared` adds the slices that a promise is compared with: they are the customer's, not the provider's.
    """
    found: dict[str, list[Slice]] = {}
    for agreement in versions:
        for kpi, where in _spoken_of(agreement, compared):
            for part in _parts(documents, kpi):
                found.setdefault(part, []).append(where)
    return {
        name: Measured(documents.kpis[name].latest, tuple(dict.fromkeys(slices)))
        for name, slices in found.items()
        if name in documents.kpis
    }


def _spoken_of(agreement: Agreement, compared: bool) -> Iterator[tuple[str, Slice]]:
    """What is promised, and what it is compared with."""
    for objective in agreement.objectives:
        yield objective.kpi, objective.slice
        if compared:
            yield from ((objective.kpi, other) for other in objective.attribution.slices)


def _parts(documents: Documents, kpi: str) -> Iterator[str]:
    yield kpi
    versions = documents.kpis.get(kpi)
    aggregate = versions.latest.aggregate if versions else None
    if aggregate is not None and aggregate.numerator and aggregate.denominator:
        yield from (aggregate.numerator, aggregate.denominator)


def _today(documents: Documents) -> dt.date:
    return today(documents.definition.time_zone, timezone.now())
