"""Who sees a job map and what its surveys say: the customer, who asks, and the parties of agreements about it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from trueup.book import Book as Documents
from trueup.jobs.job_map import JobMap
from trueup.jobs.survey import Survey
from trueup.web.documents import panels
from trueup.web.documents.access import Place, own_agreements, seats_in
from trueup.web.documents.books import open_book
from trueup.web.documents.models import Book
from trueup.web.documents.proposals import ask_at_once
from trueup.web.documents.sittings import sittings
from trueup.web.parties.access import Actor, NotFound, Refused, require


@dataclass(frozen=True)
class Standing:
    """A book as the actor stands to it: its seats (local id -> role), and the agreements in which it has a part."""

    actor: Actor
    row: Book
    book: Documents
    seats: dict[str, str]
    agreements: frozenset[str]

    @property
    def whole(self) -> bool:
        """Whether the actor sees the book whole."""
        return "customer" in self.seats.values()

    def sees(self, kind: str, id: str) -> bool:
        """Whether a job map or a survey in force is for the actor."""
        if self.whole:
            return True
        slug = self.row.slug
        about = self.agreements and panels.agreements(slug, self.book, kind, id) & self.agreements
        return bool(about) or bool(panels.askers(slug, self.book, kind, id) & self.seats.keys())


@dataclass(frozen=True)
class JobPlace:
    """A job map in force, and the surveys that ask about it, as far as the actor sees them."""

    standing: Standing
    job_map: JobMap
    surveys: tuple[Survey, ...]

    @property
    def book(self) -> str:
        """The slug of its book."""
        return self.standing.row.slug

    @property
    def id(self) -> str:
        """Its id."""
        return self.job_map.id

    @property
    def address(self) -> str:
        """Its page."""
        return f"/jobs/{self.book}/{self.id}"

    @property
    def may_build(self) -> bool:
        """Whether the actor may write down a survey of it."""
        here = self.standing
        return Place(here.actor, here.row, None, here.seats).may("book.edit")

    def asks(self, survey: Survey) -> bool:
        """Whether the actor's party is the one that asks."""
        return panels.asker(self.standing.book, survey) in self.standing.seats


def job_place(actor: Actor | None, book: str, id: str) -> JobPlace:
    """The job map of that id. Raises NotFound where there is none, none is in force, or it is not for the actor."""
    here = standing(actor, book)
    versions = here.book.job_maps.get(id) if here else None
    if here is None or versions is None or not here.sees("job_map", id):
        raise NotFound(f"there is no job map {id!r} in a book {book!r}")
    return JobPlace(here, versions.latest, tuple(_surveys(here, id)))


def survey_place(actor: Actor | None, book: str, id: str) -> tuple[Standing, Survey]:
    """The survey of that id, for whoever sees what it says. Raises NotFound."""
    here = standing(actor, book)
    versions = here.book.surveys.get(id) if here else None
    if here is None or versions is None or not here.sees("survey", id):
        raise NotFound(f"there is no survey {id!r} in a book {book!r}")
    return here, versions.latest


def _surveys(here: Standing, job_map: str) -> Iterable[Survey]:
    """Those that ask about a job map. Who sees the map through its project sees all of them."""
    latest = [versions.latest for versions in here.book.surveys.values()]
    about = [each for each in latest if each.job_map == job_map]
    return about if here.whole or len(about) < 2 else [each for each in about if here.sees("survey", each.id)]


def standing(actor: Actor | None, book: str) -> Standing | None:
    """How the actor stands to a book; None where it has no seat there. Raises Refused for a token that may not read."""
    actor = require(actor)
    if "read" not in actor.scopes:
        raise Refused("this token lacks the scope 'read'", do="make a token with it in Settings")
    seats = seats_in(actor.party, book)
    if not seats:
        return None
    roles = {seat.local_id: seat.role for seat in seats}
    parts = frozenset[str]()
    if "customer" not in roles.values():
        parts = own_agreements(actor, book)
    return Standing(actor, seats[0].book, open_book(book).book, roles, parts)


def standings(actor: Actor | None) -> list[Standing]:
    """The books of the actor in which a job map is in force."""
    actor = require(actor)
    here = [each for each in sittings(actor) if each.panels]
    ask_at_once([each.book.slug for each in here if not each.whole])
    return [
        Standing(actor, each.book, open_book(each.book.slug).book, each.seats, frozenset(each.agreements))
        for each in here
    ]
