"""How many were asked, opened, began and finished, and on which page the others stopped."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce

from trueup.web.surveys.models import Fielding, Invitation, Letter, Sheet


@dataclass(frozen=True, slots=True)
class Stop:
    """One page of the form: how many saw it, how many sent it, and how many stopped at it."""

    page: int
    shown: int
    sent: int
    stopped: int


@dataclass(frozen=True, slots=True)
class Rates:
    """A wave in numbers of people. Rates are shares, 0 to 1; None where there is nobody to take a share of."""

    asked: int
    opened: int
    started: int
    finished: int
    declined: int
    undelivered: int
    reminded: int
    pages: tuple[Stop, ...]

    @property
    def response(self) -> float | None:
        """Of those asked, how many finished (AAPOR, Standard Definitions, 2023: RR1, where all asked are eligible)."""
        return self.finished / self.asked if self.asked else None

    @property
    def completion(self) -> float | None:
        """Of those who began, how many finished."""
        return self.finished / self.started if self.started else None

    @property
    def drop_out(self) -> float | None:
        """Of those who began, how many have not finished: while the wave is open, so far."""
        return None if self.completion is None else 1 - self.completion


NONE = Rates(0, 0, 0, 0, 0, 0, 0, ())
Begun = tuple[bool, bool, int, int, list[int]]
"""A sheet: begun? finished? how far it got, how many pages it has, and which were sent."""


def counted(fieldings: QuerySet[Fielding], *, pages: bool = False) -> list[tuple[Fielding, Rates]]:
    """Waves in numbers: in one question, and one more for where people stopped (`pages`)."""
    rows = list(fieldings.annotate(**_counts()))
    sheets = _sheets(rows) if pages else {}
    return [(row, _rates(row, sheets.get(row.pk, []))) for row in rows]


def _counts() -> dict[str, Coalesce]:
    """Counts of each wave. Undelivered is a letter that the mail server did not take, reminded one that left."""
    invitations, letters = Invitation.objects.all(), Letter.objects.all()
    sheets, at = Sheet.objects.all(), "invitation__fielding"
    return {
        "asked": _count(invitations.filter(revoked_at=None)),
        "declined": _count(invitations.exclude(declined_at=None)),
        "opened": _count(sheets),
        "started": _count(sheets.exclude(started_at=None)),
        "finished": _count(sheets.exclude(finished_at=None)),
        "undelivered": _count(letters.filter(number=0, tries__gt=0).exclude(failed_at=None), at),
        "reminded": _count(letters.filter(number__gt=0).exclude(sent_at=None), at),
    }


def _count(rows: QuerySet[Any], at: str = "fielding") -> Coalesce:
    """How many of these rows belong to a wave, for an annotation of waves; `at` is how a row leads to its wave."""
    here = rows.filter(**{at: OuterRef("pk")}).order_by().values(at)
    return Coalesce(Subquery(here.annotate(n=Count("pk")).values("n")), 0)


def _sheets(fieldings: Sequence[Fielding]) -> dict[int, list[Begun]]:
    found: dict[int, list[Begun]] = {}
    columns = ("fielding_id", "started_at", "finished_at", "reached", "pages", "saved")
    rows = Sheet.objects.filter(fielding__in=fieldings).values_list(*columns)
    for pk, started, finished, reached, count, saved in rows:
        found.setdefault(pk, []).append((started is not None, finished is not None, reached, count, saved))
    return found


def _rates(row: Any, sheets: Sequence[Begun]) -> Rates:
    """`row` is a wave with its counts."""
    return Rates(
        asked=row.asked,
        opened=row.opened,
        started=row.started,
        finished=row.finished,
        declined=row.declined,
        undelivered=row.undelivered,
        reminded=row.reminded,
        pages=_stops(sheets),
    )


def _stops(sheets: Sequence[Begun]) -> tuple[Stop, ...]:
    """By page: who stopped is at the first page that they have not sent."""
    shown: Counter[int] = Counter()
    sent: Counter[int] = Counter()
    stopped: Counter[int] = Counter()
    longest = max((count for *_, count, _saved in sheets), default=0)
    for started, finished, reached, _count, saved in sheets:
        shown.update(range(1, reached + 1))
        sent.update(saved)
        if started and not finished:
            stopped[next(page for page in range(1, longest + 2) if page not in saved)] += 1
    return tuple(Stop(page, shown[page], sent[page], stopped[page]) for page in range(1, longest + 1))
