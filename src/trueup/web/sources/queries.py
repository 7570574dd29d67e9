"""What a book's customer sees of its sources. Nobody else sees any of it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db.models import Max, QuerySet
from django.utils.translation import gettext as _

from trueup.sources.report import LoadReport as Report
from trueup.web.documents.access import book_place, visible_books
from trueup.web.documents.books import open_book
from trueup.web.documents.models import Book, Seat
from trueup.web.parties.access import Actor, NotFound, require
from trueup.web.sources import files
from trueup.web.sources.models import LoadReport, Secret
from trueup.web.sources.repeating import Repeat, schedule_name
from trueup.web.sources.variables import prefix_of
from trueup.web.work.masking import masked
from trueup.web.work.models import Job, Schedule

if TYPE_CHECKING:
    from trueup.sources.documents import Source

SHOWN = 30


@dataclass(frozen=True, slots=True)
class LoadRow:
    """A load in a list. `state` is waiting, running, done, refused (some rows), again (waits to be tried) or failed."""

    id: int
    source: str
    state: str
    asked_at: dt.datetime
    asked_by: str
    ended_at: dt.datetime | None
    dry_run: bool
    read: int
    landed: int
    refused: int
    problem: str
    retry_at: dt.datetime | None
    doing: str = ""
    done: int | None = None
    total: int | None = None

    @property
    def under_way(self) -> bool:
        """Whether it has yet to end."""
        return self.ended_at is None


@dataclass(frozen=True, slots=True)
class SourceRow:
    """A source as the page shows it: where it reads (secrets masked), what it feeds, when, and how it went."""

    id: str
    title: str
    version: int
    places: tuple[str, ...]
    feeds: tuple[str, ...]
    repeat: Repeat | None
    next_at: dt.datetime | None
    last: LoadRow | None


@dataclass(frozen=True, slots=True)
class BookOfSources:
    """A book and what may be done with its sources."""

    slug: str
    name: str
    zone: str
    may_edit: bool


def books(actor: Actor | None) -> list[Book]:
    """The books whose customer the actor's party is."""
    actor = require(actor)
    mine = Seat.objects.filter(party_id=actor.party, role="customer").values("book")
    return list(visible_books(actor).filter(pk__in=mine).order_by("name"))


@dataclass(frozen=True, slots=True)
class Overview:
    """Everything that the first page shows, looked up once."""

    book: BookOfSources
    sources: tuple[SourceRow, ...]
    loads: tuple[LoadRow, ...]


def overview(actor: Actor | None, slug: str, source: str | None = None) -> Overview:
    """The book, its sources and latest loads, or only one source and its loads. Raises NotFound."""
    place = book_place(actor, slug)
    documents = open_book(slug).book
    if source is not None and source not in documents.sources:
        raise NotFound(_("there is no source %(source)r in this book") % {"source": source[:200]})
    found = [each.latest for name, each in documents.sources.items() if source in (None, name)]
    book = BookOfSources(slug, place.book.name, documents.definition.time_zone, place.may("book.edit"))
    return Overview(book, tuple(_rows(place.book, found)), tuple(_latest(place.book, source)))


def book_of(actor: Actor | None, slug: str) -> BookOfSources:
    """The book, for its customer. Raises NotFound."""
    place = book_place(actor, slug)
    zone = open_book(slug).book.definition.time_zone
    return BookOfSources(slug, place.book.name, zone, place.may("book.edit"))


def sources(actor: Actor | None, slug: str) -> list[SourceRow]:
    """Every source in force in the book."""
    return list(overview(actor, slug).sources)


def source(actor: Actor | None, slug: str, id: str) -> SourceRow:
    """One source. Raises NotFound."""
    return overview(actor, slug, id).sources[0]


def loads(actor: Actor | None, slug: str, source: str | None = None) -> list[LoadRow]:
    """The latest loads, newest first."""
    return _latest(book_place(actor, slug).book, source)


def _latest(book: Book, source: str | None) -> list[LoadRow]:
    rows = LoadReport.objects.filter(book=book).select_related("asked_by__party").order_by("-asked_at", "-pk")
    return _load_rows(list((rows.filter(source=source) if source else rows)[:SHOWN]))


