"""The one door to books and agreements: nothing is read or changed but through it.

The table of web.md ("Rights") is `RIGHTS`; tests cross every entry with every persona.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from typing import Literal

from django.db.models import QuerySet

from trueup.agreements.documents import Agreement
from trueup.web.documents import cases, models_of_book, panels, private, relationships
from trueup.web.documents.books import is_met, open_book
from trueup.web.documents.models import AgreementSeat, Book, PlanSeat, Seat, Version
from trueup.web.documents.proposals import proposed
from trueup.web.parties.access import Actor, NotFound, Refused, require
from trueup.web.site.once import once
from trueup.web.written import written

Part = Literal["customer", "provider", "observer"]

RIGHTS: dict[str, dict[str, str]] = {
    # right: {part in the agreement: least role of the member}
    "agreement.read": {"customer": "viewer", "provider": "viewer", "observer": "viewer"},
    "version.propose": {"customer": "editor", "provider": "editor"},
    "version.sign": {"customer": "owner", "provider": "owner"},
    "evidence.report": {"customer": "editor", "provider": "editor"},
    "progress.report": {"customer": "editor", "provider": "editor", "observer": "owner"},
    "evidence.verify": {"customer": "editor"},
    "evidence.attest": {"observer": "owner"},
    "dispute.open": {"customer": "editor", "provider": "editor"},
    "dispute.answer": {"observer": "editor"},
    "book.read": {"customer": "viewer"},
    "book.edit": {"customer": "editor"},
    "book.own": {"customer": "owner"},
}
SCOPE: dict[str, str] = {
    "agreement.read": "read",
    "version.propose": "write",
    "version.sign": "sign",
    "evidence.report": "write",
    "progress.report": "write",
    "evidence.verify": "sign",
    "evidence.attest": "sign",
    "dispute.open": "write",
    "dispute.answer": "sign",
    "book.read": "read",
    "book.edit": "write",
    "book.own": "admin",
}


@dataclass(frozen=True, slots=True)
class Place:
    """Where an actor stands: the book, the agreement (or None for the whole book), its seats and parts there."""

    actor: Actor
    book: Book
    agreement: str | None
    seats: dict[str, str]  # local id of each of the actor's seats -> its part

    @property
    def parts(self) -> frozenset[str]:
        """The parts that the actor's party has here."""
        return frozenset(self.seats.values())

    def seat_for(self, right: str) -> str:
        """The local id of the seat by which the actor has the right. Raises Refused."""
        for local, part in self.seats.items():
            least = RIGHTS[right].get(part)
            if least is not None and self.actor.is_at_least(least):
                return local
        raise Refused(_who_may(right), do="ask one of them")

    def may(self, right: str) -> bool:
        """Whether the actor has the right here."""
        if SCOPE[right] not in self.actor.scopes:
            return False
        least = [RIGHTS[right][part] for part in self.parts if part in RIGHTS[right]]
        return any(self.actor.is_at_least(role) for role in least)


def agreement_place(actor: Actor | None, book: str, agreement: str, right: str = "agreement.read") -> Place:
    """Where the actor stands towards an agreement, if it has the right.

    Raises NotFound if there is none or the actor has no part in it, Refused if it has one without that right.
    """
    actor = require(actor)
    found = _agreement_seats(actor.party, book, agreement)
    if not found:
        raise NotFound(f"there is no agreement {agreement!r} in a book {book!r}")
    place = Place(actor, is_met(found[0].book), agreement, {row.seat.local_id: row.part for row in found})
    return _checked(place, right)


@once
@written
def _agreement_seats(party: int, book: str, agreement: str) -> QuerySet[AgreementSeat]:
    rows = AgreementSeat.objects.filter(book__slug=book, agreement=agreement, seat__party_id=party)
    return rows.select_related("book", "seat")


def plan_place(actor: Actor | None, book: str, plan: str, right: str = "agreement.read") -> Place:
    """Where the actor stands towards a plan, if it has the right: by its part in the plan's agreement or its portion.

    Raises as `agreement_place`.
    """
    actor = require(actor)
    found = _plan_seats(actor.party, book, plan)
    if not found:
        raise NotFound(f"there is no plan {plan!r} in a book {book!r}")
    place = Place(actor, is_met(found[0].book), None, {row.seat.local_id: row.part for row in found})
    return _checked(place, right)


@once
@written
def _plan_seats(party: int, book: str, plan: str) -> QuerySet[PlanSeat]:
    rows = PlanSeat.objects.filter(book__slug=book, plan=plan, seat__party_id=party)
    return rows.select_related("book", "seat")


def book_place(actor: Actor | None, book: str, right: str = "book.read") -> Place:
    """Where the actor stands towards a whole book: only its customer sees it whole. Raises as `agreement_place`."""
    actor = require(actor)
    seats = {seat.local_id: seat for seat in seats_in(actor.party, book) if seat.role == "customer"}
    if not seats:
        raise NotFound(f"there is no book {book!r}")
    row = next(iter(seats.values())).book
    return _checked(Place(actor, row, None, {local: seat.role for local, seat in seats.items()}), right)


