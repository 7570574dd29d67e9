"""What readers look at: the money side of a book as of now, and the book as it was known at earlier moments."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from dataclasses import dataclass

from trueup.book.book import Book
from trueup.facts import Snapshot
from trueup.scorecard.values import Values
from trueup.value.calibration.issued import Told

Progress = Callable[[str, int, int], None]
Known = tuple[Book, Snapshot]
Past = Callable[[dt.datetime | None], AbstractContextManager[Known]]
"""The documents and facts as they were known at an aware instant; None: as they are known by now."""


@dataclass(frozen=True)
class Sight:
    """`values` are as of the moment that is asked about; `past` opens the book as it was known before.

    `since`: nothing that was issued before this day is wanted.
    """

    values: Values
    past: Past
    progress: Progress
    since: dt.date | None = None

    @property
    def as_of(self) -> dt.date:
        """What had come when this day began."""
        return self.values.moment.as_of


Reader = Callable[[Sight], Iterator[Told]]
