"""What the Calibration page and the API read: what was computed for a seat of the actor, and nothing else."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property

from django_tasks.base import TaskResultStatus

from trueup.value.results_calibration import CalibrationResult, KindCalibration
from trueup.web.calibration.models import Calibrated
from trueup.web.calibration.tasks import calibrate
from trueup.web.documents.access import seats_in
from trueup.web.documents.books import open_book
from trueup.web.documents.models import Book, Seat
from trueup.web.parties.access import Actor, NotFound, Refused, require
from trueup.web.site.marks import Mark
from trueup.web.work.models import Job

KEPT = Mark(f"SELECT max(id), max(computed_at) FROM {Calibrated._meta.db_table}")  # noqa: S608 - our own table
"""What is kept leaves no leaf, so pages that show it say that they rest on it."""


@dataclass(frozen=True, slots=True)
class Going:
    """The calibration of a book that waits or is under way."""

    doing: str
    done: int | None
    total: int | None


@dataclass(frozen=True)
class Seen:
    """The calibration of a book as one seat reads it; `row` None: it was not computed yet."""

    book: Book
    seat: Seat
    row: Calibrated | None
    going: Going | None = None

    @cached_property
    def found(self) -> CalibrationResult | None:
        """What was found; None: not computed yet, or it could not be."""
        return CalibrationResult.model_validate_json(self.row.body) if self.row is not None and self.row.body else None

    @cached_property
    def names(self) -> Mapping[str, str]:
        """What people call the parties of the book."""
        return {party.id: party.name for party in open_book(self.book.slug).book.parties.values()}

    @cached_property
    def kpi_names(self) -> Mapping[str, str]:
        """What people call the KPIs of the book."""
        return {name: versions.latest.name for name, versions in open_book(self.book.slug).book.kpis.items()}

    @property
    def problem(self) -> str:
        """Why it could not be computed."""
        return self.row.problem if self.row is not None else ""

    @property
    def computed_at(self) -> dt.datetime | None:
        """When it was computed."""
        return self.row.computed_at if self.row is not None else None

    @property
    def whole(self) -> bool:
        """Whether the seat sees the whole book."""
        return bool(self.seat.role == "customer")

    def of_kind(self, kind: str) -> KindCalibration | None:
        """One kind of forecast, where there is any."""
        return next((each for each in self.found.kinds if each.kind == kind), None) if self.found else None


def books(actor: Actor | None) -> tuple[Seen, ...]:
    """Every book in which the actor's party has a seat, with what was computed for it: in two queries."""
    actor = readable(actor)
    rows = Seat.objects.filter(party_id=actor.party).select_related("book").order_by("book__name", "pk")
    by_book: dict[int, list[Seat]] = {}
    for seat in rows:
        by_book.setdefault(seat.book_id, []).append(seat)
    kept = {(each.book_id, each.party): each for each in Calibrated.objects.filter(book__in=by_book)}
    chosen = [foremost(seats) for seats in by_book.values()]
    return tuple(Seen(seat.book, seat, kept.get((seat.book_id, seat.local_id))) for seat in chosen)


def seen(actor: Actor | None, book: str) -> Seen:
    """The calibration of one book. Raises NotFound where the actor's party has no seat in it."""
    actor = readable(actor)
    seats = seats_in(actor.party, book)
    if not seats:
        raise NotFound(f"there is no book {book!r}")
    seat = foremost(seats)
    row = Calibrated.objects.filter(book=seat.book, party=seat.local_id).first()
    return Seen(seat.book, seat, row, _going(book))


def foremost(seats: Iterable[Seat]) -> Seat:
    """The seat that sees most: the customer's, else the first."""
    return min(seats, key=lambda seat: (seat.role != "customer", seat.pk))


def readable(actor: Actor | None) -> Actor:
    """The actor, who may read. Raises Refused for a token without that scope."""
    found = require(actor)
    if "read" not in found.scopes:
        raise Refused("this token lacks the scope 'read'", do="make a token with it in Settings")
    return found


def _going(book: str) -> Going | None:
    alive = (TaskResultStatus.READY, TaskResultStatus.RUNNING)
    jobs = Job.objects.filter(book=book, result__task_path=calibrate.module_path, result__status__in=alive)
    found = jobs.order_by("-alive_until").values_list("doing", "done", "total").first()
    return Going(*found) if found else None
