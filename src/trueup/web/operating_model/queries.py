"""What pages and the API read of operating models: those of books whose customer or observer the actor's party is."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property

from django_tasks.base import TaskResultStatus
from pydantic import ValidationError

from trueup.operating_model.document import OperatingModel
from trueup.operating_model.graph import Graph
from trueup.operating_model.hangs import hanging
from trueup.operating_model.results import ElementResult, Hanging, Map, Trace
from trueup.operating_model.trace import trace
from trueup.web.assessments.state import moved, state_of
from trueup.web.documents.access import Place
from trueup.web.documents.books import open_book
from trueup.web.documents.models import Book
from trueup.web.documents.models_of_book import SEES
from trueup.web.documents.sittings import Sitting, sitting, sittings
from trueup.web.operating_model.computing import basis_of
from trueup.web.operating_model.models import Mapped
from trueup.web.operating_model.tasks import about, map_models
from trueup.web.parties.access import Actor, NotFound, Refused, require
from trueup.web.site.marks import Mark
from trueup.web.work.models import Job

MAPPED = Mark(f"SELECT count(*), max(computed_at) FROM {Mapped._meta.db_table}")  # noqa: S608 - our own table
"""Another one whenever a model of any book was mapped."""
GOING = Mark(
    f"SELECT count(*), sum(done) FROM {Job._meta.db_table} WHERE about LIKE 'operating_model %%' AND worker <> ''"  # noqa: S608
)
"""Another one whenever a job that maps began, went on or ended."""


@dataclass(frozen=True, slots=True)
class Going:
    """The mapping of a book that waits or is under way."""

    done: int | None
    total: int | None


@dataclass(frozen=True)
class Seen:
    """A model in force, and its map as it was computed last: `body`, as it was kept; None while it never was."""

    actor: Actor
    row: Book
    seats: dict[str, str]
    document: OperatingModel
    body: str | None
    computed_at: dt.datetime | None
    out_of_date: bool

    @property
    def book(self) -> str:
        """The slug of its book."""
        return self.row.slug

    @property
    def id(self) -> str:
        """Its id."""
        return self.document.id

    @property
    def address(self) -> str:
        """Its page."""
        return f"/model/{self.book}/{self.id}"

    @property
    def may_write(self) -> bool:
        """Whether the actor may draft the next version."""
        return "customer" in self.seats.values() and Place(self.actor, self.row, None, self.seats).may("book.edit")

    @cached_property
    def found(self) -> Map | None:
        """The map; None also where a version of the program kept it that had other words."""
        try:
            return Map.model_validate_json(self.body) if self.body is not None else None
        except ValidationError:
            return None

    @cached_property
    def elements(self) -> dict[str, ElementResult]:
        """The elements of the map by id."""
        return {each.id: each for each in self.found.elements} if self.found else {}

    def element(self, id: str) -> ElementResult:
        """One of them. Raises NotFound."""
        if id not in self.elements:
            raise NotFound(f"there is no element {id!r} in the operating model {self.id!r}")
        return self.elements[id]

    @cached_property
    def graph(self) -> Graph:
        """What hangs on what."""
        return Graph.of(self.document)

    @cached_property
    def names(self) -> dict[str, str]:
        """What people call the parties of the book and of the model."""
        outside = {party.id: party.name for party in self.document.parties}
        return {party.id: party.name for party in open_book(self.book).book.parties.values()} | outside

    def trace(self, element: str) -> Trace:
        """Up to the jobs and down to the cash. Raises UnknownName for no element's id or name."""
        return trace(self.document, self.graph, element)

    def hanging(self, of: str) -> Hanging:
        """What hangs on an element or a party. Raises UnknownName for neither's id or name."""
        return hanging(self.document, self.graph, of, self.names)


def every(actor: Actor | None) -> tuple[Seen, ...]:
    """All models in force that the actor sees, by book and name."""
    actor = _reader(actor)
    here = [each for each in sittings(actor) if SEES & set(each.seats.values())]
    kept: dict[int, dict[str, Mapped]] = {}
    for row in Mapped.objects.filter(book__in=[each.book.pk for each in here]).annotate(last=moved("book__slug")):
        kept.setdefault(row.book_id, {})[row.model] = row
    return tuple(found for each in here for found in _of_book(actor, each, kept.get(each.book.pk, {})))


def seen(actor: Actor | None, slug: str, id: str) -> Seen:
    """One model. Raises NotFound where there is none in force, or it is not for the actor."""
    actor = _reader(actor)
    here = sitting(actor, slug)
    if here is not None and SEES & set(here.seats.values()):
        rows = Mapped.objects.filter(book=here.book.pk, model=id).annotate(last=moved("book__slug"))
        for found in _of_book(actor, here, {row.model: row for row in rows}, only=id):
            return found
    raise NotFound(f"there is no operating model {id!r} in a book {slug!r}")


def writable(actor: Actor | None) -> list[Book]:
    """The books in which the actor may draft a model."""
    actor = require(actor)
    whole = [each for each in sittings(actor) if each.whole]
    return [each.book for each in whole if Place(actor, each.book, None, each.seats).may("book.edit")]


def going(slugs: Iterable[str]) -> dict[str, Going]:
    """The mapping of these books that is under way."""
    names = {about(slug): slug for slug in slugs}
    alive = (TaskResultStatus.READY, TaskResultStatus.RUNNING)
    jobs = Job.objects.filter(about__in=names, result__task_path=map_models.module_path, result__status__in=alive)
    rows = jobs.order_by("alive_until").values_list("about", "done", "total")
    return {names[name]: Going(done, total) for name, done, total in rows}


def _reader(actor: Actor | None) -> Actor:
    actor = require(actor)
    if "read" not in actor.scopes:
        raise Refused("this token lacks the scope 'read'", do="make a token with it in Settings")
    return actor


def _of_book(actor: Actor, here: Sitting, kept: dict[str, Mapped], only: str | None = None) -> Iterator[Seen]:
    documents = open_book(here.book.slug).book
    for versions in documents.operating_models.values():
        document = versions.latest
        if only in (None, document.id):
            row = kept.get(document.id)
            yield Seen(
                actor=actor,
                row=here.book,
                seats=here.seats,
                document=document,
                body=row.body if row is not None else None,
                computed_at=row.computed_at if row is not None else None,
                out_of_date=row is not None and row.basis != basis_of(state_of(row.last), documents),  # type: ignore[attr-defined]
            )
