"""For whom answers and efforts are given: a side of the relationship, and what is known of it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from django.utils import timezone

from trueup.horizons.stakeholders import Criterion, HorizonLevel, Sides, Stakeholders
from trueup.web.assessments.state import today
from trueup.web.documents.models import Book
from trueup.web.horizons.access import Relationship, relationship
from trueup.web.parties.access import Actor


@dataclass(frozen=True, slots=True)
class Scope:
    """Who speaks (`seat` of the actor's party), in which relationship, and which day it is there."""

    place: Relationship
    seat: str
    today: dt.date

    @property
    def book(self) -> Book:
        """The book."""
        return self.place.book

    @property
    def side(self) -> str:
        """The part of the seat in the relationship."""
        return self.place.seats[self.seat]

    @property
    def sides(self) -> Sides:
        """Who is who."""
        return self.place.sides

    @property
    def versions(self) -> tuple[Stakeholders, ...]:
        """Every version that was ever in force, the latest last: what was asked once may still be answered."""
        return self.place.documents.stakeholders[self.place.id].all

    def asked(self, criterion: str) -> tuple[HorizonLevel, Criterion] | None:
        """The criterion of that id with its level, as it was asked last; None where none was ever asked."""
        found = asked_last(self.versions, criterion)
        return None if found is None else found[1:]


def asked_last(versions: Sequence[Stakeholders], criterion: str) -> tuple[Stakeholders, HorizonLevel, Criterion] | None:
    """The latest of the versions that asks a criterion, and where; None where none does."""
    every = ((document, level, each) for document in reversed(versions) for level, each in document.criteria())
    return next((found for found in every if found[2].id == criterion), None)


def answering(actor: Actor | None, book: str, id: str) -> Scope:
    """For whom the actor answers. Raises NotFound, Refused for who only reads."""
    place = relationship(actor, book, id)
    return Scope(place, place.answering(), _today(place))


def spending(actor: Actor | None, book: str, id: str) -> Scope:
    """Whose effort the actor writes down. Raises NotFound, Refused for who only reads or observes."""
    place = relationship(actor, book, id)
    return Scope(place, place.spending(), _today(place))


def _today(place: Relationship) -> dt.date:
    return today(place.documents.definition.time_zone, timezone.now())
