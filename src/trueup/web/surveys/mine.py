"""The surveys that a party asks, over all books, in three questions however many books it sits in."""

from __future__ import annotations

import json
from dataclasses import dataclass

from trueup.jobs.survey import Survey
from trueup.web.documents.models import Seat, Version
from trueup.web.parties.access import Actor
from trueup.web.surveys.access import asks


@dataclass(frozen=True, slots=True)
class Mine:
    """A survey in force, the seat that asks it, and the time zone of its book."""

    seat: Seat
    survey: Survey
    zone: str

    @property
    def title(self) -> str:
        """What people call it."""
        return self.survey.title or self.survey.id

    @property
    def address(self) -> str:
        """Its page."""
        return f"/surveys/{self.seat.book.slug}/{self.survey.id}"


def mine(actor: Actor) -> list[Mine]:
    """The latest version in force of each, by book and id."""
    rows = Version.objects.filter(kind="survey", state="in_force", book__seats__party_id=actor.party).distinct()
    latest: dict[tuple[int, str], Survey] = {}
    for book, body in rows.order_by("book__slug", "doc_id", "number").values_list("book_id", "body"):
        survey = Survey.model_validate_json(body)
        latest[book, survey.id] = survey
    if not latest:
        return []
    zones = _zones({book for book, _id in latest})
    seats = Seat.objects.filter(party_id=actor.party, book__in=list(zones)).select_related("book").order_by("pk")
    found: dict[tuple[int, str], Mine] = {}
    for seat in seats:
        for (book, name), survey in latest.items():
            if seat.book_id == book and asks(survey, seat):
                found.setdefault((book, name), Mine(seat, survey, zones[book]))
    return list(found.values())


def _zones(books: set[int]) -> dict[int, str]:
    rows = Version.objects.filter(kind="book", state="in_force", book__in=books).order_by("number")
    return {book: json.loads(body).get("time_zone") or "UTC" for book, body in rows.values_list("book_id", "body")}
