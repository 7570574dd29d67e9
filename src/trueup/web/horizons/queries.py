"""What pages and the API read of horizons: the relationships that the actor sees, and how they were scored."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from django.db.models import QuerySet
from django_tasks.base import TaskResultStatus

from trueup.horizons.results import Ladder
from trueup.web.assessments.state import moved, state_of
from trueup.web.documents.access import Place
from trueup.web.documents.books import open_book
from trueup.web.documents.models import Book
from trueup.web.documents.sittings import sittings
from trueup.web.horizons.access import Relationship, relationship, relationships_of
from trueup.web.horizons.computing import basis_of
from trueup.web.horizons.models import Scored
from trueup.web.horizons.tasks import score
from trueup.web.parties.access import Actor, require
from trueup.web.site.marks import Mark
from trueup.web.site.once import once
from trueup.web.work.models import Job
from trueup.web.written import written

SCORED = Mark(f"SELECT count(*), max(computed_at) FROM {Scored._meta.db_table}")  # noqa: S608 - the name of our own table
"""Another one whenever horizons of any book were scored."""
GOING = Mark(f"SELECT count(*), sum(done) FROM {Job._meta.db_table} WHERE about = 'horizons' AND worker <> ''")  # noqa: S608
"""Another one whenever a job that scores began, went on or ended."""


State = Literal["done", "under_way", "refused"]


@dataclass(frozen=True, slots=True)
class Going:
    """The scoring of a book that waits or is under way."""

    done: int | None
    total: int | None


@dataclass(frozen=True, slots=True)
class Standing:
    """A relationship as it was scored: `ladder`, or the `problem` why there is none; neither: not scored yet."""

    place: Relationship
    ladder: Ladder | None
    problem: str
    computed_at: dt.datetime | None
    out_of_date: bool
    going: Going | None = None

    @property
    def address(self) -> str:
        """Its page."""
        return self.place.address

    @property
    def state(self) -> State:
        """done, refused or under_way."""
        return "done" if self.ladder else "refused" if self.problem else "under_way"


@dataclass(frozen=True, slots=True)
class Unkept:
    """An agreement of which nobody keeps the horizons, and where the actor could begin."""

    book: Book
    agreement: str
    title: str


def standings(actor: Actor | None) -> tuple[Standing, ...]:
    """Every relationship that the actor sees, by book and id."""
    books = tuple(each.book.pk for each in sittings(actor))
    return with_scores(list(relationships_of(actor)), books)


def with_scores(places: Sequence[Relationship], books: tuple[int, ...]) -> tuple[Standing, ...]:
    """Relationships of these books with what was computed of them: one question, and none where there are none."""
    kept = _kept(books) if places else {}
    return tuple(_standing(each, kept) for each in places)


def standing(actor: Actor | None, book: str, id: str) -> Standing:
    """One of them. Raises NotFound where none is in force that the actor may see."""
    place = relationship(actor, book, id)
    return _standing(place, _kept((place.book.pk,)))


def seen(actor: Actor | None, book: str, id: str) -> Standing:
    """The same, and whether it is being scored just now. Raises NotFound."""
    found = standing(actor, book, id)
    return replace(found, going=going(found.place.book))


def unkept(actor: Actor | None, kept: Iterable[Standing]) -> tuple[Unkept, ...]:
    """The agreements in force of which nobody keeps the horizons, and for which the actor may begin."""
    actor, found = require(actor), []
    about = {(each.place.slug, each.place.document.agreement) for each in kept}
    for here in sittings(actor):
        agreements = open_book(here.book.slug).book.agreements
        for name, seats in sorted(here.agreements.items()):
            may = Place(actor, here.book, name, seats).may("version.propose")
            if may and name in agreements and (here.book.slug, name) not in about:
                found.append(Unkept(here.book, name, agreements[name].latest.title))
    return tuple(found)


def going(book: Book) -> Going | None:
    """The scoring of a book that is under way."""
    alive = (TaskResultStatus.READY, TaskResultStatus.RUNNING)
    jobs = Job.objects.filter(book=book.slug, result__task_path=score.module_path, result__status__in=alive)
    found = jobs.order_by("-alive_until").values_list("done", "total").first()
    return Going(*found) if found else None


@once
@written
def scored(books: tuple[int, ...]) -> QuerySet[Scored]:
    """What was computed of these books, with what moved each last (`last`)."""
    return Scored.objects.filter(book__in=books).annotate(last=moved("book__slug"))


def _kept(books: tuple[int, ...]) -> dict[tuple[int, str], Scored]:
    return {(row.book_id, row.stakeholders): row for row in scored(books)}


def _standing(place: Relationship, kept: dict[tuple[int, str], Scored]) -> Standing:
    row = kept.get((place.book.pk, place.id))
    if row is None:
        return Standing(place, None, "", None, False)
    basis = basis_of(state_of(row.last), place.documents)  # type: ignore[attr-defined]
    ladder = Ladder.model_validate_json(row.ladder) if row.ladder else None
    return Standing(place, ladder, row.problem, row.computed_at, row.basis != basis)
