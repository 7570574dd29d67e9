"""What pages and the API read of the money side that was computed in the background."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import TypeVar

from trueup.vocabulary.result import Result
from trueup.web.documents.access import Place
from trueup.web.value.models import Told

R = TypeVar("R", bound=Result)


@dataclass(frozen=True, slots=True)
class Kept:
    """One part as it was kept: `body`, or the `problem` why there is none."""

    body: str
    problem: str
    computed_at: dt.datetime

    def read(self, shape: type[R]) -> R | None:
        """The result, or None where it could not be computed."""
        return shape.model_validate_json(self.body) if self.body else None


def kept(place: Place, part: str) -> Kept | None:
    """A part of what is said of the agreement where the actor stands; None: nothing was computed yet."""
    row = Told.objects.filter(book=place.book, agreement=place.agreement, part=part).first()
    return None if row is None else Kept(row.body, row.problem, row.computed_at)


def mark(book: str, agreement: str) -> object:
    """What pages rest on that show any part: another, and they are made anew."""
    return list(Told.objects.filter(book__slug=book, agreement=agreement).values_list("part", "computed_at"))
