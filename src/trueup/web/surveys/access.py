"""The door to surveys: the party that asks, and nobody else, sees whom it asks and how many have answered."""

from __future__ import annotations

from dataclasses import dataclass

from trueup.book.versions import Versions
from trueup.jobs.job_map import JobMap
from trueup.jobs.survey import Survey
from trueup.web.documents.access import seats_in
from trueup.web.documents.books import open_book
from trueup.web.documents.models import Book, Seat
from trueup.web.parties.access import Actor, NotFound, Refused, require


@dataclass(frozen=True, slots=True)
class Asking:
    """A survey in force, and the actor as the party that asks."""

    actor: Actor
    book: Book
    seat: Seat
    versions: Versions[Survey]
    maps: Versions[JobMap]
    zone: str

    @property
    def survey(self) -> Survey:
        """The latest version."""
        return self.versions.latest

    @property
    def id(self) -> str:
        """The survey's id."""
        return self.versions.id

    @property
    def title(self) -> str:
        """What people call it."""
        return self.survey.title or self.id

    @property
    def address(self) -> str:
        """Its page."""
        return f"/surveys/{self.book.slug}/{self.id}"

    @property
    def may_ask(self) -> bool:
        """Whether the actor sees whom it asks, and may ask."""
        return self.actor.is_at_least("editor") and "write" in self.actor.scopes


def asking(actor: Actor | None, book: str, survey: str, *, role: str = "viewer", scope: str = "read") -> Asking:
    """The survey, for a member of the party that asks.

    Raises NotFound where there is none or another party asks, Refused for a role or token that may not.
    """
    actor = require(actor)
    seats = seats_in(actor.party, book)
    if not seats:
        raise _missing(book, survey)
    documents = open_book(book).book
    versions = documents.surveys.get(survey)
    maps = documents.job_maps.get(versions.latest.job_map) if versions else None
    if versions is None or maps is None:
        raise _missing(book, survey)
    seat = next((each for each in seats if asks(versions.latest, each.local_id, each.role)), None)
    if seat is None:
        raise _missing(book, survey)
    _check(actor, role, scope)
    return Asking(actor, seat.book, seat, versions, maps, documents.definition.time_zone)


def asks(survey: Survey, local: str, role: str) -> bool:
    """Whether a seat, by its local id and role, is that of the party that asks: the one named, else the customer."""
    return survey.party == local if survey.party else role == "customer"


def _check(actor: Actor, role: str, scope: str) -> None:
    """The actor is of the party that asks: what it may not do, it is told."""
    if scope not in actor.scopes:
        raise Refused(f"this token lacks the scope {scope!r}", do="make a token with it in Settings")
    require(actor, role=role)


def _missing(book: str, survey: str) -> NotFound:
    return NotFound(f"there is no survey {survey!r} in a book {book!r}")
