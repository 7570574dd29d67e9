"""Who sees the five horizons of a relationship: its two sides and its observer, and the customer whose book it is."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from trueup.book import Book as Documents
from trueup.horizons.stakeholders import Sides, Stakeholders
from trueup.web.documents import relationships
from trueup.web.documents.access import Place
from trueup.web.documents.books import open_book
from trueup.web.documents.models import Book
from trueup.web.documents.sittings import Sitting, sitting, sittings
from trueup.web.parties.access import Actor, NotFound, Refused, require

ANSWERS = {"customer": "editor", "provider": "editor", "observer": "owner"}
"""The least role of a member who answers for its side. An observer's word counts more than a provider's."""
SPENDS = {"customer": "editor", "provider": "editor"}
"""Who writes down effort: the sides, each its own."""


@dataclass(frozen=True, slots=True)
class Relationship:
    """A stakeholders document in force as the actor stands to it: `seats` are its own (local id -> side)."""

    actor: Actor
    book: Book
    documents: Documents
    document: Stakeholders
    seats: dict[str, str]

    @property
    def slug(self) -> str:
        """The slug of its book."""
        return self.book.slug

    @property
    def id(self) -> str:
        """Its id."""
        return self.document.id

    @property
    def address(self) -> str:
        """Its page."""
        return f"/horizons/{self.slug}/{self.id}"

    @property
    def sides(self) -> Sides:
        """Who is who."""
        return relationships.sides_of(self.documents, self.document)

    @property
    def names(self) -> dict[str, str]:
        """What people call the parties of the book."""
        return {party.id: party.name for party in self.documents.parties.values()}

    @property
    def may_answer(self) -> bool:
        """Whether the actor may answer criteria for a side."""
        return self._seat(ANSWERS) is not None

    @property
    def may_spend(self) -> bool:
        """Whether the actor may write down effort."""
        return self._seat(SPENDS) is not None

    @property
    def may_propose(self) -> bool:
        """Whether the actor may write the next version."""
        return Place(self.actor, self.book, None, self.seats).may("version.propose")

    @property
    def seals(self) -> bool:
        """Whether the actor's party is a side, which may seal wins; an observer reads those that it is named for."""
        return any(side in ("customer", "provider") for side in self.seats.values())

    def answering(self) -> str:
        """The seat for which the actor answers. Raises Refused."""
        return self._seat(ANSWERS) or self._refused(ANSWERS)

    def spending(self) -> str:
        """The seat whose effort the actor writes down. Raises Refused."""
        return self._seat(SPENDS) or self._refused(SPENDS)

    def _seat(self, least: dict[str, str]) -> str | None:
        if "write" not in self.actor.scopes:
            return None
        mine = (seat for seat, side in self.seats.items() if side in least and self.actor.is_at_least(least[side]))
        return next(mine, None)

    def _refused(self, least: dict[str, str]) -> str:
        if "write" not in self.actor.scopes:
            raise Refused("this token lacks the scope 'write'", do="make a token with it in Settings")
        who = " or ".join(f"an {role} of the {side}" for side, role in least.items())
        raise Refused(f"only {who} may do this", do="ask one of them")


def relationship(actor: Actor | None, book: str, id: str) -> Relationship:
    """The stakeholders document of that id. Raises NotFound where none is in force, or it is not for the actor."""
    here = sitting(_reader(actor), book)
    versions = open_book(book).book.stakeholders.get(id) if here else None
    if here is not None and versions is not None:
        for each in _of_book(_reader(actor), here, [versions.latest]):
            return each
    raise NotFound(f"there are no horizons {id!r} in a book {book!r}")


def relationships_of(actor: Actor | None) -> Iterator[Relationship]:
    """Every one in force that the actor sees, over all books."""
    actor = _reader(actor)
    for here in sittings(actor):
        documents = open_book(here.book.slug).book
        latest = [documents.stakeholders[id].latest for id in sorted(documents.stakeholders)]  # noqa: A001 - its name
        yield from _of_book(actor, here, latest)


def _of_book(actor: Actor, here: Sitting, latest: list[Stakeholders]) -> Iterator[Relationship]:
    documents = open_book(here.book.slug).book
    for document in latest:
        seats = here.agreements.get(document.agreement or "") or relationships.named(documents, document, here.seats)
        if not seats and here.whole:
            seats = {seat: role for seat, role in here.seats.items() if role == "customer"}
        if seats:
            yield Relationship(actor, here.book, documents, document, dict(seats))


def _reader(actor: Actor | None) -> Actor:
    actor = require(actor)
    if "read" not in actor.scopes:
        raise Refused("this token lacks the scope 'read'", do="make a token with it in Settings")
    return actor
