"""The frontier of a plan that was asked for last, and whether it is under way or out of date."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.utils import timezone

from trueup.delivery.results import Frontier
from trueup.web.assessments.state import moved, state_of
from trueup.web.delivery.models import FrontierRun
from trueup.web.documents.models import Book
from trueup.web.site.marks import Mark
from trueup.web.site.once import once

ASKED = Mark(
    f"""SELECT count(*), max(run.id), sum(run.done), count(run.ended_at), max(run.ended_at)
        FROM {FrontierRun._meta.db_table} AS run JOIN {Book._meta.db_table} AS book ON book.id = run.book_id
        WHERE book.slug = %(book)s AND run.plan = %(plan)s"""  # noqa: S608 - the names of our own tables
)
"""Another one with each frontier that is asked for, and with each step of its computation."""
DEAD = dt.timedelta(minutes=30)
"""A frontier that has been under way for so long died with its process."""


@dataclass(frozen=True, slots=True)
class Run:
    """A frontier that was asked for. `done` of `total` steps; `problem` why it failed."""

    row: FrontierRun
    frontier: Frontier | None
    out_of_date: bool

    @property
    def under_way(self) -> bool:
        """Whether it is still being computed; after half an hour its process has died."""
        return self.row.ended_at is None and timezone.now() - self.row.asked_at < DEAD

    @property
    def pk(self) -> int:
        """Its key."""
        return int(self.row.pk)

    @property
    def done(self) -> int | None:
        """How many steps are done."""
        return self.row.done

    @property
    def ended_at(self) -> object:
        """When it ended."""
        return self.row.ended_at


@once
def latest(book: Book, plan: str) -> Run | None:
    """The frontier that was asked for last: one under way, or what the last one found."""
    rows = FrontierRun.objects.filter(book=book, plan=plan).annotate(moved=moved("book__slug"))
    row = rows.order_by("-asked_at").first()
    if row is None:
        return None
    found = Frontier.model_validate_json(row.result) if row.result else None
    return Run(row, found, row.ended_at is not None and row.state != state_of(row.moved))