def load(actor: Actor | None, slug: str, id: int) -> tuple[LoadRow, Report | None]:
    """One load with its report, if it has one. Raises NotFound."""
    book = book_place(actor, slug).book
    row = LoadReport.objects.select_related("asked_by__party").filter(book=book, pk=id).first()
    if row is None:
        raise NotFound(_("there is no such load in this book"))
    return _load_rows([row])[0], Report.model_validate_json(row.body) if row.body else None


def files_of(actor: Actor | None, slug: str) -> list[files.Kept]:
    """The data files in the book's folder."""
    book_place(actor, slug)
    return list(files.files_of(slug))


def may_upload(actor: Actor | None, slug: str) -> None:
    """Raise NotFound or Refused where the actor may not put files into the book."""
    book_place(actor, slug, "book.edit")


def secrets(actor: Actor | None, slug: str) -> list[tuple[str, dt.datetime]]:
    """The names of the secrets kept for the book, and when each was set; never a value."""
    book = book_place(actor, slug, "book.edit").book
    return list(Secret.objects.filter(book=book).order_by("name").values_list("name", "changed_at"))


def prefix(actor: Actor | None, slug: str) -> str:
    """How variables of the environment begin that the book's sources see."""
    return prefix_of(book_place(actor, slug, "book.edit").book.slug)


def _rows(book: Book, found: Iterable[Source]) -> list[SourceRow]:
    every = list(found)
    names = {schedule_name(book.slug, each.id): each.id for each in every}
    schedules = {names[row.name]: row for row in Schedule.objects.filter(name__in=names)}
    last: dict[str, LoadReport] = {}
    for row in LoadReport.objects.filter(pk__in=_last_of(book)).select_related("asked_by__party"):
        last[row.source] = row
    shown = {row.source: row for row in _load_rows(last.values())}
    return [_row(each, schedules.get(each.id), shown.get(each.id)) for each in every]


def _last_of(book: Book) -> QuerySet[LoadReport, int]:
    """The number of the last load of each source."""
    every = LoadReport.objects.filter(book=book).values("source").annotate(last=Max("pk"))
    return every.values_list("last", flat=True)


def _row(each: Source, schedule: Schedule | None, last: LoadRow | None) -> SourceRow:
    return SourceRow(
        id=each.id,
        title=each.title or each.id,
        version=each.version,
        places=tuple(_places(each)),
        feeds=tuple(dict.fromkeys(_feeds(each))),
        repeat=Repeat.of(schedule) if schedule else None,
        next_at=schedule.next_at if schedule else None,
        last=last,
    )


def _places(each: Source) -> Iterable[str]:
    for reads in each.reads.values():
        for read in reads:
            if read.sql is not None:
                yield masked(f"{read.sql} · {read.table or _('a query')}")
            yield from (masked(path) for path in read.paths)


def _feeds(each: Source) -> Iterable[str]:
    yield from (table for table, _rows in each.facts.mappings)
    yield from (f"raw_{land.table}" for land in each.land)
    yield from (made.kind for made in each.documents)


def _load_rows(found: Iterable[LoadReport]) -> list[LoadRow]:
    every = list(found)
    waiting = [row.job for row in every if row.ended_at is None and row.job]
    jobs = {job.pk: job for job in Job.objects.filter(pk__in=waiting)} if waiting else {}
    return [_load_row(row, jobs.get(row.job)) for row in every]


def _load_row(row: LoadReport, job: Job | None) -> LoadRow:
    return LoadRow(
        id=row.pk,
        source=row.source,
        state=_state(row),
        asked_at=row.asked_at,
        asked_by=row.asked_by.party.name if row.asked_by else "",
        ended_at=row.ended_at,
        dry_run=row.dry_run,
        read=row.read,
        landed=row.landed,
        refused=row.refused,
        problem=row.problem,
        retry_at=row.retry_at,
        doing=job.doing if job else "",
        done=job.done if job else None,
        total=job.total if job else None,
    )


def _state(row: LoadReport) -> str:
    if row.ended_at is None:
        return "again" if row.retry_at else "running" if row.started_at else "waiting"
    if row.problem:
        return "failed"
    return "refused" if row.refused else "done"
