"""The frontier of a plan that was asked for last, and whether it is under way or out of date."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.utils import timezone

from trueup.delivery.results import Frontier
from trueup.web.assessments.state import state_now
from trueup.web.delivery.models import FrontierRun
from trueup.web.documents.models import Book

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


def latest(book: Book, plan: str) -> Run | None:
    """The frontier that was asked for last: one under way, or what the last one found."""
    row = FrontierRun.objects.filter(book=book, plan=plan).order_by("-asked_at").first()
    if row is None:
        return None
    found = Frontier.model_validate_json(row.result) if row.result else None
    moved = row.ended_at is not None and row.state != state_now(book.slug)
    return Run(row, found, moved)