@once
def seats_in(party: int, book: str) -> tuple[Seat, ...]:
    """The seats of a party (by its key) in a book, each with the book."""
    found = _seats(party, book)
    for seat in found[:1]:
        is_met(seat.book)
    return found


@written
def _seats(party: int, book: str) -> QuerySet[Seat]:
    return Seat.objects.filter(book__slug=book, party_id=party).select_related("book")


def document_place(actor: Actor | None, book: str, kind: str, id: str, right: str = "agreement.read") -> Place:
    """Where the actor stands towards a document of any kind, if it has the right (one of "agreement.*", "version.*").

    An agreement is reached by its parties, a statement by those of its agreement, a plan and its containments by those
    of the plan, a KPI by the customer and the parties of agreements that rest on it, a job map or a survey by the
    customer, by who asks, and by the parties of agreements that it is about, a business case by the parties of
    agreements that name it and by who wrote it, what is private by its own party, the five horizons by the sides of the
    relationship, an operating model by the customer and the book's observers, all else by the customer. Raises as
    `agreement_place`.
    """
    actor = require(actor)
    rule = _rule_of(kind)
    if rule is not None:
        return rule(actor, book, kind, id, right)
    if kind in ("agreement", "statement"):
        with suppress(NotFound):
            return agreement_place(actor, book, id if kind == "agreement" else _settled(book, id), right)
    if kind in ("plan", "containment"):
        with suppress(NotFound):
            return plan_place(actor, book, id if kind == "plan" else _contained(book, id), right)
    if kind == "kpi" and not any(seat.role == "customer" for seat in seats_in(actor.party, book)):
        return _place_by_kpi(actor, book, id, right)
    return book_place(actor, book, right)


def _rule_of(kind: str) -> Callable[[Actor, str, str, str, str], Place] | None:
    """The kinds whose documents are reached by a rule of their own alone."""
    if private.is_private(kind):
        return _place_of_ones_own
    if kind in panels.KINDS:
        return _place_by_panel
    return _BY_KIND.get(kind)


def _place_of_ones_own(actor: Actor, book: str, kind: str, id: str, right: str) -> Place:
    """Where the actor stands towards what is private to a party: nowhere, unless it is theirs or shown to them."""
    seats = seats_in(actor.party, book)
    roles = {seat.local_id: seat.role for seat in seats}
    mine = private.seats_at(book, open_book(book).book, id, roles) if seats else {}
    if not mine:
        raise NotFound(f"there is no {kind} {id!r} in a book {book!r}")
    return _checked(Place(actor, seats[0].book, None, mine), right)


def _place_by_kpi(actor: Actor, book: str, kpi: str, right: str) -> Place:
    """The first agreement through which the actor reaches a KPI with that right. Raises NotFound, Refused."""
    refused: Refused | None = None
    for agreement in sorted(own_agreements(actor, book)):
        if kpi in kpis_of(book, agreement):
            try:
                return agreement_place(actor, book, agreement, right)
            except Refused as why:
                refused = why
    raise refused or NotFound(f"there is no KPI {kpi!r} in a book {book!r}")


@once
def own_parts(party: int, book: str) -> tuple[AgreementSeat, ...]:
    """The parts of a party (by its key) in the agreements of a book, each with the book and the seat."""
    found = _parts(party, book)
    for row in found[:1]:
        is_met(row.book)
    return found


@written
def _parts(party: int, book: str) -> QuerySet[AgreementSeat]:
    return AgreementSeat.objects.filter(book__slug=book, seat__party_id=party).select_related("book", "seat")


def own_agreements(actor: Actor, book: str) -> frozenset[str]:
    """The agreements of a book in which the actor has a part."""
    return frozenset(row.agreement for row in own_parts(actor.party, book))


def _place_by_panel(actor: Actor | None, book: str, kind: str, id: str, right: str) -> Place:
    """Where the actor stands towards a job map or a survey. Raises NotFound, Refused."""
    actor = require(actor)
    seats = seats_in(actor.party, book)
    if not seats or any(seat.role == "customer" for seat in seats):
        return book_place(actor, book, right)
    documents = open_book(book).book
    asking = panels.askers(book, documents, kind, id)
    mine = {seat.local_id: seat.role for seat in seats if seat.local_id in asking}
    if mine:
        return _checked(Place(actor, seats[0].book, None, mine), right)
    about = panels.agreements(book, documents, kind, id)
    for agreement in sorted(own_agreements(actor, book) & about):
        return agreement_place(actor, book, agreement, right)
    raise NotFound(f"there is no {kind} {id!r} in a book {book!r}")


