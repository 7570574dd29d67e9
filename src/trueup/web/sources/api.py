"""Sources for programs: load, schedule, report, files, secrets. For a book's customer."""

# No `from __future__ import annotations` here: the library reads the annotations of paged functions from elsewhere.

import datetime as dt
from typing import Annotated, Self

from ninja import Field, File, Query, Router, Schema, Status
from ninja.files import UploadedFile
from ninja.pagination import paginate

from trueup.sources.report import LoadReport
from trueup.vocabulary import InputError
from trueup.web.given import Given, LocalTime, Whole
from trueup.web.parties.access import ActorRequest
from trueup.web.sources import actions, queries
from trueup.web.sources.queries import LoadRow, SourceRow
from trueup.web.sources.repeating import Repeat

router = Router()
WRITE = {"x-scope": "write"}
SOURCE = "/books/{book}/sources/{path:id}"


class Repeats(Given):
    """How often a source is loaded: every so many minutes, or at a time of day where the book is."""

    minutes: Whole | None = Field(default=None, ge=5, le=525_600)
    at: LocalTime | None = None
    weekday: Whole | None = Field(default=None, ge=0, le=6, description="0 is Monday; null: every day")

    @property
    def repeat(self) -> Repeat:
        """The same, as it is kept. Raises InputError unless it repeats in one of the two ways."""
        if (self.minutes is None) == (self.at is None) or (self.minutes and self.weekday is not None):
            raise InputError("a source is loaded every so many minutes, or at a time of day", do="give one of the two")
        every = None if self.minutes is None else dt.timedelta(minutes=self.minutes)
        return Repeat(every, self.at, self.weekday)


class RepeatRead(Schema):
    """How often a source is loaded."""

    minutes: int = Field(description="every so many minutes; 0 where it is a time of day")
    at: LocalTime | None
    weekday: int | None


class SourceRead(Schema):
    """A source: where it reads (secrets masked), what it feeds, when, and how it went."""

    id: str
    title: str
    version: int
    places: list[str]
    feeds: list[str]
    repeat: RepeatRead | None
    next_at: dt.datetime | None
    last: LoadRow | None


class LoadRead(Schema):
    """A load, and its report when it has ended."""

    load: LoadRow
    report: LoadReport | None

    @classmethod
    def of(cls, found: tuple[LoadRow, LoadReport | None]) -> Self:
        """Both in one object."""
        return cls(load=found[0], report=found[1])


class FileRead(Schema):
    """A data file in the book's folder."""

    name: str
    size: int = Field(description="in bytes")
    digest: str = Field(description="SHA-256 of its bytes, of one that was just sent")


class SecretRead(Schema):
    """The name of a secret; never its value."""

    name: str
    changed_at: dt.datetime


class SecretGiven(Given):
    """What `${NAME}` stands for in the book's sources."""

    value: str = Field(min_length=1, max_length=4000)


@router.get("/books/{book}/sources", response=list[SourceRead], summary="The sources of a book")
@paginate(key=("id",))
def sources(request: ActorRequest, book: str) -> list[SourceRow]:
    """Every source in force: where it reads, what it feeds, how its last load went."""
    return queries.sources(request.actor, book)


@router.post(SOURCE + "/loads", response={202: LoadRow}, summary="Load a source")
def load_now(
    request: ActorRequest,
    book: str,
    id: str,
    dry_run: Annotated[bool, Query(description="read and map, land nothing")] = False,
) -> Status[LoadRow]:
    """Put a load into the queue, or find the one that is there; GET /books/{book}/loads/{load} says how it goes."""
    asked = actions.load_now(request.actor, book, id, dry_run=dry_run)
    return Status(202, queries.load(request.actor, book, asked.pk)[0])


@router.put(SOURCE + "/schedule", response=SourceRead, summary="Load a source again and again")
def schedule(request: ActorRequest, book: str, id: str, given: Repeats) -> SourceRow:
    """Every so often, or at a time of day."""
    actions.set_schedule(request.actor, book, id, given.repeat)
    return queries.source(request.actor, book, id)


@router.delete(SOURCE + "/schedule", response={204: None}, summary="Load a source only when asked")
def unschedule(request: ActorRequest, book: str, id: str) -> Status[None]:
    """End its schedule."""
    actions.set_schedule(request.actor, book, id, None)
    return Status(204, None)


@router.get(SOURCE, response=SourceRead, summary="A source")
def source(request: ActorRequest, book: str, id: str) -> SourceRow:
    """Where it reads, what it feeds, how its last load went."""
    return queries.source(request.actor, book, id)


@router.get("/books/{book}/loads", response=list[LoadRow], summary="The latest loads")
@paginate(key=("-id",))
def loads(
    request: ActorRequest, book: str, source: Annotated[str, Query(description="only those of a source")] = ""
) -> list[LoadRow]:
    """The latest loads of a book, newest first."""
    return queries.loads(request.actor, book, source or None)


@router.get("/books/{book}/loads/{int:load}", response=LoadRead, summary="A load with its report")
def load(request: ActorRequest, book: str, load: int) -> LoadRead:
    """How a load goes or went: rows read, landed and refused, each refused row with its line and why."""
    return LoadRead.of(queries.load(request.actor, book, load))


@router.get("/books/{book}/files", response=list[FileRead], summary="Data files")
@paginate(key=("name",))
def files(request: ActorRequest, book: str) -> list[object]:
    """The data files in the book's folder."""
    return list(queries.files_of(request.actor, book))


@router.post("/books/{book}/files", response={201: FileRead}, summary="Put a data file into the book")
def upload(
    request: ActorRequest,
    book: str,
    file: Annotated[UploadedFile, File(description="the file, as multipart/form-data")],
    name: Annotated[str, Query(max_length=600, description="as data/actuals.csv, which is the default")] = "",
    replace: Annotated[bool, Query(description="replace the file of that name")] = False,
) -> Status[object]:
    """Put a file where the book's sources can read it."""
    kept = actions.upload(request.actor, book, name or f"data/{file.name}", file, replace=replace)
    return Status(201, kept)


@router.get("/books/{book}/secrets", response=list[SecretRead], summary="The names of secrets", openapi_extra=WRITE)
def secrets(request: ActorRequest, book: str) -> list[SecretRead]:
    """Which `${NAME}` have a value here; never the values."""
    return [SecretRead(name=name, changed_at=at) for name, at in queries.secrets(request.actor, book)]


@router.put("/books/{book}/secrets/{name}", response={204: None}, summary="Set a secret")
def set_secret(request: ActorRequest, book: str, name: str, given: SecretGiven) -> Status[None]:
    """What `${NAME}` stands for from now on. It is kept sealed and never shown again."""
    actions.set_secret(request.actor, book, name, given.value)
    return Status(204, None)


@router.delete("/books/{book}/secrets/{name}", response={204: None}, summary="Forget a secret")
def forget_secret(request: ActorRequest, book: str, name: str) -> Status[None]:
    """Forget what `${NAME}` stands for."""
    actions.set_secret(request.actor, book, name, "")
    return Status(204, None)
