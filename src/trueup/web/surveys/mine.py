"""The surveys that a party asks, over all books, in one question however many books it sits in."""

from __future__ import annotations

from dataclasses import dataclass

from trueup.jobs.survey import Survey
from trueup.web.documents.books import open_book
from trueup.web.documents.models import Book
from trueup.web.documents.sittings import sittings
from trueup.web.parties.access import Actor
from trueup.web.surveys.access import asks


@dataclass(frozen=True, slots=True)
class Mine:
    """A survey in force that the party asks, its book, and the time zone of that."""

    book: Book
    survey: Survey
    zone: str

    @property
    def title(self) -> str:
        """What people call it."""
        return self.survey.title or self.survey.id

    @property
    def address(self) -> str:
        """Its page."""
        return f"/surveys/{self.book.slug}/{self.survey.id}"


def mine(actor: Actor) -> list[Mine]:
    """The latest version in force of each, by book and id."""
    found = []
    for each in sittings(actor):
        if not each.panels:
            continue
        documents = open_book(each.book.slug).book
        surveys = (versions.latest for versions in documents.surveys.values())
        asked = [survey for survey in surveys if any(asks(survey, local, role) for local, role in each.seats.items())]
        zone = documents.definition.time_zone
        found += [Mine(each.book, survey, zone) for survey in sorted(asked, key=lambda survey: survey.id)]
    return found