def _place_by_case(actor: Actor, book: str, kind: str, id: str, right: str) -> Place:
    """Where the actor stands towards a business case; one that is not there yet may be begun by either side.

    Raises NotFound, Refused.
    """
    seats = {seat.local_id: seat for seat in seats_in(actor.party, book)}
    documents = open_book(book).book if seats else None
    if documents is None:
        raise NotFound(f"there is no {kind} {id!r} in a book {book!r}")
    for agreement in sorted(own_agreements(actor, book) & cases.naming(book, documents, id)):
        return agreement_place(actor, book, agreement, right)
    wrote = cases.writers(book, documents, id)
    mine = {name: seat.role for name, seat in seats.items() if seat.role != "observer" and name in (wrote or seats)}
    if not mine:
        raise NotFound(f"there is no {kind} {id!r} in a book {book!r}")
    return _checked(Place(actor, next(iter(seats.values())).book, None, mine), right)


def _place_by_relationship(actor: Actor, book: str, kind: str, id: str, right: str) -> Place:
    """Where the actor stands towards the five horizons of a relationship. Raises NotFound, Refused."""
    seats = seats_in(actor.party, book)
    documents = open_book(book).book if seats else None
    if documents is None:
        raise NotFound(f"there is no {kind} {id!r} in a book {book!r}")
    about = {each.agreement for each in relationships.versions(book, documents, id)} - {None}
    for agreement in sorted(own_agreements(actor, book) & about):
        return agreement_place(actor, book, agreement, right)
    roles = {seat.local_id: seat.role for seat in seats}
    mine = relationships.seats_at(book, documents, id, actor.party, roles)
    if mine:
        return _checked(Place(actor, seats[0].book, None, mine), right)
    if "customer" in roles.values():
        return book_place(actor, book, right)
    raise NotFound(f"there is no {kind} {id!r} in a book {book!r}")


def _place_of_the_book(actor: Actor, book: str, kind: str, id: str, right: str) -> Place:
    """Where the actor stands towards an operating model: as the customer, else as an observer of the book. Raises
    NotFound, Refused."""
    seats = seats_in(actor.party, book)
    mine = models_of_book.seats({seat.local_id: seat.role for seat in seats})
    if not mine or "customer" in mine.values():
        return book_place(actor, book, right)
    return _checked(Place(actor, seats[0].book, None, mine), right)


_BY_KIND: dict[str, Callable[[Actor, str, str, str, str], Place]] = {
    cases.KIND: _place_by_case,
    models_of_book.KIND: _place_of_the_book,
    relationships.KIND: _place_by_relationship,
}


def _contained(book: str, id: str) -> str:
    """The plan that a containment, proposed or in force, is about. Raises NotFound."""
    rows = Version.objects.filter(book__slug=book, kind="containment", doc_id=id, state__in=("proposed", "in_force"))
    body = rows.order_by("-number").values_list("body", flat=True).first()
    if body is not None:
        return str(json.loads(body)["plan"])
    standing = open_book(book).book.containments.get(id) if Book.objects.filter(slug=book).exists() else None
    if standing is None:
        raise NotFound(f"there is no containment {id!r} in a book {book!r}")
    return standing.latest.plan


def _settled(book: str, id: str) -> str:
    """The agreement that a statement, proposed or in force, settles. Raises NotFound."""
    rows = Version.objects.filter(book__slug=book, kind="statement", doc_id=id, state__in=("proposed", "in_force"))
    body = rows.order_by("-number").values_list("body", flat=True).first()
    if body is None:
        raise NotFound(f"there is no statement {id!r} in a book {book!r}")
    return str(json.loads(body)["agreement"])


def kpis_of(book: str, agreement: str) -> frozenset[str]:
    """The KPIs that any version of an agreement, proposed or once in force, rests on."""
    waiting = (each for each in proposed(book, "agreement") if isinstance(each, Agreement) and each.id == agreement)
    standing = open_book(book).book.agreements.get(agreement)
    return frozenset(each.kpi for one in (*waiting, *(standing or ())) for each in one.objectives)


def visible_agreements(actor: Actor | None) -> QuerySet[AgreementSeat]:
    """The rows (book, agreement, seat, part) of every agreement that the actor's party has a part in."""
    actor = require(actor)
    return AgreementSeat.objects.filter(seat__party_id=actor.party).select_related("book", "seat")


def visible_plans(actor: Actor | None) -> QuerySet[PlanSeat]:
    """The rows (book, plan, seat, part) of every plan that the actor's party has a part in."""
    actor = require(actor)
    return PlanSeat.objects.filter(seat__party_id=actor.party).select_related("book", "seat")


def visible_books(actor: Actor | None) -> QuerySet[Book]:
    """Every book in which the actor's party has a seat."""
    actor = require(actor)
    return Book.objects.filter(seats__party_id=actor.party).distinct()


def _checked(place: Place, right: str) -> Place:
    if SCOPE[right] not in place.actor.scopes:
        raise Refused(f"this token lacks the scope {SCOPE[right]!r}", do="make a token with it in Settings")
    place.seat_for(right)
    return place


def _who_may(right: str) -> str:
    who = " or ".join(f"an {role} of the {part}" for part, role in RIGHTS[right].items())
    return f"only {who} may do this"
